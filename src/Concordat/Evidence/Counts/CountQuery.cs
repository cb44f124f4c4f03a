namespace Concordat.Evidence.Counts;

/// <summary>What to count: the rows of one table by the distinct values of some of its columns.</summary>
public sealed record CountQuery
{
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to count by, in any order, each at most once; at least one.</param>
    /// <param name="criteria">Only rows on these criteria, by index; null for all rows.</param>
    /// <exception cref="ArgumentException">No column, a column that the table does not have, or criteria of comparisons.</exception>
    public CountQuery(JudgementTable table, IEnumerable<CountColumn> columns, IEnumerable<int>? criteria = null)
    {
        Table = table;
        Columns = [.. columns.Distinct().Order()];
        Criteria = criteria is null ? null : [.. criteria.Distinct().Order()];
        if (Columns.IsEmpty)
            throw new ArgumentException("no column to count by; name at least one", nameof(columns));
        if (Columns.FirstOrDefault(column => !column.BelongsTo(table), Columns[0]) is var foreign && !foreign.BelongsTo(table))
            throw new ArgumentException($"{table} have no column {foreign.Kind}", nameof(columns));
        if (criteria is not null && table == JudgementTable.Comparisons)
            throw new ArgumentException("comparisons have no criterion", nameof(criteria));
    }

    public JudgementTable Table { get; }

    /// <summary>The columns, sorted, (w).</summary>
    public ImmutableArray<CountColumn> Columns { get; }

    /// <summary>Indices in <see cref="EvidenceSet.Criteria"/>, sorted; null for all rows.</summary>
    public ImmutableArray<int>? Criteria { get; }
}
