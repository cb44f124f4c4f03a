using Concordat.Choice.Policies;
using Concordat.Models.Policies;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Sdpo;

/// <summary>A scripted negotiation of nine exchanges in which one turn decides, and two can build on it; all else is chatter.</summary>
/// <remarks>
/// Two exchanges of chatter, the conflict, its follow-up, the end of the bargain, four exchanges of chatter. At the conflict to trade gains 1 and leaves the partner warm; all else leaves the
/// partner cold, to insist loses 3, other acts 1. Warm: to close gains 3 and makes the deal. Cold: to apologise gains 1 and makes the deal, all else loses 1. After a deal thanks gain 1.
/// Nonsense loses 2 anywhere. What the partner says is the context; chatter has 24 wordings that mean nothing.
/// </remarks>
internal static class Bargain
{
    public const int Exchanges = 9, ConflictAt = 2, Acts = 7;
    public const int Conflict = 0, Warm = 1, Cold = 2, Deal = 3, Lost = 4, Chatter = 5, Wordings = 24, Contexts = Chatter + Wordings;

    private const double Rare = .02;

    private static readonly string[] s_said = ["no, I need that", "fair enough", "hm", "agreed then", "then no deal"];

    /// <summary>Tabular features and one for each act that all contexts share, beside the reference.</summary>
    public static LogLinearPolicy Policy()
    {
        int features = (Contexts * Acts) + Acts;
        var matrix = new double[Contexts * Acts * features];
        for (int i = 0; i < Contexts * Acts; i++)
        {
            matrix[(i * features) + i] = 1;
            matrix[(i * features) + (Contexts * Acts) + (i % Acts)] = 1;
        }

        return new LogLinearPolicy(new CandidateSet([.. Enumerable.Repeat(Acts, Contexts)], [.. Enumerable.Range(0, Contexts).SelectMany(Reference)]), matrix);
    }

    /// <summary>How people talk: like the reference, without nonsense.</summary>
    public static double[] People() => [.. Enumerable.Range(0, Contexts).SelectMany(context =>
    {
        double[] sensible = Reference(context)[..^1];
        return sensible.Select(share => share / sensible.Sum()).Append(0);
    })];

    /// <summary>Declared points of an act in a context.</summary>
    public static int Points(int context, BargainAct act) => (context, act) switch
    {
        (_, BargainAct.Nonsense) => -2,
        (Conflict, BargainAct.Trade) => 1,
        (Conflict, BargainAct.Insist) => -3,
        (Conflict, _) => -1,
        (Warm, BargainAct.Close) => 3,
        (Cold, BargainAct.Apologise) => 1,
        (Cold, _) => -1,
        (Deal, BargainAct.Thank) => 1,
        _ => 0,
    };

    /// <summary>E[Σ points] of a session; π is (contexts·acts).</summary>
    public static double Goal(double[] policy) => Expected(policy, (context, act) => Points(context, act));

    /// <summary>Expected share of nonsense among the agent's turns.</summary>
    public static double Nonsense(double[] policy) => Expected(policy, (_, act) => act == BargainAct.Nonsense ? 1.0 / Exchanges : 0);

    /// <summary>Goes on from a talk of whole exchanges to the end.</summary>
    public static ImmutableArray<SessionTurn> Continue(IReadOnlyList<SessionTurn> talk, ReadOnlySpan<double> policy, ref Xoshiro random)
    {
        List<SessionTurn> turns = [.. talk];
        while (turns.Count < 2 * Exchanges)
        {
            if (turns.Count % 2 == 0)
            {
                turns.Add(SessionTurn.Plain(false, Said(Next(turns, ref random))));
                continue;
            }

            int context = ContextOf(turns[^1].Text), act = 0;
            double u = random.NextDouble();
            while (act < Acts - 1 && (u -= policy[(context * Acts) + act]) >= 0)
                act++;
            turns.Add(SessionTurn.Plain(true, ((BargainAct)act).ToString()));
        }

        return [.. turns];
    }

