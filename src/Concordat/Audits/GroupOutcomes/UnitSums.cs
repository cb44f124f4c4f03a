using Concordat.Numerics.Sampling;

namespace Concordat.Audits.GroupOutcomes;

/// <summary>Sufficient counts by independent unit and cell, with identical units merged into types.</summary>
/// <remarks>
/// Shapes: c cells, t types; type i holds the entries start[i] … start[i+1] − 1 of (cell, numerator, denominator) and stands for count[i] units.
/// Types are in the order of their content, so that neither the order of rows nor the ids can change a draw.
/// </remarks>
internal sealed class UnitSums
{
    private readonly Entry[][] _types;
    private readonly long[] _unitsByType;

    private UnitSums(int cells, Entry[][] types, long[] unitsByType, long[] raters, bool isWeighted)
    {
        (Cells, _types, _unitsByType, Raters) = (cells, types, unitsByType, raters);
        EffectiveUnits = new double[cells];
        var weights = new double[cells];
        var squares = new double[cells];
        Units = new long[cells];
        Observations = new long[cells];
        HitUnits = new long[cells];
        MissUnits = new long[cells];
        for (int i = 0; i < types.Length; i++)
        {
            foreach (Entry entry in types[i])
            {
                Units[entry.Cell] += unitsByType[i];
                Observations[entry.Cell] += unitsByType[i] * entry.Count;
                weights[entry.Cell] += unitsByType[i] * entry.Denominator;
                squares[entry.Cell] += unitsByType[i] * entry.Denominator * entry.Denominator;
                HitUnits[entry.Cell] += entry.Numerator > 0 ? unitsByType[i] : 0;
                MissUnits[entry.Cell] += entry.Numerator < entry.Denominator ? unitsByType[i] : 0;
            }
        }

        for (int cell = 0; cell < cells; cell++)
            EffectiveUnits[cell] = isWeighted && squares[cell] > 0 ? Math.Min(Units[cell], weights[cell] * weights[cell] / squares[cell]) : Units[cell];
        Values = new double[cells];
        Evaluate([], Values, unitsByType);
    }

    public int Cells { get; }

    /// <summary>Independent units with an observation in the cell, shape (c).</summary>
    public long[] Units { get; }

    /// <summary>Kish's effective number of units where observations are weighted, else their number, shape (c).</summary>
    public double[] EffectiveUnits { get; }

    /// <summary>Distinct raters in the cell, shape (c); all zero where there are none.</summary>
    public long[] Raters { get; }

    public long[] Observations { get; }

    /// <summary>Units with at least one hit; meant for proportions.</summary>
    public long[] HitUnits { get; }

    /// <summary>Units with at least one observation that is no hit; meant for proportions.</summary>
    public long[] MissUnits { get; }

    /// <summary>Numerator over denominator in each cell, shape (c); NaN inside this class where a cell is empty.</summary>
    public double[] Values { get; }

    public int Types => _types.Length;

    /// <summary>Adds up the observations.</summary>
    /// <param name="rows">The observations.</param>
    /// <param name="cells">Number of cells; with a change each is doubled: cell 2j is j before, 2j + 1 is j after.</param>
    /// <param name="cellsOf">Writes the cells of an observation and returns how many.</param>
    public static UnitSums Build(OutcomeRows rows, int cells, CellsOf cellsOf)
    {
        int[] order = ByUnit(rows, out int[] start);
        var numerator = new double[cells];
        var denominator = new double[cells];
        var count = new long[cells];
        bool areUnits = rows.Unit == SampleUnit.Ratings;
        var touched = new List<int>(cells);
        var found = new int[cells];
        var seen = rows.HasRaters && rows.Unit != SampleUnit.Raters ? new HashSet<(int Cell, int Rater)>() : null;
        var raters = new long[cells];
        var index = new Dictionary<TypeKey, int>();
        var types = new List<Entry[]>();
        var counts = new List<long>();
        var scratch = new Entry[cells];
        for (int unit = 0; unit + 1 < start.Length; unit++)
        {
            for (int at = start[unit]; at < start[unit + 1]; at++)
            {
                int observation = order[at];
                int many = cellsOf(observation, found);
                long times = rows.Times.Length == 0 || areUnits ? 1 : rows.Times[observation];
                for (int f = 0; f < many; f++)
                {
                    int cell = found[f];
                    if (denominator[cell] == 0)
                        touched.Add(cell);
                    double weight = rows.Weight.Length == 0 ? 1 : rows.Weight[observation];
                    for (long time = 0; time < times; time++) // not times · x, which rounds otherwise than the same rows one by one
                    {
                        numerator[cell] += weight * rows.Numerator[observation];
                        denominator[cell] += weight;
                    }

                    count[cell] += times;
                    if (seen is not null && seen.Add((cell, rows.Rater[observation])))
                        raters[cell]++;
                }
            }

            if (touched.Count == 0)
                continue;
            touched.Sort();
            for (int f = 0; f < touched.Count; f++)
            {
                int cell = touched[f];
                scratch[f] = new Entry(cell, numerator[cell], denominator[cell], count[cell]);
                numerator[cell] = denominator[cell] = 0;
                count[cell] = 0;
            }

            var key = new TypeKey(scratch.AsMemory(0, touched.Count));
            touched.Clear();
            long units = areUnits && rows.Times.Length > 0 ? rows.Times[order[start[unit]]] : 1;
            if (index.TryGetValue(key, out int type))
            {
                counts[type] += units;
                continue;
            }

            Entry[] entries = key.Entries.ToArray();
            index.Add(new TypeKey(entries), types.Count);
            types.Add(entries);
            counts.Add(units);
        }

        Entry[][] sorted = [.. types];
        long[] sortedCounts = [.. counts];
        Array.Sort(sorted, sortedCounts, EntryOrder.Instance);
        var sums = new UnitSums(cells, sorted, sortedCounts, raters, rows.Weight.Length > 0);
        if (rows.HasRaters && rows.Unit == SampleUnit.Raters)
            sums.Units.CopyTo(raters, 0);
        return sums;
    }

