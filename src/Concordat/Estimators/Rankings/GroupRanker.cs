using Concordat.Evidence;
using Concordat.Numerics.Sampling;

namespace Concordat.Estimators.Rankings;

/// <summary>The same ranking for each level of an attribute, of raters, of items (topics) or of rows.</summary>
/// <remarks>
/// Each group is ranked from its own comparisons alone and has its own intervals and separation, which for an item attribute says how well each topic
/// discriminates. Rows whose rater, item or row has no level belong to no group, and count in the overall ranking.
/// A group with fewer than the minimum of raters is not shown, and neither is it compared with others.
/// Randomness: groups in the order of their names use seeds derived from the options' seed; everyone's ranking uses the seed itself.
/// </remarks>
public static class GroupRanker
{
    /// <summary>Ranks everyone and each group.</summary>
    /// <param name="evidence">The tables.</param>
    /// <param name="attribute">Plain or qualified name of an attribute, as for <see cref="GroupMembership.FindAttribute"/>; null for everyone alone.</param>
    /// <param name="options">How to rank.</param>
    /// <param name="minimumRaters">Groups with fewer raters are suppressed; at least 1.</param>
    /// <param name="cancellationToken">Stops between replicates.</param>
    /// <param name="weighting">Weights of raters' comparisons; null where each counts once. A row without a weight, or with zero, is left out.</param>
    /// <exception cref="ArgumentException">
    /// No such attribute, or it belongs to systems; or weights without <see cref="RankingMethod.BradleyTerry"/> and <see cref="RankingIntervalSource.RaterSandwich"/>.
    /// </exception>
    /// <exception cref="InputDataException">Everyone's comparison graph is disconnected.</exception>
    public static GroupComparison Rank(
        EvidenceSet evidence, string? attribute, RankingOptions options, int minimumRaters, CancellationToken cancellationToken, NamedWeighting? weighting = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumRaters);
        ComparisonTable table = evidence.Comparisons;
        KeyIndex keys = evidence.Alternatives.Keys;
        (double[] weights, int[] everyone) = weighting is null ? ([], []) : WeightsOf(table, weighting, options);
        PairCounts all = weighting is null ? PairCounts.FromTable(keys, table) : PairCounts.WeightedByLevel(keys, table, everyone, 1, weights)[0];
        Ranking ranking = RankOne(evidence, all, everyone, 0, weights, options, cancellationToken);
        var overall = new GroupRanking(null, ranking, null, Raters(table, everyone, 0), all);
        if (attribute is null)
            return new GroupComparison(overall, [], [], 0, []);

        (AttributeOwner owner, AttributeColumn column) = GroupMembership.FindAttribute(evidence, table.Attributes, attribute);
        string[] levels = [.. column.Levels.Ids.Order(StringComparer.Ordinal)];
        int[] rowLevels = RowLevels(table, owner, column, levels, attribute);
        for (int row = 0; row < everyone.Length; row++)
            rowLevels[row] = everyone[row] < 0 ? -1 : rowLevels[row];
        ImmutableArray<PairCounts> counts = weighting is null
            ? PairCounts.ByLevel(keys, table, rowLevels, levels.Length)
            : PairCounts.WeightedByLevel(keys, table, rowLevels, levels.Length, weights);
        var groups = ImmutableArray.CreateBuilder<GroupRanking>(levels.Length);
        for (int level = 0; level < levels.Length; level++)
        {
            var group = new GroupKey(attribute, levels[level]);
            int raters = Raters(table, rowLevels, level);
            PairCounts own = counts[level];
            RankingOptions ownOptions = options with { Seed = Xoshiro.DeriveSeed(options.Seed, (ulong)level + 1) };
            string? why = own.Comparisons == 0 ? "it has no comparisons"
                : owner == AttributeOwner.Rater && raters < minimumRaters ? $"fewer than {minimumRaters} raters"
                : NeedsConnection(options.Method) ? ComparisonGraph.WhyDisconnected(own)
                : null;
            Ranking? made = why is null ? RankOne(evidence, own, rowLevels, level, weights, ownOptions, cancellationToken) : null;
            groups.Add(new GroupRanking(group, made, why, raters, own));
        }

