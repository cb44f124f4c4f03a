using System.Numerics.Tensors;
using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Applies the filters in their order; of duplicates the one with the best score stays.</summary>
internal sealed class CurationFilters(ImmutableArray<CurationExample> examples, EmbeddingMatrix vectors, CurationOptions options, int maxThreads, CancellationToken cancellationToken)
{
    private readonly List<Rejection> _rejections = [];

    /// <summary>What was rejected, by row.</summary>
    public ImmutableArray<Rejection> Rejections => [.. _rejections.OrderBy(rejection => rejection.Row)];

    /// <summary>The rows that passed, ascending.</summary>
    public ImmutableArray<int> Run(EmbeddingMatrix prompts, EmbeddingMatrix heldOut)
    {
        bool hasQuality = examples.Any(example => example.Quality is not null);
        HashSet<string> sources = [.. options.HeldOutSources];
        int[] kept = [.. Enumerable.Range(0, examples.Length).Where(row => Passes(row, sources, hasQuality))];
        kept = WithoutExact(kept);
        kept = WithoutLeaks(kept, prompts, heldOut);
        if (options.NearDuplicate is { } threshold)
            kept = WithoutNear(kept, threshold);
        return [.. kept.Order()];
    }

    private bool Passes(int row, HashSet<string> sources, bool hasQuality)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CurationExample example = examples[row];
        int length = example.Answer.Length;
        Rejection? rejection =
            example.Source is { } source && sources.Contains(source) ? new Rejection(row, CurationRule.HeldOutSource, null, null, -1)
            : TextTokens.Normalise(example.Prompt).Length == 0 || TextTokens.Normalise(example.Answer).Length == 0 ? new Rejection(row, CurationRule.Empty, null, null, -1)
            : length < options.MinimumCharacters ? new Rejection(row, CurationRule.TooShort, length, options.MinimumCharacters, -1)
            : length > options.MaximumCharacters ? new Rejection(row, CurationRule.TooLong, length, options.MaximumCharacters, -1)
            : options.RejectsFirstPerson && TextRules.IsFirstPerson(example.Answer) ? new Rejection(row, CurationRule.FirstPerson, null, null, -1)
            : options.RejectsOtherAnswers && TextRules.RefersToOtherAnswers(example.Answer) ? new Rejection(row, CurationRule.OtherAnswers, null, null, -1)
            : hasQuality && example.Quality is null ? new Rejection(row, CurationRule.NoQuality, null, null, -1)
            : example.Quality < options.MinimumQuality ? new Rejection(row, CurationRule.LowQuality, example.Quality, options.MinimumQuality, -1)
            : options.Quotas != QuotaRule.None && example.Group is null ? new Rejection(row, CurationRule.NoGroup, null, null, -1)
            : null;
        if (rejection is { } rejected)
            _rejections.Add(rejected);
        return rejection is null;
    }

    private int[] WithoutExact(int[] rows)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<int>(rows.Length);
        foreach (int row in ByScore(rows))
        {
            string words = TextTokens.Normalise(examples[row].Prompt) + '\n' + TextTokens.Normalise(examples[row].Answer);
            if (first.TryAdd(words, row))
                kept.Add(row);
            else
                _rejections.Add(new Rejection(row, CurationRule.ExactDuplicate, null, null, first[words]));
        }

        return [.. kept];
    }

    private int[] WithoutLeaks(int[] rows, EmbeddingMatrix prompts, EmbeddingMatrix heldOut)
    {
        if (heldOut.Count == 0)
            return rows;
        var nearest = new (double Similarity, int Other)[rows.Length];
        RowBlocks.ForEach(rows.Length, maxThreads, (from, to) =>
        {
            for (int i = from; i < to; i++)
                nearest[i] = Nearest(prompts.Row(rows[i]), heldOut);
        }, cancellationToken);
        var kept = new List<int>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (nearest[i].Similarity >= options.LeakSimilarity)
                _rejections.Add(new Rejection(rows[i], CurationRule.LeaksHeldOut, nearest[i].Similarity, options.LeakSimilarity, nearest[i].Other));
            else
                kept.Add(rows[i]);
        }

        return [.. kept];
    }

    /// <summary>The most similar held-out prompt.</summary>
    internal static (double Similarity, int Other) Nearest(ReadOnlySpan<float> prompt, EmbeddingMatrix heldOut)
    {
        (double Similarity, int Other) nearest = (-1, -1);
        for (int other = 0; other < heldOut.Count; other++)
        {
            double similarity = TensorPrimitives.Dot(prompt, heldOut.Row(other));
            if (similarity > nearest.Similarity)
                nearest = (similarity, other);
        }

        return nearest;
    }

    private int[] WithoutNear(int[] rows, double threshold)
    {
        int[] ordered = [.. rows.Order()];
        var near = new Dictionary<int, List<(int Other, double Similarity)>>();
        foreach ((int first, int second, double similarity) in NearPairs.Of(CurationVectors.Rows(vectors, ordered), threshold, maxThreads, cancellationToken))
        {
            Add(ordered[first], ordered[second], similarity);
            Add(ordered[second], ordered[first], similarity);
        }

        var isKept = new HashSet<int>();
        foreach (int row in ByScore(rows))
        {
            (int Other, double Similarity)? duplicate = near.TryGetValue(row, out List<(int Other, double Similarity)>? others) && others.Any(other => isKept.Contains(other.Other))
                ? others.First(other => isKept.Contains(other.Other))
                : null;
            if (duplicate is { } found)
                _rejections.Add(new Rejection(row, CurationRule.NearDuplicate, found.Similarity, threshold, found.Other));
            else
                isKept.Add(row);
        }

        return [.. isKept];

        void Add(int row, int other, double similarity)
        {
            if (!near.TryGetValue(row, out List<(int Other, double Similarity)>? list))
                near.Add(row, list = []);
            list.Add((other, similarity));
        }
    }

    private IEnumerable<int> ByScore(int[] rows)
    {
        CurationExample[] own = [.. rows.Select(row => examples[row])];
        return SelectionInput.ByScore(CurationScores.Of(own).Product.AsSpan()).Select(i => rows[i]);
    }
}