    /// <summary>Joint bootstrap replicates of the cells' values, <c>[cell][b]</c>; NaN where a resample leaves a cell empty.</summary>
    public double[][] Bootstrap(int replicates, ulong seed, int maxThreads, CancellationToken cancellationToken) =>
        ClusterBootstrap.RunTypes(_unitsByType, Cells, replicates, seed, maxThreads, (multiplicity, values) => Evaluate(multiplicity, values, null), cancellationToken);

    /// <summary>Of the units in both cells: how many have a higher value in the first, a lower one, and the same.</summary>
    public (long Up, long Down, long Same) Flips(int first, int second)
    {
        long up = 0, down = 0, same = 0;
        for (int i = 0; i < _types.Length; i++)
        {
            Entry a = default, b = default;
            foreach (ref readonly Entry entry in _types[i].AsSpan())
            {
                a = entry.Cell == first ? entry : a;
                b = entry.Cell == second ? entry : b;
            }

            if (a.Denominator == 0 || b.Denominator == 0)
                continue;
            double left = a.Numerator * b.Denominator, right = b.Numerator * a.Denominator;
            double difference = Math.Abs(left - right) <= 1e-12 * (Math.Abs(left) + Math.Abs(right)) ? 0 : left - right;
            _ = difference > 0 ? up += _unitsByType[i] : difference < 0 ? down += _unitsByType[i] : same += _unitsByType[i];
        }

        return (up, down, same);
    }

    private void Evaluate(ReadOnlySpan<int> multiplicity, Span<double> values, long[]? weights)
    {
        Span<double> denominators = Cells <= 256 ? stackalloc double[Cells] : new double[Cells];
        denominators.Clear();
        values.Clear();
        for (int i = 0; i < _types.Length; i++)
        {
            double times = weights is null ? multiplicity[i] : weights[i];
            if (times == 0)
                continue;
            foreach (ref readonly Entry entry in _types[i].AsSpan())
            {
                values[entry.Cell] += times * entry.Numerator;
                denominators[entry.Cell] += times * entry.Denominator;
            }
        }

        for (int cell = 0; cell < values.Length; cell++)
            values[cell] = denominators[cell] > 0 ? values[cell] / denominators[cell] : double.NaN;
    }

    /// <summary>Observations sorted by unit, and within a unit by numerator, so that sums do not depend on the order of rows.</summary>
    private static int[] ByUnit(OutcomeRows rows, out int[] start)
    {
        start = new int[rows.UnitTotal + 1];
        foreach (int unit in rows.UnitCode)
            start[unit + 1]++;
        for (int unit = 0; unit < rows.UnitTotal; unit++)
            start[unit + 1] += start[unit];
        var order = new int[rows.Count];
        int[] next = start[..^1];
        for (int observation = 0; observation < order.Length; observation++)
            order[next[rows.UnitCode[observation]]++] = observation;
        bool isWeighted = rows.Weight.Length > 0;
        if (!rows.IsProportion || isWeighted)
        {
            for (int unit = 0; unit < rows.UnitTotal; unit++)
            {
                order.AsSpan(start[unit], start[unit + 1] - start[unit]).Sort((a, b) =>
                    rows.Numerator[a].CompareTo(rows.Numerator[b]) is var byValue && byValue != 0 || !isWeighted ? byValue : rows.Weight[a].CompareTo(rows.Weight[b]));
            }
        }

        return order;
    }

    /// <summary>Writes the cells of an observation and returns how many.</summary>
    internal delegate int CellsOf(int observation, int[] cells);

    private readonly record struct Entry(int Cell, double Numerator, double Denominator, long Count);

    private readonly struct TypeKey(ReadOnlyMemory<Entry> entries) : IEquatable<TypeKey>
    {
        public ReadOnlyMemory<Entry> Entries => entries;

        public bool Equals(TypeKey other) => entries.Span.SequenceEqual(other.Entries.Span);

        public override bool Equals(object? obj) => obj is TypeKey other && Equals(other);

        public override int GetHashCode()
        {
            ulong hash = 0x9E3779B97F4A7C15UL;
            foreach (ref readonly Entry entry in entries.Span)
            {
                hash = (hash ^ (uint)entry.Cell) * 0xBF58476D1CE4E5B9UL;
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(entry.Numerator) ^ (hash >> 29)) * 0x94D049BB133111EBUL;
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(entry.Denominator) ^ (hash >> 31)) * 0x9E3779B97F4A7C15UL;
            }

            return (int)(hash >> 32);
        }
    }

    private sealed class EntryOrder : IComparer<Entry[]>
    {
        public static EntryOrder Instance { get; } = new();

        public int Compare(Entry[]? x, Entry[]? y)
        {
            for (int i = 0; i < Math.Min(x!.Length, y!.Length); i++)
            {
                int order = x[i].Cell.CompareTo(y[i].Cell);
                if (order == 0)
                    order = x[i].Denominator.CompareTo(y[i].Denominator);
                if (order == 0)
                    order = x[i].Numerator.CompareTo(y[i].Numerator);
                if (order == 0)
                    order = x[i].Count.CompareTo(y[i].Count);
                if (order != 0)
                    return order;
            }

            return x!.Length.CompareTo(y!.Length);
        }
    }
}
