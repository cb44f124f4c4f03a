using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>What every method asks of its input.</summary>
internal static class SelectionInput
{
    /// <exception cref="ArgumentException">A shape or a value is out of range.</exception>
    public static void Check(EmbeddingMatrix vectors, ReadOnlySpan<double> scores, int size, SelectionQuotas quotas)
    {
        if (size < 1)
            throw new ArgumentException($"size is {size}; it must be positive", nameof(size));
        if (scores.Length != vectors.Count)
            throw new ArgumentException($"{scores.Length} scores for {vectors.Count} vectors", nameof(scores));
        if (!quotas.IsNone && quotas.Group.Length != vectors.Count)
            throw new ArgumentException($"{quotas.Group.Length} groups for {vectors.Count} vectors", nameof(quotas));
        foreach (double score in scores)
        {
            if (!double.IsFinite(score))
                throw new ArgumentException($"a score is {score}; it must be finite", nameof(scores));
        }
    }

    /// <summary>Rows by descending score; of equal ones the smaller first.</summary>
    public static int[] ByScore(ReadOnlySpan<double> scores)
    {
        var negative = new double[scores.Length];
        int[] rows = [.. Enumerable.Range(0, scores.Length)];
        for (int row = 0; row < rows.Length; row++)
            negative[row] = -scores[row];
        Array.Sort(rows, (a, b) => negative[a] != negative[b] ? negative[a].CompareTo(negative[b]) : a.CompareTo(b));
        return rows;
    }
}
