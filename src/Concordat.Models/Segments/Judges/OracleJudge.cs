using System.Globalization;

namespace Concordat.Models.Segments.Judges;

/// <summary>A judge that goes by declared points of turns alone.</summary>
/// <remarks>
/// Error turn: the agent's turn with the fewest points for the goal, if they are negative; of equals the one with the fewest for warmth, then the earliest.
/// Best: over as many turns of the agent as both ways have, the most points for the goal, then for warmth; it must beat what happened on the goal and not fall behind on warmth.
/// End: the first turn of the agent up to which the second way's lead in points for the goal is greatest, among turns that both have. Randomness: none.
/// </remarks>
/// <param name="points">Points of a turn of the agent, given the turn before it; null where nothing is declared of it.</param>
public sealed class OracleJudge(Func<SessionTurn?, SessionTurn, TurnPoints?> points) : ISegmentJudge
{
    public Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken) => Task.FromResult(question.Step switch
    {
        JudgeStep.ErrorTurn => ErrorTurn(question.Session),
        JudgeStep.Best => Best(question.Session, question.From, question.Continuations),
        _ => End(question.Session, question.From, question.Continuations[0]),
    });

    private JudgeAnswer ErrorTurn(Session session)
    {
        int worst = -1, declared = 0;
        TurnPoints least = default;
        foreach (int turn in session.AgentTurns)
        {
            if (points(session.Turns[turn - 1], session.Turns[turn]) is not { } own)
                continue;
            declared++;
            if (worst < 0 || own.Goal < least.Goal || (own.Goal == least.Goal && own.Warmth < least.Warmth))
                (worst, least) = (turn, own);
        }

        return declared == 0 ? JudgeAnswer.None("no turn of the agent has declared points")
            : least.Goal < 0 ? JudgeAnswer.Chosen(worst, Told(least))
            : JudgeAnswer.None($"no turn of the agent loses points; the least is {Told(least)}");
    }

    private JudgeAnswer Best(Session session, int from, ImmutableArray<Continuation> all)
    {
        int best = -1;
        TurnPoints most = default;
        for (int i = 0; i < all.Length; i++)
        {
            int both = Math.Min(session.Turns.Length - from, all[i].Turns.Length);
            TurnPoints was = Sum(session, from, session.Turns.Slice(from, both)), own = Sum(session, from, all[i].Turns.Slice(0, both));
            (double goal, double warmth) = (own.Goal - was.Goal, own.Warmth - was.Warmth);
            if (goal > 0 && warmth >= 0 && (best < 0 || goal > most.Goal || (goal == most.Goal && warmth > most.Warmth)))
                (best, most) = (i, new TurnPoints(goal, warmth));
        }

        return best < 0 ? JudgeAnswer.None($"none of {all.Length} leads on the goal without falling behind on warmth") : JudgeAnswer.Chosen(best + 1, Told(most));
    }

    private JudgeAnswer End(Session session, int from, Continuation best)
    {
        int both = Math.Min(session.Turns.Length - from, best.Turns.Length), end = -1;
        double lead = 0, most = double.NegativeInfinity;
        for (int i = 0; i < both; i += 2)
        {
            lead += Of(session, from, best.Turns, i).Goal - Of(session, from, session.Turns.Slice(from, both), i).Goal;
            if (lead > most)
                (most, end) = (lead, from + i);
        }

        return most > 0 ? JudgeAnswer.Chosen(end, string.Create(CultureInfo.InvariantCulture, $"lead {most:0.##}")) : JudgeAnswer.None("no lead on the goal");
    }

    private TurnPoints Sum(Session session, int from, ImmutableArray<SessionTurn> turns)
    {
        TurnPoints sum = default;
        for (int i = 0; i < turns.Length; i++)
        {
            if (turns[i].IsAgent)
                sum += Of(session, from, turns, i);
        }

        return sum;
    }

    private TurnPoints Of(Session session, int from, ImmutableArray<SessionTurn> turns, int i) =>
        points(i > 0 ? turns[i - 1] : from > 0 ? session.Turns[from - 1] : null, turns[i]) ?? default;

    private static string Told(TurnPoints points) => string.Create(CultureInfo.InvariantCulture, $"goal {points.Goal:0.##}, warmth {points.Warmth:0.##}");
}
