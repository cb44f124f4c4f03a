using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Quality and complexity of a pool, and their product.</summary>
/// <param name="Quality">Of each example, (n).</param>
/// <param name="Complexity">Of each example, (n).</param>
/// <param name="Product">Quality × complexity, (n); of shares of the pool where a value is not positive.</param>
/// <param name="Share">The share of the pool that scores less, ties counted half, (n): 0 … 1.</param>
/// <param name="QualitySource">Where quality is from, in words.</param>
/// <param name="ComplexitySource">Where complexity is from, in words.</param>
public sealed record CurationScores(
    ImmutableArray<double> Quality, ImmutableArray<double> Complexity, ImmutableArray<double> Product, ImmutableArray<double> Share, string QualitySource, string ComplexitySource)
{
    public const string Recorded = "recorded";

    /// <summary>What stands in for a quality that nobody recorded.</summary>
    public const string QualityProxy = "proxy: ln(1 + words of the answer), a length and no judgement";

    /// <summary>What stands in for a complexity that nobody recorded.</summary>
    public const string ComplexityProxy = "proxy: ln(1 + words of the prompt), a length and no judgement";

    /// <summary>Scores of examples; a proxy only where not one of them has a recorded value.</summary>
    public static CurationScores Of(IReadOnlyList<CurationExample> examples)
    {
        bool hasQuality = examples.Any(example => example.Quality is not null), hasComplexity = examples.Any(example => example.Complexity is not null);
        ImmutableArray<double> quality = [.. examples.Select(example => hasQuality ? example.Quality ?? 0 : Length(example.Answer))];
        ImmutableArray<double> complexity = [.. examples.Select(example => hasComplexity ? example.Complexity ?? 0 : Length(example.Prompt))];
        bool isPositive = quality.All(value => value > 0) && complexity.All(value => value > 0);
        ImmutableArray<double> first = isPositive ? quality : Shares(quality), second = isPositive ? complexity : Shares(complexity);
        ImmutableArray<double> product = [.. first.Select((value, i) => value * second[i])];
        return new CurationScores(quality, complexity, product, Shares(product), hasQuality ? Recorded : QualityProxy, hasComplexity ? Recorded : ComplexityProxy);
    }

    /// <summary>The share of values that are less, ties counted half.</summary>
    internal static ImmutableArray<double> Shares(ImmutableArray<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        var share = new double[values.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && sorted[to] == sorted[from];)
                to++;
            for (int i = from; i < to; i++)
                share[order[i]] = (from + to) / 2.0 / order.Length;
        }

        return [.. share];
    }

    private static double Length(string text) => Math.Log(1 + TextTokens.Words(text).Length);
}
