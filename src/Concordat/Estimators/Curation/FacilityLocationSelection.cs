using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Facility location by lazy greedy: what represents all examples best, with a term for the scores of what is chosen.</summary>
/// <remarks>
/// F(S) = Σᵢ max over j ∈ S of max(0, sᵢⱼ) + λ·Σ over j ∈ S of scoreⱼ, s the cosine and sᵢᵢ = 1: monotone and submodular, so that the greedy set reaches (1 − 1/e) of the best one of its
/// size (½ under quotas, a partition matroid). With a limit on neighbours, i is represented by its m most similar others alone, and the bound is that of the sum so cut. A gain can only
/// fall as the set grows: the greatest old gain that stays greatest once renewed is the greatest (lazy evaluation). Time O(n²·d + renewals·m), memory O(n·m). Equal gains: the smaller row.
/// Randomness: none.
/// Source: Nemhauser, Wolsey &amp; Fisher (1978), Math. Program. 14:265–294; Minoux (1978), Optimization Techniques, 234–243; Fisher, Nemhauser &amp; Wolsey (1978), Math. Program. Stud. 8:73–87 (matroids).
/// </remarks>
public static class FacilityLocationSelection
{
    /// <param name="vectors">Unit vectors, (n, d).</param>
    /// <param name="scores">Scores, not negative, (n).</param>
    /// <param name="scoreWeight">λ, not negative.</param>
    /// <param name="size">How many to choose, positive.</param>
    /// <param name="neighbours">m; n − 1 or more for the whole sum.</param>
    /// <param name="quotas">How many each group may have.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    /// <exception cref="ArgumentException">A shape or a value is out of range.</exception>
    public static Selection Choose(
        EmbeddingMatrix vectors, ReadOnlySpan<double> scores, double scoreWeight, int size, int neighbours, SelectionQuotas quotas, int maxThreads, CancellationToken cancellationToken)
    {
        SelectionInput.Check(vectors, scores, size, quotas);
        if (!(scoreWeight >= 0) || (scores.Length > 0 && System.Numerics.Tensors.TensorPrimitives.Min(scores) < 0))
            throw new ArgumentException("scores and their weight must not be negative, or gains could grow", nameof(scores));
        int n = vectors.Count;
        NeighbourGraph represented = NeighbourGraph.Of(vectors, neighbours, maxThreads, cancellationToken).Transposed();
        var best = new double[n];
        var queue = new PriorityQueue<int, (double Negative, int Row)>(n);
        for (int row = 0; row < n; row++)
            queue.Enqueue(row, (-Gain(represented, best, row, scoreWeight * scores[row]), row));
        var rows = ImmutableArray.CreateBuilder<int>(size);
        SelectionQuotas.Count left = quotas.Begin();
        double value = 0;
        while (rows.Count < size && queue.TryDequeue(out int row, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!left.Allows(row))
                continue;
            double gain = Gain(represented, best, row, scoreWeight * scores[row]);
            if (queue.TryPeek(out _, out (double Negative, int Row) next) && (-gain, row).CompareTo(next) > 0)
            {
                queue.Enqueue(row, (-gain, row));
                continue;
            }

            value += gain;
            rows.Add(row);
            left.Take(row);
            ReadOnlySpan<int> others = represented.Others(row);
            ReadOnlySpan<float> similarities = represented.Similarities(row);
            best[row] = Math.Max(best[row], 1);
            for (int i = 0; i < others.Length; i++)
                best[others[i]] = Math.Max(best[others[i]], similarities[i]);
        }

        return new Selection(SelectionMethod.FacilityLocation, rows.ToImmutable(), [], value, rows.Count == size ? null : "there are no more examples that the quotas allow");
    }

    private static double Gain(NeighbourGraph represented, double[] best, int row, double score)
    {
        double gain = score + Math.Max(0, 1 - best[row]);
        ReadOnlySpan<int> others = represented.Others(row);
        ReadOnlySpan<float> similarities = represented.Similarities(row);
        for (int i = 0; i < others.Length; i++)
            gain += Math.Max(0, similarities[i] - best[others[i]]);
        return gain;
    }
}
