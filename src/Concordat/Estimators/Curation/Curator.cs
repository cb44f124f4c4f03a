using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Filters examples, chooses some by quality, complexity and diversity, and shows the choice beside baselines.</summary>
/// <remarks>
/// Nothing here says that an example is good: quality is what was recorded, or a proxy that is named as one. Held-out prompts are compared in a lexical embedding of prompts alone,
/// whatever vectors the selection uses. Time O(n²·d) for near duplicates and neighbours, O(n·k·d) for the rest. Randomness: the random baseline, by the seed.
/// </remarks>
public static class Curator
{
    private const int CurvePoints = 12;

    /// <param name="examples">What there is, (n).</param>
    /// <param name="vectors">Unit vectors of the examples, (n, d).</param>
    /// <param name="options">Filters and method.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">An option is out of range, or no example passes the filters.</exception>
    public static CurationResult Run(ImmutableArray<CurationExample> examples, EmbeddingMatrix vectors, CurationOptions options, int maxThreads, CancellationToken cancellationToken)
    {
        options.Validate();
        if (vectors.Count != examples.Length)
            throw new ArgumentException($"{vectors.Count} vectors for {examples.Length} examples", nameof(vectors));
        HashSet<string> sources = [.. options.HeldOutSources];
        if (sources.FirstOrDefault(source => examples.All(example => example.Source != source)) is { } unknown)
            throw new ArgumentException($"no example is from the held-out source '{unknown}'");
        string[] held = [.. options.HeldOutPrompts, .. examples.Where(example => example.Source is { } source && sources.Contains(source)).Select(example => example.Prompt)];
        EmbeddingMatrix prompts = new(1, default), heldOut = new(1, default);
        if (held.Length > 0)
        {
            EmbeddingMatrix both = new LexicalEmbedder(LexicalOptions.Default).Embed([.. examples.Select(example => example.Prompt), .. held], maxThreads, cancellationToken);
            prompts = new EmbeddingMatrix(both.Dimensions, both.Values[..(examples.Length * both.Dimensions)]);
            heldOut = new EmbeddingMatrix(both.Dimensions, both.Values[(examples.Length * both.Dimensions)..]);
        }

        var filters = new CurationFilters(examples, vectors, options, maxThreads, cancellationToken);
        ImmutableArray<int> pool = filters.Run(prompts, heldOut);
        if (pool.IsEmpty)
        {
            throw new ArgumentException($"no example of {examples.Length} passes the filters: "
                + string.Join(", ", filters.Rejections.GroupBy(rejection => rejection.Rule).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}")));
        }

        CurationExample[] own = [.. pool.Select(row => examples[row])];
        string[] names = [.. own.Select(example => example.Group).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        (SelectionQuotas quotas, ImmutableSortedDictionary<string, int> stated) = CurationQuotas.Of(own, names, options);
        var work = new Work(examples, pool, CurationVectors.Rows(vectors, pool.AsSpan()), CurationScores.Of(own), quotas, options, prompts, heldOut, maxThreads, cancellationToken);
        (MethodOutcome chosen, ImmutableArray<TooNear> tooNear) = work.Outcome(options.Method);
        return new CurationResult(
            examples.Length, pool,
            [.. filters.Rejections, .. tooNear.Select(near => new Rejection(pool[near.Row], CurationRule.TooSimilar, near.Similarity, options.MaximumSimilarity, pool[near.Chosen]))],
            chosen, [.. options.ComparedWith.Where(method => method != options.Method).Distinct().Select(method => work.Outcome(method).Outcome)],
            work.Scores.QualitySource, work.Scores.ComplexitySource, CurationQuotas.Counts(own), stated, held.Length);
    }

    private sealed record Work(
        ImmutableArray<CurationExample> Examples, ImmutableArray<int> Pool, EmbeddingMatrix Vectors, CurationScores Scores, SelectionQuotas Quotas, CurationOptions Options,
        EmbeddingMatrix Prompts, EmbeddingMatrix HeldOut, int MaxThreads, CancellationToken Cancellation)
    {
        public (MethodOutcome Outcome, ImmutableArray<TooNear> TooNear) Outcome(SelectionMethod method)
        {
            Selection selection = Choose(method);
            ImmutableArray<int> rows = [.. selection.Rows.Select(row => Pool[row])];
            EmbeddingMatrix own = CurationVectors.Rows(Vectors, selection.Rows.AsSpan());
            double[] nearest = HeldOut.Count == 0 ? [] : [.. rows.Select(row => CurationFilters.Nearest(Prompts.Row(row), HeldOut).Similarity)];
            return (new MethodOutcome(
                method, rows, selection.Objective, rows.IsEmpty ? [] : CoverageCurve.Of(Vectors, selection.Rows, CurvePoints, MaxThreads, Cancellation),
                selection.Rows.Select(row => Scores.Quality[row]).DefaultIfEmpty().Average(), selection.Rows.Select(row => Scores.Complexity[row]).DefaultIfEmpty().Average(),
                NearPairs.Of(own, Options.NearDuplicate ?? .95, MaxThreads, Cancellation).Length, CurationQuotas.Counts([.. rows.Select(row => Examples[row])]), nearest.Length == 0 ? null : nearest.Max(), nearest.Count(similarity => similarity >= Options.LeakSimilarity), selection.WhyFewer),
                selection.TooNear);
        }

        private Selection Choose(SelectionMethod method)
        {
            int size = Options.Size;
            ReadOnlySpan<double> scores = Scores.Product.AsSpan();
            return method switch
            {
                SelectionMethod.Deita => DeitaSelection.Choose(Vectors, scores, size, Options.MaximumSimilarity, Quotas, Cancellation),
                SelectionMethod.KCentre => KCentreSelection.Choose(Vectors, scores, size, Quotas, MaxThreads, Cancellation),
                SelectionMethod.FacilityLocation =>
                    FacilityLocationSelection.Choose(Vectors, Scores.Share.AsSpan(), Options.ScoreWeight, size, Options.Neighbours, Quotas, MaxThreads, Cancellation),
                SelectionMethod.Dpp => DppSelection.Choose(
                    Vectors, (double[])[.. Scores.Share.Select(share => Math.Exp(Options.ScoreWeight * (share - .5)))], size, Quotas, MaxThreads, Cancellation),
                SelectionMethod.Quality => BaselineSelection.ByQuality(scores, size, Quotas),
                _ => BaselineSelection.AtRandom(Vectors.Count, size, Quotas, Options.Seed),
            };
        }
    }
}
