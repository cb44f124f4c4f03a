namespace Concordat.Evidence;

/// <summary>Gives codes to ids in the order of first mention and collects their attributes.</summary>
public sealed class EntityBuilder
{
    private readonly Dictionary<string, int> _codes;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _codesBySpan;
    private readonly List<string> _ids = [];
    private readonly RowAttributesBuilder _attributes = new();

    public EntityBuilder()
    {
        _codes = new Dictionary<string, int>(StringComparer.Ordinal);
        _codesBySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _ids.Count;

    public string this[int code] => _ids[code];

    /// <summary>The code of an id, given on first mention.</summary>
    public int Code(string id)
    {
        if (!_codes.TryGetValue(id, out int code))
        {
            code = _ids.Count;
            _codes.Add(id, code);
            _ids.Add(id);
        }

        return code;
    }

    /// <summary>The code of an id, given on first mention; makes a string only then.</summary>
    public int Code(ReadOnlySpan<char> id) => _codesBySpan.TryGetValue(id, out int code) ? code : Code(id.ToString());

    /// <summary>The code of an id mentioned before, or −1.</summary>
    public int CodeOf(string id) => _codes.GetValueOrDefault(id, -1);

    /// <summary>Sets an attribute's level.</summary>
    /// <returns>False, with the level that stands, when the entity has another level already.</returns>
    public bool TrySet(int code, string attribute, string level, out string standing) => _attributes.TrySet(code, attribute, level, out standing);

    /// <summary>Sets an attribute's level.</summary>
    /// <exception cref="ArgumentException">The entity has another level already.</exception>
    public EntityBuilder Set(int code, string attribute, string level)
    {
        if (!TrySet(code, attribute, level, out string standing))
            throw new ArgumentException($"'{_ids[code]}' has {attribute} '{standing}', not '{level}'", nameof(level));
        return this;
    }

    /// <summary>The attributes as rows: entity i is row i.</summary>
    internal RowAttributesBuilder Rows => _attributes;

    internal bool HasAttribute(string attribute) => _attributes.Has(attribute);

    internal void AddAttribute(string attribute, IReadOnlyList<string> levels, ReadOnlySpan<int> codes)
    {
        var column = new ColumnBuilder<int>();
        foreach (int code in codes)
            column.Add(code);
        _attributes.AddColumn(attribute, levels, column);
    }

    internal IReadOnlyList<string> Ids => _ids;

    public EntityTable Build() => new(new KeyIndex([.. _ids]), _attributes.Build(_ids.Count));
}
