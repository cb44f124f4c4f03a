using Concordat.Evidence;

namespace Concordat.Formats.TrlExport;

/// <summary>The group of each row, where enough raters stand behind it to name it.</summary>
internal static class RowGroups
{
    /// <exception cref="ArgumentException">There is no such attribute, or rows have no rater that it could describe.</exception>
    public static string?[] Of(EvidenceSet evidence, EvidenceExportOptions options, ExportSource source, List<ExportRow> rows)
    {
        var groups = new string?[rows.Count];
        if (options.By is not { } by)
            return groups;
        (AttributeOwner owner, AttributeColumn column) = GroupMembership.FindAttribute(evidence, source switch
        {
            ExportSource.Comparisons => evidence.Comparisons.Attributes,
            ExportSource.Ratings => evidence.Ratings.Attributes,
            _ => [],
        }, by);
        if (owner == AttributeOwner.System || rows.Any(row => row.Rater < 0))
            throw new ArgumentException($"--by {by}: only rows that a rater's judgement stands behind have a group of raters; these are made from {source.ToString().ToLowerInvariant()}");
        var people = new HashSet<int>[column.Levels.Count];
        var without = new HashSet<int>();
        var level = new int[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            int entity = owner switch { AttributeOwner.Rater => rows[i].Rater, AttributeOwner.Item => rows[i].Item, _ => rows[i].Row };
            level[i] = entity < 0 ? -1 : column.Codes[entity];
            (level[i] < 0 ? without : people[level[i]] ??= []).Add(rows[i].Rater);
        }

        ImmutableArray<bool> shown = GroupDisclosure.Shown([.. people.Select(set => (long)(set?.Count ?? 0))], without.Count, options.MinimumCell);
        for (int i = 0; i < rows.Count; i++)
            groups[i] = level[i] >= 0 && shown[level[i]] ? column.Levels[level[i]] : null;
        return groups;
    }
}
