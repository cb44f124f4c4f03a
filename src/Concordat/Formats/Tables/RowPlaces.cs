using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>Where each row of a table came from, so that a fault found after reading still has its places.</summary>
internal sealed class RowPlaces(SpillFiles? spill)
{
    private const int Shown = 20;

    private readonly ColumnBuilder<int> _lines = new(spill);
    private readonly List<(int FirstRow, string File)> _files = [];

    public void StartFile(string file) => _files.Add((_lines.Count, file));

    public void Add(long line) => _lines.Add((int)Math.Min(line, int.MaxValue));

    public (string File, int Line) Of(int row) => (_files[FileOf(row)].File, _lines[row]);

    /// <summary>Rejects rows with the key of an earlier row, or numbers them as replicates.</summary>
    /// <param name="keys">The columns that tell one row from another.</param>
    /// <param name="what">What must differ, in words.</param>
    /// <param name="setReplicate">Numbers a row; null where repeated rows are faults.</param>
    /// <param name="remedy">How to mend it.</param>
    /// <param name="faults">Where faults go.</param>
    public void Settle(ColumnParts<int>[] keys, string what, Action<int, int>? setReplicate, string remedy, FaultList faults)
    {
        List<(int First, int Repeat)> repeats = RepeatedKeys.Find(keys, spill);
        if (setReplicate is not null)
        {
            var counts = new Dictionary<int, int>();
            foreach ((int first, int repeat) in repeats)
                setReplicate(repeat, counts[first] = counts.GetValueOrDefault(first) + 1);
            return;
        }

        foreach ((int first, int repeat) in repeats.DistinctBy(pair => Of(pair.Repeat)).Take(Shown))
        {
            (string file, int line) = Of(repeat);
            (string firstFile, int firstLine) = Of(first);
            string where = firstFile == file ? $"line {firstLine}" : $"{firstFile}:{firstLine}";
            string more = repeats.Count > 1 ? $" ({repeats.Count} such rows)" : "";
            faults.Add(file, line, 0, $"the same {what} as {where}{more}", remedy);
        }
    }

    private int FileOf(int row)
    {
        int file = _files.Count - 1;
        while (_files[file].FirstRow > row)
            file--;
        return file;
    }
}
