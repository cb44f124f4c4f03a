using System.Numerics.Tensors;
using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Greedy k-centre: starts at the best score, then always takes what lies farthest from everything chosen.</summary>
/// <remarks>
/// Distance of unit vectors: √(2 − 2·cosine). Without quotas the covering radius is at most twice the smallest that k centres can have; with quotas no such bound is claimed.
/// Time O(n·k·d), memory O(n). Equal distances: the better score, then the smaller row. Randomness: none.
/// Source: Gonzalez (1985), Theor. Comput. Sci. 38:293–306; Sener &amp; Savarese (2018), ICLR, algorithm 1.
/// </remarks>
public static class KCentreSelection
{
    /// <param name="vectors">Unit vectors, (n, d).</param>
    /// <param name="scores">Where to start, and which of equally far ones to take, (n).</param>
    /// <param name="size">How many to choose, positive.</param>
    /// <param name="quotas">How many each group may have.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    /// <exception cref="ArgumentException">A shape or a value is out of range.</exception>
    public static Selection Choose(EmbeddingMatrix vectors, ReadOnlySpan<double> scores, int size, SelectionQuotas quotas, int maxThreads, CancellationToken cancellationToken)
    {
        SelectionInput.Check(vectors, scores, size, quotas);
        int n = vectors.Count;
        int[] order = SelectionInput.ByScore(scores);
        var similarity = new float[n]; // to the nearest of what was chosen
        similarity.AsSpan().Fill(float.NegativeInfinity);
        var isChosen = new bool[n];
        var rows = ImmutableArray.CreateBuilder<int>(size);
        SelectionQuotas.Count left = quotas.Begin();
        while (rows.Count < size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int next = -1;
            foreach (int row in order)
            {
                if (!isChosen[row] && left.Allows(row) && (next < 0 || similarity[row] < similarity[next]))
                    next = row;
            }

            if (next < 0)
                break;
            isChosen[next] = true;
            left.Take(next);
            rows.Add(next);
            RowBlocks.ForEach(n, maxThreads, (from, to) =>
            {
                ReadOnlySpan<float> centre = vectors.Row(next);
                for (int row = from; row < to; row++)
                    similarity[row] = Math.Max(similarity[row], TensorPrimitives.Dot(vectors.Row(row), centre));
                if (next >= from && next < to)
                    similarity[next] = 1;
            }, cancellationToken);
        }

        double radius = n == 0 ? 0 : CoverageCurve.Distance(TensorPrimitives.Min<float>(similarity));
        return new Selection(SelectionMethod.KCentre, rows.ToImmutable(), [], radius, rows.Count == size ? null : "there are no more examples that the quotas allow");
    }
}
