namespace Concordat.Evidence;

/// <summary>Pairwise choices. Columns of equal length n.</summary>
/// <param name="Rater">Code in <see cref="EvidenceSet.Raters"/>, (n).</param>
/// <param name="Item">Code in <see cref="EvidenceSet.Items"/>, (n); −1 where no item was recorded.</param>
/// <param name="First">Code in <see cref="EvidenceSet.Alternatives"/> of what was shown first, (n).</param>
/// <param name="Second">Code in <see cref="EvidenceSet.Alternatives"/> of what was shown second, (n).</param>
/// <param name="Outcome">The choice, (n).</param>
/// <param name="Condition">Code in <see cref="EvidenceSet.Conditions"/>, (n); −1 where none was recorded.</param>
/// <param name="Replicate">Which time the same pair was asked, from 0, (n).</param>
/// <param name="TimeUnixMilliseconds">When, (n), or empty; <see cref="long.MinValue"/> for a missing one.</param>
/// <param name="Attributes">Columns that vary from row to row, each (n).</param>
public sealed record ComparisonTable(
    ImmutableArray<int> Rater,
    ImmutableArray<int> Item,
    ImmutableArray<int> First,
    ImmutableArray<int> Second,
    ImmutableArray<ComparisonOutcome> Outcome,
    ImmutableArray<int> Condition,
    ImmutableArray<int> Replicate,
    ImmutableArray<long> TimeUnixMilliseconds,
    ImmutableArray<AttributeColumn> Attributes)
{
    public static ComparisonTable Empty { get; } = new([], [], [], [], [], [], [], [], []);

    /// <summary>For how many rows each row stands, positive, (n); empty where each stands for itself. What reads counted rows must read it.</summary>
    public ImmutableArray<long> Multiplicity { get; init; } = [];

    /// <summary>Judgements, each counted as often as it was given.</summary>
    public long Total => Multiplicity.IsEmpty ? Count : Multiplicity.Sum();

    /// <summary>How often the judgement of that row was given.</summary>
    public long Times(int row) => Multiplicity.IsEmpty ? 1 : Multiplicity[row];

    public int Count => First.Length;

    /// <summary>The rows of these numbers, in this order.</summary>
    public ComparisonTable Rows(ReadOnlySpan<int> rows)
    {
        int[] kept = rows.ToArray();
        return new ComparisonTable(
            Take(Rater, kept), Take(Item, kept), Take(First, kept), Take(Second, kept), Take(Outcome, kept), Take(Condition, kept), Take(Replicate, kept),
            TimeUnixMilliseconds.IsEmpty ? [] : Take(TimeUnixMilliseconds, kept), [.. Attributes.Select(column => column with { Codes = Take(column.Codes, kept) })])
        {
            Multiplicity = Multiplicity.IsEmpty ? [] : Take(Multiplicity, kept),
        };
    }

    private static ImmutableArray<T> Take<T>(ImmutableArray<T> column, int[] rows) => [.. rows.Select(row => column[row])];
}
