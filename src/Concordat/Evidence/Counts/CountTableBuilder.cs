using System.Runtime.InteropServices;

namespace Concordat.Evidence.Counts;

/// <summary>Adds up tuples from any number of sources, in any order.</summary>
/// <remarks>Open addressing over one flat array: time O(1) expected for each tuple added, memory proportional to the distinct ones; <see cref="Build"/> sorts them.</remarks>
public sealed class CountTableBuilder
{
    private readonly int _width, _residentTuples;
    private readonly CountRuns? _runs;
    private long[] _keys;
    private long[] _counts = new long[16];
    private int[] _slots = new int[64];
    private int _count;

    /// <param name="width">Columns of each tuple.</param>
    public CountTableBuilder(int width)
        : this(width, null, int.MaxValue)
    {
    }

    /// <param name="width">Columns of each tuple.</param>
    /// <param name="spill">Where sorted runs go; null to keep all tuples in memory.</param>
    /// <param name="residentTuples">Distinct tuples that stay in memory before they go to disk as a run.</param>
    internal CountTableBuilder(int width, SpillFiles? spill, int residentTuples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (_width, _residentTuples) = (width, residentTuples);
        _keys = new long[16 * width];
        _runs = spill is null ? null : new CountRuns(width, spill);
    }


    /// <summary>Adds a tuple.</summary>
    /// <param name="key">Its numbers, (width).</param>
    /// <param name="times">For how many rows it stands, positive.</param>
    /// <exception cref="ArgumentException">Another width, or nothing to add.</exception>
    public void Add(ReadOnlySpan<long> key, long times)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        if (key.Length != _width)
            throw new ArgumentException($"a tuple of {key.Length} numbers; expected {_width}", nameof(key));
        int mask = _slots.Length - 1;
        int slot = (int)(HashOf(key) & (uint)mask);
        while (_slots[slot] != 0)
        {
            int known = _slots[slot] - 1;
            if (_keys.AsSpan(known * _width, _width).SequenceEqual(key))
            {
                _counts[known] = checked(_counts[known] + times);
                return;
            }

            slot = (slot + 1) & mask;
        }

        if (_count == _residentTuples && _runs is not null)
        {
            _runs.Write(Sorted(), _keys, _counts);
            _count = 0;
            Array.Clear(_slots);
            Add(key, times);
            return;
        }

        if (_count == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * _counts.Length);
            Array.Resize(ref _keys, _counts.Length * _width);
        }

        key.CopyTo(_keys.AsSpan(_count * _width));
        _counts[_count] = times;
        _slots[slot] = ++_count;
        if (2 * _count > _slots.Length)
            Rehash();
    }

    /// <summary>The table in its canonical order; the builder must not be used afterwards.</summary>
    /// <exception cref="ArgumentException">The query has another number of columns.</exception>
    public CountTable Build(CountQuery query)
    {
        if (query.Columns.Length != _width)
            throw new ArgumentException($"a query of {query.Columns.Length} columns; expected {_width}", nameof(query));
        _slots = [];
        int[] order = Sorted();
        if (_runs is { IsEmpty: false })
        {
            _runs.Write(order, _keys, _counts);
            (_keys, _counts) = ([], []);
            return _runs.Merge(query);
        }

        var keys = new long[_count * _width];
        var counts = new long[_count];
        for (int i = 0; i < order.Length; i++)
        {
            _keys.AsSpan(order[i] * _width, _width).CopyTo(keys.AsSpan(i * _width));
            counts[i] = _counts[order[i]];
        }

        return new CountTable(query, ImmutableCollectionsMarshal.AsImmutableArray(keys), ImmutableCollectionsMarshal.AsImmutableArray(counts));
    }

    // By the first column at once, which tells most tuples apart; what is alike in it is compared in full.
    private int[] Sorted()
    {
        var first = new long[_count];
        var order = new int[_count];
        for (int tuple = 0; tuple < order.Length; tuple++)
        {
            first[tuple] = _keys[tuple * _width];
            order[tuple] = tuple;
        }

        Array.Sort(first, order);
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from + 1;
            while (to < order.Length && first[to] == first[from])
                to++;
            if (to - from > 1)
                order.AsSpan(from, to - from).Sort((a, b) => _keys.AsSpan(a * _width, _width).SequenceCompareTo(_keys.AsSpan(b * _width, _width)));
        }

        return order;
    }

    private void Rehash()
    {
        _slots = new int[2 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int tuple = 0; tuple < _count; tuple++)
        {
            int slot = (int)(HashOf(_keys.AsSpan(tuple * _width, _width)) & (uint)mask);
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = tuple + 1;
        }
    }

    private static uint HashOf(ReadOnlySpan<long> key)
    {
        ulong hash = 0x9E3779B97F4A7C15UL;
        foreach (long number in key)
        {
            hash = (hash ^ (ulong)number) * 0xBF58476D1CE4E5B9UL;
            hash ^= hash >> 29;
        }

        return (uint)((hash * 0x94D049BB133111EBUL) >> 32);
    }
}
