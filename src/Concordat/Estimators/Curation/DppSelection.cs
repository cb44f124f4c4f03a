using System.Numerics.Tensors;
using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>The greedy mode of a determinantal point process: always what makes the determinant of the chosen largest.</summary>
/// <remarks>
/// L = diag(q)·S·diag(q), S the cosines: P(Y) ∝ det L_Y, so that quality and difference are traded in one number. Each choice adds a row to the Cholesky factor of L_Y, and
/// dᵢ² = det L_{Y ∪ i} / det L_Y is carried along for every example instead of computing determinants: time O(n·k·(d + k)), memory O(n·k). S has rank d at most: where nothing is left that
/// is not a combination of the chosen, choosing stops. Equal dᵢ²: the smaller row. Randomness: none.
/// Source: Chen, Zhang &amp; Zhou (2018), Fast Greedy MAP Inference for Determinantal Point Process, NeurIPS, algorithm 1; Kulesza &amp; Taskar (2012), Found. Trends Mach. Learn. 5(2–3), §3.1.
/// </remarks>
public static class DppSelection
{
    // Below this share of its start a squared length is the rounding of cosines in single precision.
    private const double Vanished = 1e-6;

    /// <param name="vectors">Unit vectors, (n, d).</param>
    /// <param name="qualities">q of each, positive, (n).</param>
    /// <param name="size">How many to choose, positive.</param>
    /// <param name="quotas">How many each group may have.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    /// <exception cref="ArgumentException">A shape or a value is out of range.</exception>
    public static Selection Choose(EmbeddingMatrix vectors, ReadOnlySpan<double> qualities, int size, SelectionQuotas quotas, int maxThreads, CancellationToken cancellationToken)
    {
        SelectionInput.Check(vectors, qualities, size, quotas);
        if (qualities.Length > 0 && TensorPrimitives.Min(qualities) <= 0)
            throw new ArgumentException("a quality is not positive; expected q > 0", nameof(qualities));
        int n = vectors.Count, width = Math.Min(size, n);
        double[] q = qualities.ToArray(), square = new double[n];
        if ((long)n * width > Array.MaxLength)
            throw new ArgumentException($"{n} examples × {width} to choose make a factor of more than {Array.MaxLength} numbers; choose fewer, or filter more", nameof(size));
        var factor = new double[n * width];
        var isChosen = new bool[n];
        for (int row = 0; row < n; row++)
            square[row] = q[row] * q[row] * Norm(vectors.Row(row));
        var rows = ImmutableArray.CreateBuilder<int>(width);
        SelectionQuotas.Count left = quotas.Begin();
        double logDeterminant = 0;
        bool isExhausted = false;
        while (rows.Count < width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int next = -1;
            for (int row = 0; row < n; row++)
            {
                if (!isChosen[row] && left.Allows(row) && (next < 0 || square[row] > square[next]))
                    next = row;
            }

            if (next < 0 || square[next] <= Vanished * q[next] * q[next])
            {
                isExhausted = next >= 0;
                break;
            }

            int t = rows.Count;
            double root = Math.Sqrt(square[next]);
            logDeterminant += Math.Log(square[next]);
            isChosen[next] = true;
            left.Take(next);
            rows.Add(next);
            RowBlocks.ForEach(n, maxThreads, (from, to) =>
            {
                ReadOnlySpan<float> vector = vectors.Row(next);
                ReadOnlySpan<double> own = factor.AsSpan(next * width, t);
                for (int row = from; row < to; row++)
                {
                    if (isChosen[row])
                        continue;
                    double kernel = q[next] * q[row] * TensorPrimitives.Dot(vector, vectors.Row(row));
                    double entry = (kernel - TensorPrimitives.Dot(own, factor.AsSpan(row * width, t))) / root;
                    factor[row * width + t] = entry;
                    square[row] -= entry * entry;
                }
            }, cancellationToken);
        }

        return new Selection(
            SelectionMethod.Dpp, rows.ToImmutable(), [], logDeterminant,
            rows.Count == size ? null : isExhausted ? "every other example is a combination of the chosen ones: its vectors have no direction of their own left" : "there are no more examples that the quotas allow");
    }

    private static double Norm(ReadOnlySpan<float> vector) => TensorPrimitives.Dot(vector, vector);
}
