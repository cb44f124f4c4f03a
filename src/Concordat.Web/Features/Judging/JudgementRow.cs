using System.Text.Json;

namespace Concordat.Web.Features.Judging;

/// <summary>One judgement with what it was given about and how it was asked.</summary>
/// <param name="Rater">The seat's id: the pseudonym.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Shown">Ids of the responses in the order in which they were shown, as JSON.</param>
/// <param name="Condition">The frame.</param>
/// <param name="Replicate">Which time under this frame, from 0.</param>
/// <param name="Position">Its place in the rater's order.</param>
/// <param name="Value">The level, the place of what was chosen (from 1), a tie or neither; null without a value.</param>
/// <param name="GivenAt">Microseconds since 1970, UTC.</param>
public sealed record JudgementRow(
    string Id, string Task, string Rater, string Item, string Shown, string Condition, long Replicate, long Position, AnswerKind Answer, string? Value, long? SpanStart, long? SpanEnd, string Comment, long GivenAt)
{
    public ImmutableArray<string> Responses { get; } = JsonSerializer.Deserialize<ImmutableArray<string>>(Shown);
}
