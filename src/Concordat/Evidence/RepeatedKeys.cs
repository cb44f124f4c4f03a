using System.Numerics;

namespace Concordat.Evidence;

/// <summary>Finds rows whose key columns are equal.</summary>
/// <remarks>
/// Rows are put into buckets by the first column and sorted within a bucket by the others, packed into 64 bits.
/// Time O(n log b) for the largest bucket b; memory 16 bytes a row, whatever the number of columns.
/// </remarks>
internal static class RepeatedKeys
{
    /// <summary>The same for columns that may lie on disk.</summary>
    /// <param name="columns">The key columns, all in the same parts.</param>
    /// <param name="spill">Where what does not fit into memory goes; null where all of it does.</param>
    public static List<(int First, int Repeat)> Find(ColumnParts<int>[] columns, SpillFiles? spill) =>
        spill is { IsUsed: true } ? SpilledKeys.Find(columns, spill) : Find([.. columns.Select(column => column.Whole())]);

    /// <summary>Pairs of a row and the earliest row with the same key, in the order of the later row.</summary>
    public static List<(int First, int Repeat)> Find(params ReadOnlySpan<ImmutableArray<int>> columns)
    {
        var repeats = new List<(int First, int Repeat)>();
        int rows = columns[0].Length;
        if (rows < 2)
            return repeats;
        ulong[] keys = Pack(columns[1..], rows);
        int[] order = new int[rows];
        var ordered = new ulong[rows];
        int[] starts = Bucket(columns[0], keys, order, ordered);
        for (int bucket = 0; bucket + 1 < starts.Length; bucket++)
        {
            int start = starts[bucket], length = starts[bucket + 1] - start;
            if (length < 2)
                continue;
            Array.Sort(ordered, order, start, length);
            for (int i = start; i < start + length;)
            {
                int end = i + 1;
                while (end < start + length && ordered[end] == ordered[i])
                    end++;
                if (end - i > 1)
                {
                    int first = order.AsSpan(i, end - i).ToArray().Min();
                    for (int k = i; k < end; k++)
                    {
                        if (order[k] != first)
                            repeats.Add((first, order[k]));
                    }
                }

                i = end;
            }
        }

        repeats.Sort((a, b) => a.Repeat.CompareTo(b.Repeat));
        return repeats;
    }

    private static int[] Bucket(ImmutableArray<int> column, ulong[] keys, int[] order, ulong[] ordered)
    {
        (int minimum, int maximum) = Range(column);
        var starts = new int[maximum - minimum + 2];
        foreach (int value in column)
            starts[value - minimum + 1]++;
        for (int i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        int[] next = [.. starts];
        for (int row = 0; row < order.Length; row++)
        {
            int at = next[column[row] - minimum]++;
            order[at] = row;
            ordered[at] = keys[row];
        }

        return starts;
    }

    private static ulong[] Pack(ReadOnlySpan<ImmutableArray<int>> columns, int rows)
    {
        var keys = new ulong[rows];
        int usedBits = 0;
        foreach (ImmutableArray<int> column in columns)
        {
            (int minimum, int maximum) = Range(column);
            int bits = 32 - BitOperations.LeadingZeroCount((uint)(maximum - minimum));
            if (bits == 0)
                continue;
            if (usedBits + bits > 64)
                usedBits = MakeDense(keys);
            for (int row = 0; row < rows; row++)
                keys[row] = (keys[row] << bits) | (uint)(column[row] - minimum);
            usedBits += bits;
        }

        return keys;
    }

    private static int MakeDense(ulong[] keys)
    {
        var codes = new Dictionary<ulong, uint>();
        for (int row = 0; row < keys.Length; row++)
        {
            if (!codes.TryGetValue(keys[row], out uint code))
                codes.Add(keys[row], code = (uint)codes.Count);
            keys[row] = code;
        }

        return 32 - BitOperations.LeadingZeroCount((uint)codes.Count);
    }

    private static (int Minimum, int Maximum) Range(ImmutableArray<int> column)
    {
        int minimum = column[0], maximum = column[0];
        foreach (int value in column)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return (minimum, maximum);
    }
}
