using Concordat.Evidence.Counts;

namespace Concordat.Evidence;

/// <summary>A table of judgements whose columns are read in parts, all in the same ones.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Codes">The columns of codes.</param>
/// <param name="Value">The values; null for comparisons.</param>
/// <param name="Time">The times; null where none was recorded or the table has none.</param>
/// <param name="Attributes">The columns that vary from row to row: names and levels without codes, and the codes.</param>
internal sealed record JudgementParts(
    int Count,
    ImmutableSortedDictionary<CountColumnKind, ColumnParts<int>> Codes,
    ColumnParts<double>? Value,
    ColumnParts<long>? Time,
    ImmutableArray<(AttributeColumn Frame, ColumnParts<int> Codes)> Attributes)
{
    public ColumnParts<int> this[CountColumn column] => column.Kind == CountColumnKind.Attribute ? Attributes[column.Attribute].Codes : Codes[column.Kind];

    /// <summary>The columns that tell one row from another, those with many distinct values first.</summary>
    public static ImmutableArray<CountColumn> Keys(JudgementTable table) => table switch
    {
        JudgementTable.Ratings => [CountColumn.Rater, CountColumn.Item, CountColumn.Response, CountColumn.Criterion, CountColumn.Condition, CountColumn.Replicate],
        JudgementTable.Comparisons => [CountColumn.Rater, CountColumn.Item, CountColumn.First, CountColumn.Second, CountColumn.Condition, CountColumn.Replicate],
        _ => [CountColumn.Item, CountColumn.System, CountColumn.Criterion],
    };
}
