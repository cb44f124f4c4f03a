namespace Concordat.Evidence;

/// <summary>Collects attribute columns: levels by name, codes by entity or row.</summary>
public sealed class RowAttributesBuilder
{
    private readonly List<(string Name, Dictionary<string, int> Codes, List<string> Levels, ColumnBuilder<int> Values)> _columns = [];
    private readonly Dictionary<string, int> _columnOf = new(StringComparer.Ordinal);
    private readonly SpillFiles? _spill;

    public RowAttributesBuilder()
        : this(null)
    {
    }

    internal RowAttributesBuilder(SpillFiles? spill) => _spill = spill;

    /// <summary>Sets a level.</summary>
    /// <returns>False, with the level that stands, when another one was set before.</returns>
    public bool TrySet(int row, string attribute, string level, out string standing)
    {
        if (!_columnOf.TryGetValue(attribute, out int column))
        {
            column = _columns.Count;
            _columnOf.Add(attribute, column);
            _columns.Add((attribute, new Dictionary<string, int>(StringComparer.Ordinal), [], new ColumnBuilder<int>(_spill)));
        }

        (_, Dictionary<string, int> codes, List<string> levels, ColumnBuilder<int> values) = _columns[column];
        if (!codes.TryGetValue(level, out int code))
        {
            code = levels.Count;
            codes.Add(level, code);
            levels.Add(level);
        }

        standing = level;
        if (row >= values.Count)
        {
            Fill(values, row);
            values.Add(code);
            return true;
        }

        int stands = values[row];
        if (stands >= 0 && stands != code)
        {
            standing = levels[stands];
            return false;
        }

        values[row] = code;
        return true;
    }

    internal bool Has(string attribute) => _columnOf.ContainsKey(attribute);

    /// <summary>Adds a whole column: levels, and for each entity or row the code of its level or −1.</summary>
    /// <exception cref="ArgumentException">The attribute was set before.</exception>
    internal void AddColumn(string attribute, IReadOnlyList<string> levels, ColumnBuilder<int> codes)
    {
        if (Has(attribute))
            throw new ArgumentException($"attribute '{attribute}' was set before", nameof(attribute));
        var byLevel = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int code = 0; code < levels.Count; code++)
            byLevel.Add(levels[code], code);
        _columnOf.Add(attribute, _columns.Count);
        _columns.Add((attribute, byLevel, [.. levels], codes));
    }

    /// <summary>The columns for <paramref name="count"/> rows, in the order of first mention.</summary>
    public ImmutableArray<AttributeColumn> Build(int count) =>
        [.. Parts(count).Select(column => column.Frame with { Codes = column.Codes.Whole() })];

    /// <summary>The columns without their codes, and their codes in parts.</summary>
    internal ImmutableArray<(AttributeColumn Frame, ColumnParts<int> Codes)> Parts(int count)
    {
        var columns = ImmutableArray.CreateBuilder<(AttributeColumn Frame, ColumnParts<int> Codes)>(_columns.Count);
        foreach ((string name, _, List<string> levels, ColumnBuilder<int> values) in _columns)
        {
            Fill(values, count);
            columns.Add((new AttributeColumn(name, new KeyIndex([.. levels]), []), values.Parts()));
        }

        return columns.MoveToImmutable();
    }

    private static void Fill(ColumnBuilder<int> values, int count)
    {
        while (values.Count < count)
            values.Add(-1);
    }
}
