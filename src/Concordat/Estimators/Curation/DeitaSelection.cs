using System.Numerics.Tensors;
using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Chooses by score, descending, and rejects whatever has a cosine similarity above a threshold to something chosen.</summary>
/// <remarks>
/// The threshold is a <em>similarity</em>: an example is rejected where its largest cosine to the chosen ones exceeds it. (Tools that speak of a distance threshold mean one minus this.)
/// Shapes: n vectors of unit length and d dimensions; k chosen; time O(n·k·d) at worst, without the matrix of all pairs. Equal scores: the smaller row first. Randomness: none.
/// Source: Liu et al. (2024), What Makes Good Data for Alignment? (DEITA), ICLR, arXiv 2312.15685, algorithm 1.
/// </remarks>
public static class DeitaSelection
{
    /// <param name="vectors">Unit vectors, (n, d).</param>
    /// <param name="scores">Quality × complexity of each, (n).</param>
    /// <param name="size">How many to choose, positive.</param>
    /// <param name="maximumSimilarity">Largest cosine to anything chosen, −1 … 1.</param>
    /// <param name="quotas">How many each group may have.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <exception cref="ArgumentException">A shape or a value is out of range.</exception>
    public static Selection Choose(EmbeddingMatrix vectors, ReadOnlySpan<double> scores, int size, double maximumSimilarity, SelectionQuotas quotas, CancellationToken cancellationToken)
    {
        SelectionInput.Check(vectors, scores, size, quotas);
        if (maximumSimilarity is not (>= -1 and <= 1))
            throw new ArgumentException($"maximumSimilarity is {maximumSimilarity}; expected −1 … 1", nameof(maximumSimilarity));
        int d = vectors.Dimensions;
        var chosen = new float[size * d];
        var rows = ImmutableArray.CreateBuilder<int>(size);
        var rejected = ImmutableArray.CreateBuilder<TooNear>();
        SelectionQuotas.Count left = quotas.Begin();
        foreach (int row in SelectionInput.ByScore(scores))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rows.Count == size)
                break;
            if (!left.Allows(row))
                continue;
            int near = FirstNear(vectors.Row(row), chosen.AsSpan(0, rows.Count * d), maximumSimilarity, out double similarity);
            if (near >= 0)
            {
                rejected.Add(new TooNear(row, rows[near], similarity));
                continue;
            }

            vectors.Row(row).CopyTo(chosen.AsSpan(rows.Count * d));
            left.Take(row);
            rows.Add(row);
        }

        return new Selection(
            SelectionMethod.Deita, rows.ToImmutable(), rejected.ToImmutable(), null,
            rows.Count == size ? null : quotas.IsNone ? "every other example is too similar to one that was chosen" : "quotas are full, or every other example is too similar to one that was chosen");
    }

    private static int FirstNear(ReadOnlySpan<float> vector, ReadOnlySpan<float> chosen, double maximum, out double similarity)
    {
        for (int i = 0; i * vector.Length < chosen.Length; i++)
        {
            similarity = TensorPrimitives.Dot(vector, chosen.Slice(i * vector.Length, vector.Length));
            if (similarity > maximum)
                return i;
        }

        similarity = 0;
        return -1;
    }
}
