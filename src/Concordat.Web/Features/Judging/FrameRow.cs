namespace Concordat.Web.Features.Judging;

/// <summary>One wording of a round's question; its name is the condition of the judgements given under it.</summary>
public sealed record FrameRow(long Position, string Name, string Question);
