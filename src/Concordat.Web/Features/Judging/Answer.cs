namespace Concordat.Web.Features.Judging;

/// <summary>A judgement as it arrives.</summary>
/// <param name="Id">Made where it was given: 32 hexadecimal digits.</param>
/// <param name="Task">What it answers.</param>
/// <param name="Kind">An answer on the scale, a pass, or no opinion.</param>
/// <param name="Value">The answer on the scale; null without one.</param>
/// <param name="Start">Where a marked part begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Comment">What was said about it.</param>
/// <param name="TookMilliseconds">How long the task was looked at; null where nobody measured.</param>
/// <param name="AgoMilliseconds">How long before arriving it was given: answers wait where there is no connection.</param>
public sealed record Answer(string Id, string Task, AnswerKind Kind, string? Value, long? Start, long? End, string Comment, long? TookMilliseconds, long AgoMilliseconds);
