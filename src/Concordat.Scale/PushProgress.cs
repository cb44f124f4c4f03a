namespace Concordat.Scale;

/// <summary>How far a push is.</summary>
/// <param name="Batches">Batches that are whole, with those of an earlier push.</param>
/// <param name="AllBatches">All batches.</param>
/// <param name="Rows">Judgements in those that are whole.</param>
/// <param name="AllRows">All judgements.</param>
public sealed record PushProgress(long Batches, long AllBatches, long Rows, long AllRows);
