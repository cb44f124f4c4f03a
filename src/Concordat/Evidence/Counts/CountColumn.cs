namespace Concordat.Evidence.Counts;

/// <summary>One column to count by.</summary>
/// <param name="Kind">Which column.</param>
/// <param name="Attribute">The attribute's place among those of the table's rows; 0 for every other kind.</param>
public readonly record struct CountColumn(CountColumnKind Kind, int Attribute = 0) : IComparable<CountColumn>
{
    public static CountColumn Rater { get; } = new(CountColumnKind.Rater);

    public static CountColumn Item { get; } = new(CountColumnKind.Item);

    public static CountColumn System { get; } = new(CountColumnKind.System);

    public static CountColumn First { get; } = new(CountColumnKind.First);

    public static CountColumn Second { get; } = new(CountColumnKind.Second);

    public static CountColumn Outcome { get; } = new(CountColumnKind.Outcome);

    public static CountColumn Response { get; } = new(CountColumnKind.Response);

    public static CountColumn Criterion { get; } = new(CountColumnKind.Criterion);

    public static CountColumn Condition { get; } = new(CountColumnKind.Condition);

    public static CountColumn Replicate { get; } = new(CountColumnKind.Replicate);

    public static CountColumn Value { get; } = new(CountColumnKind.Value);

    public int CompareTo(CountColumn other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : Attribute.CompareTo(other.Attribute);

    public static bool operator <(CountColumn left, CountColumn right) => left.CompareTo(right) < 0;

    public static bool operator <=(CountColumn left, CountColumn right) => left.CompareTo(right) <= 0;

    public static bool operator >(CountColumn left, CountColumn right) => left.CompareTo(right) > 0;

    public static bool operator >=(CountColumn left, CountColumn right) => left.CompareTo(right) >= 0;

    /// <summary>Whether a table has such a column.</summary>
    public bool BelongsTo(JudgementTable table) => Kind switch
    {
        CountColumnKind.Item or CountColumnKind.Attribute => true,
        CountColumnKind.Rater or CountColumnKind.Condition or CountColumnKind.Replicate => table != JudgementTable.Outcomes,
        CountColumnKind.First or CountColumnKind.Second or CountColumnKind.Outcome => table == JudgementTable.Comparisons,
        CountColumnKind.Response => table == JudgementTable.Ratings,
        CountColumnKind.System => table == JudgementTable.Outcomes,
        _ => table != JudgementTable.Comparisons,
    };
}
