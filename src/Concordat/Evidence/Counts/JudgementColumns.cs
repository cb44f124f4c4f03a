namespace Concordat.Evidence.Counts;

/// <summary>The columns of a judgement table by kind.</summary>
public static class JudgementColumns
{
    /// <summary>The codes of a column that is not <see cref="CountColumnKind.Value"/>, (n).</summary>
    public static ReadOnlyMemory<int> Codes(EvidenceSet evidence, JudgementTable table, CountColumn column) => table switch
    {
        JudgementTable.Comparisons => Codes(evidence.Comparisons, column),
        JudgementTable.Ratings => Codes(evidence.Ratings, column),
        _ => Codes(evidence.Outcomes, column),
    };

    /// <summary>The values of ratings or outcomes, (n); empty for comparisons.</summary>
    public static ReadOnlySpan<double> Values(EvidenceSet evidence, JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => [],
        JudgementTable.Ratings => evidence.Ratings.Value.AsSpan(),
        _ => evidence.Outcomes.Value.AsSpan(),
    };

    /// <summary>How many rows each row stands for, (n); empty for one throughout.</summary>
    public static ReadOnlySpan<long> Multiplicity(EvidenceSet evidence, JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => evidence.Comparisons.Multiplicity.AsSpan(),
        JudgementTable.Ratings => evidence.Ratings.Multiplicity.AsSpan(),
        _ => evidence.Outcomes.Multiplicity.AsSpan(),
    };

    public static int Rows(EvidenceSet evidence, JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => evidence.Comparisons.Count,
        JudgementTable.Ratings => evidence.Ratings.Count,
        _ => evidence.Outcomes.Count,
    };

    public static ImmutableArray<AttributeColumn> Attributes(EvidenceSet evidence, JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => evidence.Comparisons.Attributes,
        JudgementTable.Ratings => evidence.Ratings.Attributes,
        _ => evidence.Outcomes.Attributes,
    };

    private static ReadOnlyMemory<int> Codes(ComparisonTable table, CountColumn column) => column.Kind switch
    {
        CountColumnKind.Rater => table.Rater.AsMemory(),
        CountColumnKind.Item => table.Item.AsMemory(),
        CountColumnKind.First => table.First.AsMemory(),
        CountColumnKind.Second => table.Second.AsMemory(),
        CountColumnKind.Outcome => table.Outcome.Select(outcome => (int)outcome).ToArray(),
        CountColumnKind.Condition => table.Condition.AsMemory(),
        CountColumnKind.Replicate => table.Replicate.AsMemory(),
        _ => table.Attributes[column.Attribute].Codes.AsMemory(),
    };

    private static ReadOnlyMemory<int> Codes(RatingTable table, CountColumn column) => column.Kind switch
    {
        CountColumnKind.Rater => table.Rater.AsMemory(),
        CountColumnKind.Item => table.Item.AsMemory(),
        CountColumnKind.Response => table.Response.AsMemory(),
        CountColumnKind.Criterion => table.Criterion.AsMemory(),
        CountColumnKind.Condition => table.Condition.AsMemory(),
        CountColumnKind.Replicate => table.Replicate.AsMemory(),
        _ => table.Attributes[column.Attribute].Codes.AsMemory(),
    };

    private static ReadOnlyMemory<int> Codes(OutcomeTable table, CountColumn column) => column.Kind switch
    {
        CountColumnKind.System => table.System.AsMemory(),
        CountColumnKind.Item => table.Item.AsMemory(),
        CountColumnKind.Criterion => table.Criterion.AsMemory(),
        _ => table.Attributes[column.Attribute].Codes.AsMemory(),
    };
}
