using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Evidence.Counts;

/// <summary>Sorted runs of tuples on disk, and their merge.</summary>
/// <remarks>External merge sort: each run is read once to count the distinct tuples and once to add them up. Memory: one buffer for each run, and the answer.</remarks>
internal sealed class CountRuns(int width, SpillFiles spill)
{
    private const int BufferTuples = 1 << 13;

    private readonly List<(SafeFileHandle File, int Tuples)> _runs = [];

    public bool IsEmpty => _runs.Count == 0;

    public void Write(ReadOnlySpan<int> order, long[] keys, long[] counts)
    {
        SafeFileHandle file = spill.Open();
        var buffer = new long[BufferTuples * (width + 1)];
        long offset = 0;
        for (int from = 0; from < order.Length; from += BufferTuples)
        {
            int tuples = Math.Min(BufferTuples, order.Length - from);
            for (int i = 0; i < tuples; i++)
            {
                keys.AsSpan(order[from + i] * width, width).CopyTo(buffer.AsSpan(i * (width + 1)));
                buffer[i * (width + 1) + width] = counts[order[from + i]];
            }

            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(buffer.AsSpan(0, tuples * (width + 1)));
            RandomAccess.Write(file, bytes, offset);
            offset += bytes.Length;
        }

        _runs.Add((file, order.Length));
    }

    /// <summary>The tuples of all runs, equal ones added up.</summary>
    /// <exception cref="InvalidOperationException">There are more distinct tuples than an array holds.</exception>
    public CountTable Merge(CountQuery query)
    {
        int distinct = 0;
        Walk((_, isNew, _) => distinct = checked(distinct + (isNew ? 1 : 0)));
        if ((long)distinct * width > Array.MaxLength)
            throw new InvalidOperationException($"{distinct} distinct tuples of {width} columns are more than fit into memory; count by fewer columns");
        var keys = new long[distinct * width];
        var counts = new long[distinct];
        int at = -1;
        Walk((key, isNew, count) =>
        {
            if (isNew)
                key.CopyTo(keys.AsSpan(++at * width));
            counts[at] = checked(counts[at] + count);
        });
        return new CountTable(query, ImmutableCollectionsMarshal.AsImmutableArray(keys), ImmutableCollectionsMarshal.AsImmutableArray(counts));
    }

    private delegate void Visit(ReadOnlySpan<long> key, bool isNew, long count);

    private void Walk(Visit visit)
    {
        Run[] runs = [.. _runs.Select(run => new Run(run.File, run.Tuples, width))];
        var last = new long[width];
        bool isFirst = true;
        while (true)
        {
            Run? next = null;
            foreach (Run run in runs)
            {
                if (!run.IsDone && (next is null || run.Key.SequenceCompareTo(next.Key) < 0))
                    next = run;
            }

            if (next is null)
                return;
            bool isNew = isFirst || !next.Key.SequenceEqual(last);
            visit(next.Key, isNew, next.Count);
            next.Key.CopyTo(last);
            isFirst = false;
            next.Advance();
        }
    }

    private sealed class Run
    {
        private readonly SafeFileHandle _file;
        private readonly int _tuples, _width;
        private readonly long[] _buffer;
        private int _read, _at, _filled;

        public Run(SafeFileHandle file, int tuples, int width)
        {
            (_file, _tuples, _width, _buffer) = (file, tuples, width, new long[BufferTuples * (width + 1)]);
            Fill();
        }

        public bool IsDone => _at == _filled;

        public ReadOnlySpan<long> Key => _buffer.AsSpan(_at * (_width + 1), _width);

        public long Count => _buffer[_at * (_width + 1) + _width];

        public void Advance()
        {
            if (++_at == _filled)
                Fill();
        }

        private void Fill()
        {
            (_at, _filled) = (0, Math.Min(BufferTuples, _tuples - _read));
            SpillFiles.Read(_file, MemoryMarshal.AsBytes(_buffer.AsSpan(0, _filled * (_width + 1))), (long)_read * (_width + 1) * sizeof(long));
            _read += _filled;
        }
    }
}
