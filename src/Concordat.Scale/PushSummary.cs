namespace Concordat.Scale;

/// <summary>What a push did.</summary>
/// <param name="ContentHash">The evidence's content hash.</param>
/// <param name="Shards">On how many shards it now lies.</param>
/// <param name="Comparisons">Comparisons on all of them.</param>
/// <param name="Ratings">Ratings.</param>
/// <param name="Outcomes">Outcomes.</param>
/// <param name="SentBatches">Batches that this push sent.</param>
/// <param name="KnownBatches">Batches that an earlier push had sent.</param>
public sealed record PushSummary(string ContentHash, int Shards, long Comparisons, long Ratings, long Outcomes, long SentBatches, long KnownBatches);
