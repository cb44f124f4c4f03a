using System.Buffers.Binary;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Scale;

/// <summary>The rows of one judgement table by shard and batch, and their bytes.</summary>
/// <remarks>A rater's rows are on one shard; outcomes and rows without a rater are dealt by item, or by row where there is none. Which row is in which batch follows from the tables, the shards and the size of a batch.</remarks>
internal sealed class RowBatches
{
    private readonly EvidenceSet _evidence;
    private readonly JudgementTable _table;
    private readonly int _size;
    private readonly int[][] _rows;

    public RowBatches(EvidenceSet evidence, JudgementTable table, int shards, int size)
    {
        (_evidence, _table, _size) = (evidence, table, size);
        Target = ClusterTable.Of(table, evidence);
        CountColumn key = table == JudgementTable.Outcomes ? CountColumn.Item : CountColumn.Rater;
        ReadOnlySpan<int> keys = JudgementColumns.Codes(evidence, table, key).Span;
        var counts = new int[shards];
        for (int row = 0; row < keys.Length; row++)
            counts[ShardOf(keys[row], row, shards)]++;
        _rows = [.. counts.Select(count => new int[count])];
        Array.Clear(counts);
        for (int row = 0; row < keys.Length; row++)
        {
            int shard = ShardOf(keys[row], row, shards);
            _rows[shard][counts[shard]++] = row;
        }
    }

    public ClusterTable Target { get; }

    public int Rows(int shard) => _rows[shard].Length;

    public int Batches(int shard) => (_rows[shard].Length + _size - 1) / _size;

    public int Size(int shard, int batch) => Math.Min(_size, _rows[shard].Length - batch * _size);

    /// <summary>A batch as RowBinary, every row with that load.</summary>
    public byte[] Bytes(int shard, int batch, ulong load)
    {
        ReadOnlySpan<int> rows = _rows[shard].AsSpan(batch * _size, Size(shard, batch));
        ImmutableArray<CountColumn> columns = ClusterTable.ColumnsOf(_table, JudgementColumns.Attributes(_evidence, _table).Length);
        bool hasTime = ClusterTable.HasTime(_table);
        int width = 8 + columns.Sum(column => column.Kind == CountColumnKind.Value ? 8 : 4) + (hasTime ? 8 : 0);
        var bytes = new byte[checked(width * rows.Length)];
        for (int i = 0; i < rows.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * width), load);
        int at = 8;
        foreach (CountColumn column in columns)
        {
            if (column.Kind == CountColumnKind.Value)
            {
                ReadOnlySpan<double> values = JudgementColumns.Values(_evidence, _table);
                for (int i = 0; i < rows.Length; i++)
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * width + at), values[rows[i]]);
                at += 8;
                continue;
            }

            ReadOnlySpan<int> codes = JudgementColumns.Codes(_evidence, _table, column).Span;
            for (int i = 0; i < rows.Length; i++)
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * width + at), codes[rows[i]]);
            at += 4;
        }

        if (hasTime)
        {
            ReadOnlySpan<long> times = (_table == JudgementTable.Comparisons ? _evidence.Comparisons.TimeUnixMilliseconds : _evidence.Ratings.TimeUnixMilliseconds).AsSpan();
            for (int i = 0; i < rows.Length; i++)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * width + at), times.IsEmpty ? long.MinValue : times[rows[i]]);
        }

        return bytes;
    }

    private static int ShardOf(int key, int row, int shards) => (key >= 0 ? key : row) % shards;
}