    /// <summary>Two talks of chatter in the same wordings of the partner, answered by people, each for itself.</summary>
    public static (string[] First, string[] Second) Alike(int exchanges, ref Xoshiro random)
    {
        string[] first = new string[2 * exchanges], second = new string[2 * exchanges];
        for (int i = 0; i < first.Length; i += 2)
        {
            first[i] = second[i] = Said(Chatter + random.NextInt(Wordings));
            (first[i + 1], second[i + 1]) = (((BargainAct)random.NextInt(Acts - 1)).ToString(), ((BargainAct)random.NextInt(Acts - 1)).ToString());
        }

        return (first, second);
    }

    /// <summary>Points for the goal of each of a session's acts, summed.</summary>
    public static double Goal(ImmutableArray<SessionTurn> turns)
    {
        double sum = 0;
        for (int i = 1; i < turns.Length; i += 2)
            sum += Points(turns[i - 1], turns[i]).Goal;
        return sum;
    }

    /// <summary>Points as the oracle asks for them.</summary>
    public static TurnPoints Points(SessionTurn? before, SessionTurn turn) => new(Points(ContextOf(before!.Text), Enum.Parse<BargainAct>(turn.Text)), 0);

    /// <summary>The tokens of a talk of whole exchanges; the policy's turns are those from an exchange on.</summary>
    public static TokenSequence Tokens(IEnumerable<string> texts, int firstScored)
    {
        ImmutableArray<int> tokens = [.. texts.Select((text, i) => i % 2 == 0 ? ContextOf(text) : (int)Enum.Parse<BargainAct>(text))];
        return new TokenSequence(tokens, [.. Enumerable.Range(firstScored, (tokens.Length / 2) - firstScored).Select(exchange => new TokenSpan((2 * exchange) + 1, 1))]);
    }

    // By recursion over the contexts that can follow each other.
    private static double Expected(double[] policy, Func<int, BargainAct, double> value)
    {
        double Here(int context) => Enumerable.Range(0, Acts).Sum(act => policy[(context * Acts) + act] * value(context, (BargainAct)act));
        double Of(int context, BargainAct act) => policy[(context * Acts) + (int)act];
        double deal = Here(Deal), lost = Here(Lost), closes = Of(Warm, BargainAct.Close), apologises = Of(Cold, BargainAct.Apologise), trades = Of(Conflict, BargainAct.Trade);
        double warm = Here(Warm) + (closes * deal) + ((1 - closes) * lost), cold = Here(Cold) + (apologises * deal) + ((1 - apologises) * lost);
        double chatter = Enumerable.Range(Chatter, Wordings).Average(Here);
        return ((Exchanges - 3) * chatter) + Here(Conflict) + (trades * warm) + ((1 - trades) * cold);
    }

    private static int Next(List<SessionTurn> turns, ref Xoshiro random)
    {
        int wording = random.NextInt(Wordings);
        string last = turns.Count == 0 ? "" : turns[^1].Text;
        return (turns.Count / 2) switch
        {
            ConflictAt => Conflict,
            ConflictAt + 1 => last == nameof(BargainAct.Trade) ? Warm : Cold,
            ConflictAt + 2 => last == (turns[^2].Text == Said(Warm) ? nameof(BargainAct.Close) : nameof(BargainAct.Apologise)) ? Deal : Lost,
            _ => Chatter + wording,
        };
    }

    private static string Said(int context) => context < Chatter ? s_said[context] : $"chatter {(char)('a' + context - Chatter)}";

    private static int ContextOf(string said) => said.StartsWith("chatter ", StringComparison.Ordinal) ? Chatter + said[^1] - 'a' : Array.IndexOf(s_said, said);

    // By act; nonsense is what a policy would have to be driven to.
    private static double[] Reference(int context) => context switch
    {
        Conflict => [.05, .2, .6, .05, .05, .05, Rare],
        Warm => [.35, .1, .1, .1, .25, .1, Rare],
        Cold => [.2, .1, .5, .1, .05, .05, Rare],
        Deal => [.3, .1, .1, .1, .1, .3, Rare],
        _ => [1, 1, 1, 1, 1, 1, Rare],
    };
}
