using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Sdpo;

/// <summary>One replicate: sessions of people, pairs from the pipeline with the untrained policy's continuations, and every objective on the same pairs.</summary>
/// <param name="Outcomes">For each policy, in the order of <see cref="Policies"/>, after each number of steps that was asked for.</param>
/// <param name="Recorded">Mean goal of the sessions that were recorded.</param>
/// <param name="ErrorFound">Of negative sessions in which the agent insisted at the conflict, the share where the judge picked that turn.</param>
/// <param name="Pairs">Pairs.</param>
/// <param name="OfOneTurn">Those whose segments are one turn.</param>
internal sealed record SdpoReplicate(ImmutableArray<ImmutableArray<SdpoReplicate.Outcome>> Outcomes, double Recorded, double ErrorFound, int Pairs, int OfOneTurn)
{
    public const string Before = "before training", Sdpo = "SDPO", Session = "DPO, whole session", Turn = "DPO, error turn alone", LongerChosen = "SDPO, unequal 3 to 1", LongerRejected = "SDPO, unequal 1 to 3",
        BlankEqual = "no preference, 3 to 3", BlankLongerChosen = "no preference, 3 to 1", BlankLongerRejected = "no preference, 1 to 3";

    private const double Beta = .1, LearningRate = .02;

    public static ImmutableArray<string> Policies { get; } = [Before, Sdpo, Session, Turn, LongerChosen, LongerRejected, BlankEqual, BlankLongerChosen, BlankLongerRejected];

    public static SdpoReplicate Draw(int sessions, ImmutableArray<int> steps, ulong seed, CancellationToken cancellationToken)
    {
        double[] people = Bargain.People(), untrained = Bargain.Policy().Probabilities();
        var random = new Xoshiro(seed);
        var recorded = ImmutableArray.CreateBuilder<Session>(sessions);
        for (int i = 0; i < sessions; i++)
        {
            ImmutableArray<SessionTurn> turns = Bargain.Continue([], people, ref random);
            recorded.Add(new Session($"s{i}", "agent", Bargain.Goal(turns), null, turns));
        }

        ImmutableArray<Session> all = recorded.MoveToImmutable();
        var sampler = new BargainSampler(untrained, Xoshiro.DeriveSeed(seed, 1));
        // Nothing here waits: the oracle and the sampler answer at once.
        SegmentOutcome made = new SegmentPipeline(new OracleJudge((before, turn) => Bargain.Points(before, turn)), sampler, new SegmentOptions { Below = 0, Goal = "points" })
            .RunAsync(all, null, cancellationToken).GetAwaiter().GetResult();
        Dictionary<string, Session> byId = all.ToDictionary(session => session.Id, StringComparer.Ordinal);
        return Of(made, byId, sampler, steps, Xoshiro.DeriveSeed(seed, 2), cancellationToken);
    }

