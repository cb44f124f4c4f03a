using System.Collections.Concurrent;
using Concordat.Estimators.Embeddings;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Estimators.Curation;

/// <summary>All pairs of examples with a cosine of at least a threshold, found tile by tile.</summary>
/// <remarks>Time O(n²·d) multiply-adds, memory O(pairs). Randomness: none.</remarks>
public static class NearPairs
{
    /// <summary>The pairs, in order of rows.</summary>
    public static ImmutableArray<(int First, int Second, double Similarity)> Of(EmbeddingMatrix vectors, double threshold, int maxThreads, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(int First, int Second, double Similarity)>();
        float least = (float)threshold;
        PairwiseProducts.ForEachTile(vectors.Values, vectors.Dimensions, maxThreads, (row, column, tile) =>
        {
            for (int i = 0; i < tile.Rows; i++)
            {
                ReadOnlySpan<float> pairs = tile.Pairs(i);
                if (pairs.IsEmpty || System.Numerics.Tensors.TensorPrimitives.Max(pairs) < least)
                    continue;
                for (int j = 0; j < pairs.Length; j++)
                {
                    if (pairs[j] >= least)
                        found.Add((row + i, column + tile.Columns - pairs.Length + j, pairs[j]));
                }
            }
        }, cancellationToken);
        return [.. found.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }
}
