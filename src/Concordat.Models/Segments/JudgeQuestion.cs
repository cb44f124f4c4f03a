using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Models.Segments;

/// <summary>One question to a judge. Turns are numbered from 0 as in the session; continuations from 1.</summary>
public sealed record JudgeQuestion
{
    private JudgeQuestion(JudgeStep step, Session session, int from, ImmutableArray<Continuation> continuations, string goal, string? warmth)
    {
        (Step, Session, From, Continuations) = (step, session, from, continuations);
        Text = QuestionText.Of(this, goal, warmth);
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{session.Id}\n{Text}")).AsSpan(0, 8));
    }

    public JudgeStep Step { get; }

    public Session Session { get; }

    /// <summary>The error turn, or the first turn that differs where the end of the segment is asked; −1 where neither is known yet.</summary>
    public int From { get; }

    /// <summary>All of them where the best is asked, the best where the end of the segment is.</summary>
    public ImmutableArray<Continuation> Continuations { get; }

    /// <summary>The whole question in words.</summary>
    public string Text { get; }

    /// <summary>16 hexadecimal digits that follow from session and words: the same question is known again.</summary>
    public string Id { get; }

    /// <summary>The name of the number that is asked for.</summary>
    public string Asked => Step switch
    {
        JudgeStep.ErrorTurn => "turn",
        JudgeStep.Best => "continuation",
        _ => "end",
    };

    internal static JudgeQuestion ErrorTurn(Session session, string goal, string? warmth) => new(JudgeStep.ErrorTurn, session, -1, [], goal, warmth);

    internal static JudgeQuestion Best(Session session, int from, ImmutableArray<Continuation> all, string goal, string? warmth) => new(JudgeStep.Best, session, from, all, goal, warmth);

    internal static JudgeQuestion SegmentEnd(Session session, int from, Continuation best, string goal, string? warmth) => new(JudgeStep.SegmentEnd, session, from, [best], goal, warmth);

    /// <summary>The answer that a number is, or why it is none.</summary>
    /// <remarks>An end of any number is an answer: where it is odd, the pipeline drops it by that rule.</remarks>
    public JudgeAnswer Answer(int number, string told) => Step switch
    {
        JudgeStep.ErrorTurn when !Session.AgentTurns.Contains(number) => JudgeAnswer.Unparsable(string.Create(CultureInfo.InvariantCulture, $"{number}, which is no turn of the agent that answers something")),
        JudgeStep.Best when number < 1 || number > Continuations.Length => JudgeAnswer.Unparsable(string.Create(CultureInfo.InvariantCulture, $"{number}, where there are {Continuations.Length} continuations")),
        _ => JudgeAnswer.Chosen(number, told),
    };
}
