using System.Buffers.Binary;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Scale;

/// <summary>The rows of one judgement table by shard and batch, and their bytes, read in order so that no table has to fit into memory.</summary>
/// <remarks>A rater's rows are on one shard; outcomes and rows without a rater are dealt by item, or by row where there is none. Which row is in which batch follows from the tables, the shards and the size of a batch.</remarks>
internal sealed class RowBatches
{
    private const int LoadBytes = 8;

    private readonly JudgementParts _parts;
    private readonly ImmutableArray<CountColumn> _columns;
    private readonly CountColumn _key;
    private readonly bool _hasTime;
    private readonly int _size, _shards;
    private readonly int[] _rows;

    public RowBatches(EvidenceSet frame, JudgementTable table, JudgementParts parts, int shards, int size)
    {
        (_parts, _size, _shards) = (parts, size, shards);
        Target = ClusterTable.Of(table, frame);
        _columns = ClusterTable.ColumnsOf(table, parts.Attributes.Length);
        _key = table == JudgementTable.Outcomes ? CountColumn.Item : CountColumn.Rater;
        _hasTime = ClusterTable.HasTime(table);
        _rows = new int[shards];
        int row = 0;
        foreach (ReadOnlyMemory<int> keys in parts[_key].Read())
        {
            foreach (int key in keys.Span)
                _rows[ShardOf(key, row++)]++;
        }
    }

    public ClusterTable Target { get; }

    public int Rows(int shard) => _rows[shard];

    public int Batches(int shard) => (_rows[shard] + _size - 1) / _size;

    /// <summary>A shard's batches, one after another.</summary>
    public IEnumerable<Batch> Read(int shard)
    {
        int width = LoadBytes + _columns.Sum(WidthOf) + (_hasTime ? sizeof(long) : 0), row = 0, filled = 0, sent = 0;
        byte[] bytes = [];
        using var columns = new Columns(_parts, _columns);
        while (columns.MoveNext())
        {
            int rows = columns.Rows;
            for (int i = 0; i < rows; i++)
            {
                if (ShardOf(columns.Codes(_columns.IndexOf(_key))[i], row++) != shard)
                    continue;
                if (filled == 0)
                    bytes = new byte[checked(width * Math.Min(_size, _rows[shard] - sent))];
                columns.Write(i, bytes.AsSpan((filled * width) + LoadBytes, width - LoadBytes), _hasTime);
                filled++;
                if (filled * width < bytes.Length)
                    continue;
                yield return new Batch(bytes, width);
                (sent, filled) = (sent + filled, 0);
            }
        }
    }

    private static int WidthOf(CountColumn column) => column.Kind == CountColumnKind.Value ? sizeof(double) : sizeof(int);

    private int ShardOf(int key, int row) => (key >= 0 ? key : row) % _shards;

    /// <summary>Rows as RowBinary that lack only their load.</summary>
    internal sealed class Batch(byte[] bytes, int width)
    {
        public int Rows => bytes.Length / width;

        /// <summary>The bytes, every row with that load; the same array for each attempt.</summary>
        public byte[] Bytes(ulong load)
        {
            for (int at = 0; at < bytes.Length; at += width)
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), load);
            return bytes;
        }
    }

    private sealed class Columns : IDisposable
    {
        private readonly IEnumerator<ReadOnlyMemory<int>>?[] _codes;
        private readonly IEnumerator<ReadOnlyMemory<double>>? _values;
        private readonly IEnumerator<ReadOnlyMemory<long>>? _times;

        public Columns(JudgementParts parts, ImmutableArray<CountColumn> columns)
        {
            _codes = [.. columns.Select(column => column.Kind == CountColumnKind.Value ? null : parts[column].Read().GetEnumerator())];
            _values = parts.Value?.Read().GetEnumerator();
            _times = parts.Time?.Read().GetEnumerator();
        }

        public int Rows => _codes.First(codes => codes is not null)!.Current.Length;

        public ReadOnlySpan<int> Codes(int column) => _codes[column]!.Current.Span;

        public bool MoveNext()
        {
            bool isMore = true;
            foreach (IEnumerator<ReadOnlyMemory<int>>? codes in _codes)
                isMore &= codes?.MoveNext() ?? true;
            return isMore & (_values?.MoveNext() ?? true) & (_times?.MoveNext() ?? true);
        }

        public void Write(int row, Span<byte> to, bool hasTime)
        {
            int at = 0;
            foreach (IEnumerator<ReadOnlyMemory<int>>? codes in _codes)
            {
                if (codes is null)
                    BinaryPrimitives.WriteDoubleLittleEndian(to[at..], _values!.Current.Span[row]);
                else
                    BinaryPrimitives.WriteInt32LittleEndian(to[at..], codes.Current.Span[row]);
                at += codes is null ? sizeof(double) : sizeof(int);
            }

            if (hasTime)
                BinaryPrimitives.WriteInt64LittleEndian(to[at..], _times?.Current.Span[row] ?? long.MinValue);
        }

        public void Dispose()
        {
            foreach (IEnumerator<ReadOnlyMemory<int>>? codes in _codes)
                codes?.Dispose();
            _values?.Dispose();
            _times?.Dispose();
        }
    }
}
