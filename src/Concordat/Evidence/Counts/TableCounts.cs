namespace Concordat.Evidence.Counts;

/// <summary>Counts from columnar tables in memory.</summary>
/// <remarks>Time O(rows), memory O(distinct tuples).</remarks>
public sealed class TableCounts : ICountSource
{
    private readonly EvidenceSet _evidence;

    public TableCounts(EvidenceSet evidence)
    {
        _evidence = evidence;
        Frame = FrameOf(evidence);
    }

    public EvidenceSet Frame { get; }

    /// <summary>The evidence with empty judgement tables that still name their attributes.</summary>
    public static EvidenceSet FrameOf(EvidenceSet evidence)
    {
        return evidence with
        {
            Comparisons = ComparisonTable.Empty with { Attributes = Emptied(evidence.Comparisons.Attributes) },
            Ratings = RatingTable.Empty with { Attributes = Emptied(evidence.Ratings.Attributes) },
            Outcomes = OutcomeTable.Empty with { Attributes = Emptied(evidence.Outcomes.Attributes) },
        };

        static ImmutableArray<AttributeColumn> Emptied(ImmutableArray<AttributeColumn> columns) => [.. columns.Select(column => column with { Codes = [] })];
    }

    public CountTable Count(CountQuery query, CancellationToken cancellationToken)
    {
        int width = query.Columns.Length;
        var builder = new CountTableBuilder(width);
        ReadOnlySpan<long> times = JudgementColumns.Multiplicity(_evidence, query.Table);
        ReadOnlySpan<double> values = JudgementColumns.Values(_evidence, query.Table);
        ReadOnlySpan<int> criterion = query.Criteria is null ? [] : JudgementColumns.Codes(_evidence, query.Table, CountColumn.Criterion).Span;
        bool hasValue = query.Columns[^1] == CountColumn.Value;
        int codes = hasValue ? width - 1 : width;
        ReadOnlyMemory<int>[] columns = [.. query.Columns.Take(codes).Select(column => JudgementColumns.Codes(_evidence, query.Table, column))];
        const int Block = 4096;
        int rows = JudgementColumns.Rows(_evidence, query.Table);
        var keys = new long[Block * width];
        for (int from = 0; from < rows; from += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int many = Math.Min(Block, rows - from);
            for (int c = 0; c < codes; c++)
            {
                ReadOnlySpan<int> column = columns[c].Span.Slice(from, many);
                for (int i = 0; i < many; i++)
                    keys[i * width + c] = column[i];
            }

            for (int i = 0; hasValue && i < many; i++)
                keys[i * width + codes] = BitConverter.DoubleToInt64Bits(values[from + i]);
            for (int i = 0; i < many; i++)
            {
                if (criterion.IsEmpty || query.Criteria!.Value.BinarySearch(criterion[from + i]) >= 0)
                    builder.Add(keys.AsSpan(i * width, width), times.IsEmpty ? 1 : times[from + i]);
            }
        }

        return builder.Build(query);
    }
}