        ImmutableArray<GroupRanking> byGroup = groups.ToImmutable();
        (ImmutableArray<OrderReversal> reversals, int pairs) = GroupContrasts.Reversals(byGroup, options.ConfidenceLevel);
        return new GroupComparison(overall, byGroup, reversals, pairs, GroupContrasts.Agreements(byGroup, options.ConfidenceLevel));
    }

    /// <summary>The source of standard errors that holds for these comparisons: over raters where a rater gave more than one and the method allows it.</summary>
    public static RankingIntervalSource DefaultInterval(ComparisonTable table, RankingMethod method)
    {
        if (method != RankingMethod.BradleyTerry)
            return RankingIntervalSource.Bootstrap;
        var seen = new HashSet<int>();
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Rater[row] >= 0 && (!seen.Add(table.Rater[row]) || table.Times(row) > 1))
                return RankingIntervalSource.RaterSandwich;
        }

        return RankingIntervalSource.Bootstrap;
    }

    private static Ranking RankOne(
        EvidenceSet evidence, PairCounts counts, ReadOnlySpan<int> rowLevels, int level, ReadOnlySpan<double> rowWeights, RankingOptions options, CancellationToken cancellationToken) =>
        options.Method == RankingMethod.Elo ? Ranker.RankByElo(evidence.Alternatives.Keys, evidence.Comparisons, counts, rowLevels, level, options)
        : options.Interval == RankingIntervalSource.RaterSandwich ?
            Ranker.RankOverRaters(evidence.Alternatives.Keys, evidence.Raters.Keys, evidence.Comparisons, counts, rowLevels, level, options, rowWeights)
        : Ranker.Rank(counts, options, cancellationToken);

    /// <summary>Weight of each row, and level 0 where it has one above zero, else −1.</summary>
    private static (double[] Weights, int[] Levels) WeightsOf(ComparisonTable table, NamedWeighting weighting, RankingOptions options)
    {
        if (options.Method != RankingMethod.BradleyTerry || options.Interval != RankingIntervalSource.RaterSandwich)
            throw new ArgumentException($"weights with {options.Method} and {options.Interval}; they have a meaning for BradleyTerry with standard errors over raters alone", nameof(options));
        var weights = new double[table.Count];
        var levels = new int[table.Count];
        for (int row = 0; row < weights.Length; row++)
            levels[row] = weighting.TryGet(table.Rater[row], table.Item[row], out weights[row]) && weights[row] > 0 ? 0 : -1;
        return levels.Contains(0) ? (weights, levels) : throw new ArgumentException($"no comparison has a weight above 0 in '{weighting.Name}'", nameof(weighting));
    }

    private static bool NeedsConnection(RankingMethod method) => method == RankingMethod.BradleyTerry || MethodScores.NeedsConnection(method);

    private static int[] RowLevels(ComparisonTable table, AttributeOwner owner, AttributeColumn column, string[] levels, string attribute)
    {
        int[] place = [.. column.Levels.Ids.Select(id => Array.IndexOf(levels, id))];
        ImmutableArray<int> entity = owner switch
        {
            AttributeOwner.Rater => table.Rater,
            AttributeOwner.Item => table.Item,
            AttributeOwner.Row => [.. Enumerable.Range(0, table.Count)],
            _ => throw new ArgumentException($"attribute '{attribute}' belongs to systems; comparisons are grouped by rater, item or row", nameof(attribute)),
        };
        var rows = new int[table.Count];
        for (int row = 0; row < rows.Length; row++)
        {
            int code = entity[row] < 0 ? -1 : column.Codes[entity[row]];
            rows[row] = code < 0 ? -1 : place[code];
        }

        return rows;
    }

    private static int Raters(ComparisonTable table, ReadOnlySpan<int> rowLevels, int level)
    {
        var seen = new HashSet<int>();
        long nameless = 0;
        for (int row = 0; row < table.Count; row++)
        {
            if (!rowLevels.IsEmpty && rowLevels[row] != level)
                continue;
            if (table.Rater[row] < 0)
                nameless += table.Times(row); // each is a rater of its own
            else
                seen.Add(table.Rater[row]);
        }

        return checked((int)(nameless + seen.Count));
    }
}
