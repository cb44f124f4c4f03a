using System.Globalization;
using System.Text;

namespace Concordat.Models.Segments;

/// <summary>A judge's question in words, the same for a person and for a model.</summary>
internal static class QuestionText
{
    public static string Of(JudgeQuestion question, string goal, string? warmth)
    {
        var text = new StringBuilder();
        string aims = warmth is null ? goal : $"{goal}, and {warmth} without harm to it";
        Session session = question.Session;
        text.Append(CultureInfo.InvariantCulture, $"A conversation of an agent with a partner. The agent's goal: {aims}.");
        if (session.Goal is { } reached)
            text.Append(CultureInfo.InvariantCulture, $" It was reached to {reached:0.##}.");
        text.Append("\n\n");
        switch (question.Step)
        {
            case JudgeStep.ErrorTurn:
                Add(text, session.Turns, 0);
                text.Append(CultureInfo.InvariantCulture, $"\nWhich turn of the agent was critical to the goal, and could have been better for {aims}? One of: {string.Join(", ", session.AgentTurns)}; none if no turn qualifies.\n");
                break;
            case JudgeStep.Best:
                Add(text, session.Turns.Slice(0, question.From), 0);
                text.Append("\nWhat happened then:\n");
                Add(text, session.Turns.Slice(question.From, session.Turns.Length - question.From), question.From);
                for (int i = 0; i < question.Continuations.Length; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"\nContinuation {i + 1}:\n");
                    Add(text, question.Continuations[i].Turns, question.From);
                }

                text.Append(CultureInfo.InvariantCulture, $"\nWhich continuation is best for {aims}? Its number; none if what happened is at least as good as each.\n");
                break;
            default:
                Add(text, session.Turns.Slice(0, question.From), 0);
                text.Append("\nFirst way to go on:\n");
                Add(text, session.Turns.Slice(question.From, session.Turns.Length - question.From), question.From);
                text.Append("\nSecond way to go on, which is better:\n");
                Add(text, question.Continuations[0].Turns, question.From);
                text.Append(CultureInfo.InvariantCulture, $"\nThe part that makes the second better for {aims} begins at turn {question.From}. At which turn of the agent does it end? Its number; none if there is no such part.\n");
                break;
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, ImmutableArray<SessionTurn> turns, int first)
    {
        for (int i = 0; i < turns.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"[{first + i}] {(turns[i].IsAgent ? "agent" : "partner")}: {turns[i].Text.ReplaceLineEndings(" / ")}\n");
    }
}
