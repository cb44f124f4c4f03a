using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Evidence;

/// <summary>Finds rows whose key columns are equal, of tables that do not fit into memory.</summary>
/// <remarks>
/// Keys are hashed to 128 bits and partitioned on disk by some of them; equal hashes are taken for equal keys (two of 10⁸ different keys share one with a probability of 10⁻²²).
/// Time O(n log n); memory O(n / partitions) and the repeats found; disk 20 bytes a row.
/// </remarks>
internal static class SpilledKeys
{
    private const int PartitionBits = 18;
    private const int BufferEntries = 1024;
    private const int MostPartitions = 1024;

    /// <summary>Pairs of a row and the earliest row with the same key, in the order of the later row.</summary>
    public static List<(int First, int Repeat)> Find(IReadOnlyList<ColumnParts<int>> columns, SpillFiles spill)
    {
        int partitions = (int)Math.Min(MostPartitions, BitOperations.RoundUpToPowerOf2((uint)(columns[0].Count >> PartitionBits) + 1));
        SafeFileHandle file = spill.Open();
        List<(long Offset, int Entries)>[] extents = Write(columns, file, partitions);
        var found = new List<(int First, int Repeat)>[partitions];
        Parallel.For(0, partitions, partition => found[partition] = Repeats(Read(file, extents[partition])));
        List<(int First, int Repeat)> all = [.. found.SelectMany(repeats => repeats)];
        all.Sort((a, b) => a.Repeat.CompareTo(b.Repeat));
        return all;
    }

    private static List<(long Offset, int Entries)>[] Write(IReadOnlyList<ColumnParts<int>> columns, SafeFileHandle file, int partitions)
    {
        var extents = new List<(long Offset, int Entries)>[partitions];
        var buffers = new Entry[partitions][];
        var filled = new int[partitions];
        for (int partition = 0; partition < partitions; partition++)
            (extents[partition], buffers[partition]) = ([], new Entry[BufferEntries]);
        long end = 0;
        int row = 0;
        ulong[] high = [], low = [];
        foreach (ReadOnlyMemory<int>[] parts in Together(columns))
        {
            int rows = parts[0].Length;
            if (high.Length < rows)
                (high, low) = (new ulong[rows], new ulong[rows]);
            high.AsSpan(0, rows).Fill(0x9E3779B97F4A7C15UL);
            low.AsSpan(0, rows).Fill(0xD6E8FEB86659FD93UL);
            foreach (ReadOnlyMemory<int> part in parts)
            {
                ReadOnlySpan<int> codes = part.Span;
                for (int i = 0; i < rows; i++)
                {
                    high[i] = Mix(high[i] ^ (uint)codes[i], 0xBF58476D1CE4E5B9UL);
                    low[i] = Mix(low[i] + (uint)codes[i], 0x94D049BB133111EBUL);
                }
            }

            for (int i = 0; i < rows; i++)
            {
                int partition = (int)(high[i] >> 32) & (partitions - 1);
                buffers[partition][filled[partition]++] = new Entry(high[i], low[i], row + i);
                if (filled[partition] == BufferEntries)
                    Flush(partition);
            }

            row += rows;
        }

        for (int partition = 0; partition < partitions; partition++)
            Flush(partition);
        return extents;

        void Flush(int partition)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(buffers[partition].AsSpan(0, filled[partition]));
            RandomAccess.Write(file, bytes, end);
            extents[partition].Add((end, filled[partition]));
            (end, filled[partition]) = (end + bytes.Length, 0);
        }
    }

    private static Entry[] Read(SafeFileHandle file, List<(long Offset, int Entries)> extents)
    {
        var entries = new Entry[extents.Sum(extent => extent.Entries)];
        int at = 0;
        foreach ((long offset, int count) in extents)
        {
            SpillFiles.Read(file, MemoryMarshal.AsBytes(entries.AsSpan(at, count)), offset);
            at += count;
        }

        return entries;
    }

    private static List<(int First, int Repeat)> Repeats(Entry[] entries)
    {
        var repeats = new List<(int First, int Repeat)>();
        ulong[] keys = [.. entries.Select(entry => entry.High)];
        Array.Sort(keys, entries);
        for (int from = 0, to; from < entries.Length; from = to)
        {
            to = from + 1;
            while (to < entries.Length && keys[to] == keys[from])
                to++;
            if (to - from < 2)
                continue;
            foreach (IGrouping<ulong, Entry> same in entries[from..to].GroupBy(entry => entry.Low))
            {
                int first = same.Min(entry => entry.Row);
                repeats.AddRange(same.Where(entry => entry.Row != first).Select(entry => (first, entry.Row)));
            }
        }

        return repeats;
    }

    private static IEnumerable<ReadOnlyMemory<int>[]> Together(IReadOnlyList<ColumnParts<int>> columns)
    {
        IEnumerator<ReadOnlyMemory<int>>[] readings = [.. columns.Select(column => column.Read().GetEnumerator())];
        try
        {
            while (readings.All(reading => reading.MoveNext()))
                yield return [.. readings.Select(reading => reading.Current)];
        }
        finally
        {
            foreach (IEnumerator<ReadOnlyMemory<int>> reading in readings)
                reading.Dispose();
        }
    }

    private static ulong Mix(ulong x, ulong by)
    {
        x = (x ^ (x >> 31)) * by;
        return x ^ (x >> 29);
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Entry(ulong High, ulong Low, int Row);
}
