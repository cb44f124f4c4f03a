using Concordat.Evidence.Counts;

namespace Concordat.Evidence.Store;

/// <summary>Counts of a workspace's judgements, read from its columns part by part: for workspaces whose judgements do not fit into memory.</summary>
/// <remarks>
/// Time O(rows) for each query; memory for the distinct tuples of the answer and, beyond <c>residentTuples</c>, sorted runs on disk while they are counted.
/// The same counts as from tables in memory. Randomness: none.
/// </remarks>
public sealed class StoredCounts : ICountSource
{
    private readonly MergedJudgements _judgements;
    private readonly string _folder;
    private readonly int _residentTuples;

    internal StoredCounts(MergedJudgements judgements, EvidenceProvenance about, string folder, int residentTuples = 1 << 22)
    {
        (_judgements, About, _folder, _residentTuples) = (judgements, about, folder, residentTuples);
        Frame = judgements.Frame with { ContentHash = about.ContentHash };
    }

    /// <inheritdoc/>
    public EvidenceSet Frame { get; }

    /// <summary>What a run records of the evidence.</summary>
    public EvidenceProvenance About { get; }

    /// <summary>All judgements of one kind, in parts.</summary>
    public JudgementParts Judgements(JudgementTable table) => _judgements.Parts(table);

    /// <inheritdoc/>
    /// <exception cref="InputDataException">A column is damaged.</exception>
    public CountTable Count(CountQuery query, CancellationToken cancellationToken)
    {
        int width = query.Columns.Length;
        bool hasValue = query.Columns[^1] == CountColumn.Value;
        int codes = hasValue ? width - 1 : width;
        using var spill = new SpillFiles(_folder);
        var builder = new CountTableBuilder(width, spill, _residentTuples);
        ColumnParts<int>[] columns = [.. query.Columns.Take(codes).Select(column => _judgements.Codes(query.Table, column))];
        if (query.Criteria is not null)
            columns = [.. columns, _judgements.Codes(query.Table, CountColumn.Criterion)];
        ColumnParts<double>? values = hasValue ? _judgements.Values(query.Table) : null;
        using var reading = new Together(columns, values);
        var key = new long[width];
        while (reading.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < reading.Rows; i++)
            {
                if (query.Criteria is { } criteria && criteria.BinarySearch(reading.Codes(codes)[i]) < 0)
                    continue;
                for (int c = 0; c < codes; c++)
                    key[c] = reading.Codes(c)[i];
                if (hasValue)
                    key[codes] = BitConverter.DoubleToInt64Bits(reading.Values[i]);
                builder.Add(key, 1);
            }
        }

        return builder.Build(query);
    }

    private sealed class Together(ColumnParts<int>[] columns, ColumnParts<double>? values) : IDisposable
    {
        private readonly IEnumerator<ReadOnlyMemory<int>>[] _columns = [.. columns.Select(column => column.Read().GetEnumerator())];
        private readonly IEnumerator<ReadOnlyMemory<double>>? _values = values?.Read().GetEnumerator();

        public int Rows => _values?.Current.Length ?? _columns[0].Current.Length;

        public ReadOnlySpan<double> Values => _values!.Current.Span;

        public ReadOnlySpan<int> Codes(int column) => _columns[column].Current.Span;

        public bool MoveNext()
        {
            bool isMore = _values?.MoveNext() ?? true;
            foreach (IEnumerator<ReadOnlyMemory<int>> column in _columns)
                isMore &= column.MoveNext();
            return isMore;
        }

        public void Dispose()
        {
            _values?.Dispose();
            foreach (IEnumerator<ReadOnlyMemory<int>> column in _columns)
                column.Dispose();
        }
    }
}
