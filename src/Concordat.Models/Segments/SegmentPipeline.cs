using System.Globalization;

namespace Concordat.Models.Segments;

/// <summary>Makes pairs of segments from recorded sessions that missed their goal.</summary>
/// <remarks>
/// 1. Negative sessions: goal &lt; threshold. 2. The judge picks the error turn e. 3. The sampler continues k times from just before e; the judge keeps the best, if one is better than
/// what happened. 4. The judge sees both; the segment starts at the first turn s that differs and ends at the judge's end; odd (end − s) is dropped; both are cut to
/// min(end, last turn of the shorter), and a turn of the partner that the cut leaves at the end goes too. Both segments then have equally many turns of the agent, at the same
/// places, so that the partition functions of the objective cancel; what lies before s is the same in both.
/// A session is independent of all others. Randomness: none here.
/// Source: Kong et al. (2025), arXiv:2501.01821, §4.2 and appendix; AlibabaResearch/DAMO-ConvAI/SDPO.
/// </remarks>
public sealed class SegmentPipeline(ISegmentJudge judge, IContinuationSampler sampler, SegmentOptions options)
{
    /// <summary>Makes what can be made now; sessions that wait for the judge are taken up by the same call with the judge's answers.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public async Task<SegmentOutcome> RunAsync(ImmutableArray<Session> sessions, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        var tally = new Tally();
        for (int i = 0; i < sessions.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await TakeAsync(sessions[i], tally, cancellationToken);
            progress?.Report(i + 1);
        }

        return new SegmentOutcome(
            sessions.Length, tally.Negative, tally.ErrorTurns, tally.Continuations, tally.Pairs.ToImmutable(), tally.Drops.ToImmutable(), tally.Waiting.ToImmutable());
    }

    private async Task TakeAsync(Session session, Tally tally, CancellationToken cancellationToken)
    {
        if (session.Goal is not { } goal)
            tally.Drop(session, SegmentRule.GoalMissing, $"no rating on {options.Goal}");
        else if (goal >= options.Below)
            tally.Drop(session, SegmentRule.GoalNotBelow, string.Create(CultureInfo.InvariantCulture, $"{options.Goal} {goal:0.##}"));
        else
            await TakeNegativeAsync(session, goal, tally, cancellationToken);
    }

    private async Task TakeNegativeAsync(Session session, double goal, Tally tally, CancellationToken cancellationToken)
    {
        tally.Negative++;
        if (!session.AgentTurns.Any())
        {
            tally.Drop(session, SegmentRule.NoAgentTurn, $"{session.Turns.Length} turns with words");
            return;
        }

        if (await AskAsync(JudgeQuestion.ErrorTurn(session, options.Goal, options.Warmth), SegmentRule.NoErrorTurn, SegmentRule.ErrorTurnUnparsable, tally, cancellationToken) is not { } error)
            return;
        tally.ErrorTurns++;
        ImmutableArray<Continuation> all = await sampler.SampleAsync(session, error, options.Samples, cancellationToken);
        // A continuation that does not begin with words of the agent continues nothing.
        all = [.. all.Where(one => one.Turns.Length > 0 && one.Turns[0].IsAgent && one.Turns.All(turn => !string.IsNullOrWhiteSpace(turn.Text)))];
        tally.Continuations += all.Length;
        if (all.IsEmpty)
        {
            tally.Drop(session, SegmentRule.NoContinuation, $"from turn {error}");
            return;
        }

        if (await AskAsync(JudgeQuestion.Best(session, error, all, options.Goal, options.Warmth), SegmentRule.NoneBetter, SegmentRule.ChoiceUnparsable, tally, cancellationToken) is not { } best)
            return;
        Continuation chosen = all[best - 1];
        int start = FirstDifference(session, error, chosen);
        if (start < 0)
        {
            tally.Drop(session, SegmentRule.NoDifference, $"from turn {error}");
            return;
        }

        if (!session.Turns[start].IsAgent)
        {
            tally.Drop(session, SegmentRule.SegmentOdd, $"turn {start}, the first that differs, is the partner's");
            return;
        }

        Continuation rest = chosen with { Turns = chosen.Turns.Slice(start - error, chosen.Turns.Length - (start - error)) };
        if (await AskAsync(JudgeQuestion.SegmentEnd(session, start, rest, options.Goal, options.Warmth), SegmentRule.NoSegment, SegmentRule.SegmentUnparsable, tally, cancellationToken) is { } end)
            Cut(session, goal, error, start, end, rest, tally);
    }

    private void Cut(Session session, double goal, int error, int start, int end, Continuation rest, Tally tally)
    {
        if (end < start)
        {
            tally.Drop(session, SegmentRule.SegmentEmpty, $"from {start} to {end}");
            return;
        }

        if ((end - start) % 2 != 0)
        {
            tally.Drop(session, SegmentRule.SegmentOdd, $"from {start} to {end}");
            return;
        }

        int last = Math.Min(end, Math.Min(session.Turns.Length - 1, start + rest.Turns.Length - 1));
        last -= (last - start) % 2;
        int length = last - start + 1;
        tally.Pairs.Add(new SegmentPair(
            session.Id, session.Conversation, session.Agent, options.Goal, goal, error, start, last, end - last, rest.Source, 1,
            Said(session.Turns.Slice(0, start)), Said(rest.Turns.Slice(0, length)), Said(session.Turns.Slice(start, length))));
    }

    /// <returns>The number, or null where the session was dropped or waits.</returns>
    private async Task<int?> AskAsync(JudgeQuestion question, SegmentRule none, SegmentRule unparsable, Tally tally, CancellationToken cancellationToken)
    {
        JudgeAnswer answer = await judge.AskAsync(question, cancellationToken);
        switch (answer.Kind)
        {
            case JudgeAnswerKind.Chosen:
                return answer.Number;
            case JudgeAnswerKind.Waiting:
                tally.Waiting.Add((question.Session.Id, answer.Told));
                return null;
            default:
                tally.Drop(question.Session, answer.Kind == JudgeAnswerKind.None ? none : unparsable, answer.Told);
                return null;
        }
    }

    private static int FirstDifference(Session session, int from, Continuation continuation)
    {
        int both = Math.Min(session.Turns.Length - from, continuation.Turns.Length);
        for (int i = 0; i < both; i++)
        {
            if (!session.Turns[from + i].Text.AsSpan().Trim().SequenceEqual(continuation.Turns[i].Text.AsSpan().Trim()))
                return from + i;
        }

        return -1;
    }

    private static ImmutableArray<SegmentPair.Said> Said(ImmutableArray<SessionTurn> turns) => [.. turns.Select(SegmentPair.Said.Of)];

    private sealed class Tally
    {
        public int Negative { get; set; }

        public int ErrorTurns { get; set; }

        public int Continuations { get; set; }

        public ImmutableArray<SegmentPair>.Builder Pairs { get; } = ImmutableArray.CreateBuilder<SegmentPair>();

        public ImmutableArray<SegmentDrop>.Builder Drops { get; } = ImmutableArray.CreateBuilder<SegmentDrop>();

        public ImmutableArray<(string, string)>.Builder Waiting { get; } = ImmutableArray.CreateBuilder<(string, string)>();

        public void Drop(Session session, SegmentRule rule, string detail) => Drops.Add(new SegmentDrop(session.Conversation, session.Agent, rule, detail));
    }
}
