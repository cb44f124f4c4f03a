using System.Numerics.Tensors;
using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Coverage of a pool by the examples chosen from it, as they are added.</summary>
public static class CoverageCurve
{
    /// <summary>The distance of two unit vectors of that cosine.</summary>
    public static double Distance(double cosine) => Math.Sqrt(Math.Max(0, 2 - 2 * cosine));

    /// <summary>Radius and mean distance after some of the examples.</summary>
    /// <param name="vectors">Unit vectors of the pool, (n, d).</param>
    /// <param name="chosen">Rows in the order in which they were chosen, at least one.</param>
    /// <param name="points">About how many sizes; the last is all of them.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static ImmutableArray<CoveragePoint> Of(EmbeddingMatrix vectors, ImmutableArray<int> chosen, int points, int maxThreads, CancellationToken cancellationToken)
    {
        int n = vectors.Count, k = chosen.Length;
        int[] sizes = [.. Enumerable.Range(1, points).Select(i => Math.Max(1, (int)((long)k * i / points))).Distinct()];
        var nearest = new float[sizes.Length][];
        for (int i = 0; i < sizes.Length; i++)
            nearest[i] = new float[n];
        RowBlocks.ForEach(n, maxThreads, (from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                float best = -1;
                int next = 0;
                for (int i = 0; i < k; i++)
                {
                    best = chosen[i] == row ? 1 : Math.Max(best, TensorPrimitives.Dot(vectors.Row(row), vectors.Row(chosen[i])));
                    if (i + 1 == sizes[next])
                        nearest[next++][row] = best;
                }
            }
        }, cancellationToken);
        return [.. sizes.Select((size, i) => Point(size, nearest[i]))];
    }

    private static CoveragePoint Point(int size, float[] nearest)
    {
        double sum = 0, largest = 0;
        foreach (float cosine in nearest)
        {
            double distance = Distance(cosine);
            sum += distance;
            largest = Math.Max(largest, distance);
        }

        return new CoveragePoint(size, largest, sum / nearest.Length);
    }
}