    private static SdpoReplicate Of(SegmentOutcome made, Dictionary<string, Session> recorded, BargainSampler sampler, ImmutableArray<int> steps, ulong blank, CancellationToken cancellationToken)
    {
        ObjectiveExample Segment(SegmentPair pair, Func<int, int> chosen, Func<int, int> rejected)
        {
            int first = pair.Start / 2;
            ImmutableArray<SessionTurn> better = sampler.Whole(pair.Id, pair.Source), worse = recorded[pair.Id].Turns;
            int turns = (pair.Chosen.Length + 1) / 2, most = (worse.Length - pair.Start + 1) / 2;
            int plus = Math.Min(chosen(turns), most), minus = Math.Min(rejected(turns), most);
            return ObjectiveExample.Pair(
                Bargain.Tokens(better.Take(pair.Start + (2 * plus) - 1).Select(turn => turn.Text), first), Bargain.Tokens(worse.Take(pair.Start + (2 * minus) - 1).Select(turn => turn.Text), first))
                with
            { Segments = [new TurnRange(0, plus), new TurnRange(0, minus)] };
        }

        ObjectiveExample Whole(SegmentPair pair) => ObjectiveExample.Pair(
            Bargain.Tokens(sampler.Whole(pair.Id, pair.Source).Select(turn => turn.Text), 0), Bargain.Tokens(recorded[pair.Id].Turns.Select(turn => turn.Text), 0));
        // Two sides that differ by chance alone, in the same contexts: whatever is learnt is not a preference.
        ObjectiveExample Blank(SegmentPair pair, int chosen, int rejected)
        {
            var random = Xoshiro.Derive(blank, (ulong)made.Pairs.IndexOf(pair));
            var (better, worse) = Bargain.Alike(3, ref random);
            return ObjectiveExample.Pair(Bargain.Tokens(better.Take(2 * chosen), 0), Bargain.Tokens(worse.Take(2 * rejected), 0)) with { Segments = [new TurnRange(0, chosen), new TurnRange(0, rejected)] };
        }

        ImmutableArray<Outcome> Trained(IObjective objective, Func<SegmentPair, ObjectiveExample> example)
        {
            LogLinearPolicy policy = Bargain.Policy();
            return Train(policy, objective, [.. made.Pairs.Select(example)], steps, cancellationToken);
        }

        Session[] insisted = [.. recorded.Values.Where(session => session.Goal < 0 && session.Turns[(2 * Bargain.ConflictAt) + 1].Text == nameof(BargainAct.Insist))];
        var errors = made.Pairs.ToDictionary(pair => pair.Id, pair => pair.ErrorTurn, StringComparer.Ordinal);
        Session[] paired = [.. insisted.Where(session => errors.ContainsKey(session.Id))];
        var segments = new SegmentDpoObjective { Beta = Beta };
        return new SdpoReplicate(
            [
                [.. steps.Select(_ => Outcome.Of(Bargain.Policy()))],
                Trained(segments, pair => Segment(pair, turns => turns, turns => turns)),
                Trained(new DpoObjective { Beta = Beta }, Whole),
                Trained(segments, pair => Segment(pair, _ => 1, _ => 1)),
                Trained(segments with { AllowsUnequal = true }, pair => Segment(pair, _ => 3, _ => 1)),
                Trained(segments with { AllowsUnequal = true }, pair => Segment(pair, _ => 1, _ => 3)),
                Trained(segments, pair => Blank(pair, 3, 3)),
                Trained(segments with { AllowsUnequal = true }, pair => Blank(pair, 3, 1)),
                Trained(segments with { AllowsUnequal = true }, pair => Blank(pair, 1, 3)),
            ],
            recorded.Values.Average(session => session.Goal!.Value), paired.Average(session => errors[session.Id] == (2 * Bargain.ConflictAt) + 1 ? 1.0 : 0),
            made.Pairs.Length, made.Pairs.Count(pair => pair.Chosen.Length == 1));
    }

    private static ImmutableArray<Outcome> Train(LogLinearPolicy policy, IObjective objective, ObjectiveExample[] examples, ImmutableArray<int> steps, CancellationToken cancellationToken)
    {
        var adam = new AdamSteps(policy.Coefficients.Length);
        var outcomes = ImmutableArray.CreateBuilder<Outcome>(steps.Length);
        for (int step = 1; step <= steps[^1]; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PolicyStep.Evaluate(policy, objective, examples);
            adam.Step(policy.Coefficients, policy.Gradient, LearningRate);
            policy.ClearGradient();
            if (steps.Contains(step))
                outcomes.Add(Outcome.Of(policy));
        }

        return outcomes.MoveToImmutable();
    }

    /// <param name="Goal">Expected points of a session, exactly.</param>
    /// <param name="Trades">P(trade) at the conflict.</param>
    /// <param name="Nonsense">Expected share of nonsense among the agent's turns.</param>
    internal sealed record Outcome(double Goal, double Trades, double Nonsense)
    {
        public static Outcome Of(LogLinearPolicy policy)
        {
            double[] probabilities = policy.Probabilities();
            return new Outcome(Bargain.Goal(probabilities), probabilities[(Bargain.Conflict * Bargain.Acts) + (int)BargainAct.Trade], Bargain.Nonsense(probabilities));
        }
    }
}
