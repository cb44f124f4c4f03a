using Concordat.Choice.Policies;
using Concordat.Models.Policies;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>A log-linear policy over declared features of what is seen and said.</summary>
/// <remarks>
/// A decision's context is, alone, what the card shows (four kinds or smudged, 5); on the first statement what it says of which kind (8); on the second, what the first said (8): a
/// reason is heard, whether it holds is not told. Features of yes (turn, adopt): one for each of the 21 contexts, and three for a prefix that stands before it, by sort of decision, so
/// that what is learnt without the prefix also holds with it. No has none. Reference: <see cref="ReferenceBehaviour"/>. Tokens: the context's number, then 0 or 1.
/// </remarks>
public sealed class FeaturePlayer : ILearningPlayer
{
    private const int Alone = 5, Said = 8, Contexts = Alone + (2 * Said), Features = Contexts + 3;

    private readonly LogLinearPolicy _policy;
    private readonly AdamSteps _adam = new(Features);
    private double[] _probabilities;
    private CardTable? _table;
    private int _prefix;

    public FeaturePlayer()
        : this(null)
    {
    }

    private FeaturePlayer(double[]? reference)
    {
        var features = new double[2 * Contexts * 2 * Features];
        var prior = new double[2 * Contexts * 2];
        for (int context = 0; context < 2 * Contexts; context++)
        {
            int bare = context % Contexts, sort = bare < Alone ? 0 : bare < Alone + Said ? 1 : 2, yes = (2 * context) + 1;
            double p = sort > 0 ? context < Contexts ? ReferenceBehaviour.Adopts : ReferenceBehaviour.AdoptsAfterPrefix
                : bare < 4 ? ReferenceBehaviour.Turns((CardKind)bare) : .5;
            (prior[yes - 1], prior[yes]) = (1 - p, p);
            features[(yes * Features) + bare] = 1;
            if (context >= Contexts)
                features[(yes * Features) + Contexts + sort] = 1;
        }

        _policy = new LogLinearPolicy(new CandidateSet([.. Enumerable.Repeat(2, 2 * Contexts)], reference ?? prior), features);
        _probabilities = _policy.Probabilities();
    }

    public IPolicy Policy => _policy;

    public ILearningPlayer Copy() => new FeaturePlayer(_probabilities);

    public void Begin(CardTable table, int prefix) => (_table, _prefix) = (table, prefix);

    public void Hear(Advice advice)
    {
    }

    public CardDecision Decide(int card, Advice? advice, Advice? reason, ref Xoshiro random)
    {
        int context = Context(_table!, new CardDecision(card, advice, reason, false, 0), _prefix >= 0);
        bool isYes = random.NextDouble() < _probabilities[(2 * context) + 1];
        return new CardDecision(card, advice, reason, isYes, isYes ? 1 : 0);
    }

    public TokenSequence Sequence(CardGame game, int prefix)
    {
        var tokens = ImmutableArray.CreateBuilder<int>(2 * game.Decisions.Length);
        var turns = ImmutableArray.CreateBuilder<TokenSpan>(game.Decisions.Length);
        foreach (CardDecision decision in game.Decisions)
        {
            tokens.Add(Context(game.Table, decision, prefix >= 0));
            turns.Add(new TokenSpan(tokens.Count, 1));
            tokens.Add(decision.Token);
        }

        return new TokenSequence(tokens.MoveToImmutable(), turns.MoveToImmutable());
    }

    public void Step(double learningRate)
    {
        _adam.Step(_policy.Coefficients, _policy.Gradient, learningRate);
        _policy.ClearGradient();
        _probabilities = _policy.Probabilities();
    }

    public double[] Divergences(CardGame game, int prefix) => [.. game.Adoptions.Select(decision =>
    {
        double p = _probabilities[(2 * Context(game.Table, decision, game.Prefix >= 0)) + 1], q = _probabilities[(2 * Context(game.Table, decision, prefix >= 0)) + 1];
        return Term(p, q) + Term(1 - p, 1 - q);
    })];

    private static double Term(double p, double q) => p > 0 ? p * Math.Log(p / q) : 0;

    private static int Context(CardTable table, CardDecision decision, bool hasPrefix)
    {
        int context = decision.Advice is not { } advice ? decision.Card == table.Smudged ? 4 : (int)table.Kinds[decision.Card]
            : Alone + (advice.Card == table.Smudged ? Said : 0) + (2 * (int)table.Kinds[decision.Reason!.Value.Card]) + (decision.Reason.Value.Turn ? 1 : 0);
        return hasPrefix ? context + Contexts : context;
    }
}
