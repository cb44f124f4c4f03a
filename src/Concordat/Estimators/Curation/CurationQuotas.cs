namespace Concordat.Estimators.Curation;

/// <summary>Quotas by group from a rule.</summary>
internal static class CurationQuotas
{
    /// <exception cref="ArgumentException">A quota names a group that nothing is left of.</exception>
    public static (SelectionQuotas Quotas, ImmutableSortedDictionary<string, int> Stated) Of(CurationExample[] pool, string[] names, CurationOptions options)
    {
        ImmutableSortedDictionary<string, int> none = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        if (options.Quotas == QuotaRule.None)
            return (SelectionQuotas.None, none);
        if (options.StatedQuotas.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown && options.Quotas == QuotaRule.Stated)
            throw new ArgumentException($"no example of group '{unknown}' passed the filters; groups are: {string.Join(", ", names.DefaultIfEmpty("(none)"))}");
        ImmutableSortedDictionary<string, int> counts = Counts(pool);
        int[] capacity = options.Quotas switch
        {
            QuotaRule.Stated => [.. names.Select(name => options.StatedQuotas.GetValueOrDefault(name))],
            QuotaRule.Equal => [.. names.Select((_, g) => options.Size / names.Length + (g < options.Size % names.Length ? 1 : 0))],
            _ => LargestRemainders([.. names.Select(name => counts[name])], Math.Min(options.Size, pool.Length)),
        };
        return (
            new SelectionQuotas([.. pool.Select(example => example.Group is { } group ? Array.IndexOf(names, group) : -1)], [.. capacity]),
            names.Select((name, g) => (name, capacity[g])).ToImmutableSortedDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal));
    }

    public static ImmutableSortedDictionary<string, int> Counts(CurationExample[] examples) => examples.Where(example => example.Group is not null)
        .GroupBy(example => example.Group!, StringComparer.Ordinal).ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static int[] LargestRemainders(int[] counts, int size)
    {
        long total = counts.Sum();
        int[] shares = [.. counts.Select(count => (int)(count * (long)size / total))];
        int[] order = [.. Enumerable.Range(0, counts.Length).OrderByDescending(g => counts[g] * (long)size % total).ThenBy(g => g)];
        for (int i = 0, left = size - shares.Sum(); i < left; i++)
            shares[order[i]]++;
        return shares;
    }
}
