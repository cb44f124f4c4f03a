using Concordat.Evidence.Counts;

namespace Concordat.Evidence;

/// <summary>A table of judgements whose columns are read in parts, all in the same ones.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Codes">The columns of codes.</param>
/// <param name="Value">The values; null for comparisons.</param>
/// <param name="Time">The times; null where none was recorded or the table has none.</param>
/// <param name="Attributes">The columns that vary from row to row: names and levels without codes, and the codes.</param>
public sealed record JudgementParts(
    int Count,
    ImmutableSortedDictionary<CountColumnKind, ColumnParts<int>> Codes,
    ColumnParts<double>? Value,
    ColumnParts<long>? Time,
    ImmutableArray<(AttributeColumn Frame, ColumnParts<int> Codes)> Attributes)
{
    public ColumnParts<int> this[CountColumn column] => column.Kind == CountColumnKind.Attribute ? Attributes[column.Attribute].Codes : Codes[column.Kind];

    /// <summary>A table in memory.</summary>
    public static JudgementParts Of(EvidenceSet evidence, JudgementTable table)
    {
        ImmutableArray<long> times = table switch
        {
            JudgementTable.Ratings => evidence.Ratings.TimeUnixMilliseconds,
            JudgementTable.Comparisons => evidence.Comparisons.TimeUnixMilliseconds,
            _ => [],
        };
        return new JudgementParts(
            JudgementColumns.Rows(evidence, table),
            Enum.GetValues<CountColumnKind>()
                .Where(kind => kind is not (CountColumnKind.Attribute or CountColumnKind.Value) && new CountColumn(kind).BelongsTo(table))
                .ToImmutableSortedDictionary(kind => kind, kind => OfMemory(JudgementColumns.Codes(evidence, table, new CountColumn(kind)))),
            table switch
            {
                JudgementTable.Ratings => ColumnParts<double>.Of(evidence.Ratings.Value),
                JudgementTable.Outcomes => ColumnParts<double>.Of(evidence.Outcomes.Value),
                _ => null,
            },
            times.IsEmpty ? null : ColumnParts<long>.Of(times),
            [.. JudgementColumns.Attributes(evidence, table).Select(column => (column with { Codes = [] }, ColumnParts<int>.Of(column.Codes)))]);

        static ColumnParts<int> OfMemory(ReadOnlyMemory<int> codes) => new(codes.Length, () => [codes]);
    }

    /// <summary>The columns that tell one row from another, those with many distinct values first.</summary>
    public static ImmutableArray<CountColumn> Keys(JudgementTable table) => table switch
    {
        JudgementTable.Ratings => [CountColumn.Rater, CountColumn.Item, CountColumn.Response, CountColumn.Criterion, CountColumn.Condition, CountColumn.Replicate],
        JudgementTable.Comparisons => [CountColumn.Rater, CountColumn.Item, CountColumn.First, CountColumn.Second, CountColumn.Condition, CountColumn.Replicate],
        _ => [CountColumn.Item, CountColumn.System, CountColumn.Criterion],
    };
}
