namespace Concordat.Evidence.Counts;

/// <summary>By which columns judgements must be told apart for an answer to be the same on counts as on single rows.</summary>
/// <remarks>A table without columns is not needed at all. What several answers need is the union.</remarks>
public sealed record CountNeeds
{
    public static CountNeeds None { get; } = new();

    public ImmutableSortedSet<CountColumn> Comparisons { get; private init; } = [];

    public ImmutableSortedSet<CountColumn> Ratings { get; private init; } = [];

    public ImmutableSortedSet<CountColumn> Outcomes { get; private init; } = [];

    /// <summary>Ids of the criteria that are read; null for all.</summary>
    public ImmutableSortedSet<string>? Criteria { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedSet<CountColumn> Of(JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => Comparisons,
        JudgementTable.Ratings => Ratings,
        _ => Outcomes,
    };

    /// <summary>These needs and columns of a table besides.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public CountNeeds With(JudgementTable table, params ReadOnlySpan<CountColumn> columns)
    {
        foreach (CountColumn column in columns)
        {
            if (!column.BelongsTo(table))
                throw new ArgumentException($"{table} have no column {column.Kind}", nameof(columns));
        }

        ImmutableSortedSet<CountColumn> all = Of(table).Union(columns.ToArray());
        return table switch
        {
            JudgementTable.Comparisons => this with { Comparisons = all },
            JudgementTable.Ratings => this with { Ratings = all },
            _ => this with { Outcomes = all },
        };
    }

    /// <summary>These needs on one more criterion.</summary>
    public CountNeeds On(string criterion) => this with { Criteria = Criteria?.Add(criterion) };

    /// <summary>These needs on all criteria.</summary>
    public CountNeeds OnAll() => this with { Criteria = null };

    /// <summary>These needs and the column that tells the groups of an attribute apart.</summary>
    /// <param name="frame">The evidence without its judgements.</param>
    /// <param name="table">The table whose rows are grouped.</param>
    /// <param name="attribute">Plain or qualified name. One that the evidence does not have, or has several times, needs nothing: who asks for it is told so.</param>
    public CountNeeds WithAttribute(EvidenceSet frame, JudgementTable table, string attribute)
    {
        ImmutableArray<AttributeColumn> own = JudgementColumns.Attributes(frame, table);
        AttributeOwner owner;
        AttributeColumn column;
        try
        {
            (owner, column) = GroupMembership.FindAttribute(frame, own, attribute);
        }
        catch (ArgumentException)
        {
            return this;
        }

        CountColumn needed = owner switch
        {
            AttributeOwner.Row => new CountColumn(CountColumnKind.Attribute, own.IndexOf(column)),
            AttributeOwner.Rater => CountColumn.Rater,
            AttributeOwner.Item => CountColumn.Item,
            _ => table == JudgementTable.Ratings ? CountColumn.Response : CountColumn.System,
        };
        return needed.BelongsTo(table) ? With(table, needed) : this;
    }

    /// <summary>These needs and what tells the members of groups.</summary>
    public CountNeeds WithGroups(EvidenceSet frame, JudgementTable table, IEnumerable<GroupKey> groups) =>
        groups.SelectMany(group => group.Levels).Aggregate(this, (needs, level) => needs.WithAttribute(frame, table, level.Attribute));

    /// <summary>What both need.</summary>
    public CountNeeds Union(CountNeeds other) => new()
    {
        Comparisons = Comparisons.Union(other.Comparisons),
        Ratings = Ratings.Union(other.Ratings),
        Outcomes = Outcomes.Union(other.Outcomes),
        Criteria = Criteria is null || other.Criteria is null ? null : Criteria.Union(other.Criteria),
    };
}
