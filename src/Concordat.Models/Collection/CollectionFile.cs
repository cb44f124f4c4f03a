using System.Text.Json;

namespace Concordat.Models.Collection;

/// <summary>What has been collected: JSON Lines, each with its request's key; lines are only ever added.</summary>
public sealed class CollectionFile : IDisposable
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly AppendedLines _lines;
    private readonly string _path;
    private readonly string? _field;

    private CollectionFile(string path, bool isReadOnly, string? field)
    {
        (_path, _field) = (path, field);
        _lines = new AppendedLines(path, isLocked: false, isReadOnly, Take);
    }

    /// <summary>Keys of what is there.</summary>
    public IReadOnlySet<string> Keys => _keys;

    /// <summary>The cost of all of it.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Bytes of a torn last line that were cut off on opening, or would be where it is only read.</summary>
    public long CutBytes => _lines.CutBytes;

    /// <param name="path">The file; it is made if there is none.</param>
    /// <param name="field">What each of its lines has, such as <c>text</c> or <c>vector</c>, so that answers are not added to vectors; null for lines of any kind.</param>
    /// <exception cref="ArgumentException">The name is of a packed file.</exception>
    /// <exception cref="InputDataException">The file holds something else than collected lines, or a key twice.</exception>
    public static CollectionFile Open(string path, string? field = null)
    {
        if (!path.EndsWith(".jsonl", StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' cannot be added to; expected a name that ends in .jsonl");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        return new CollectionFile(path, isReadOnly: false, field);
    }

    /// <summary>What has been collected, only to read; null where there is no such file.</summary>
    /// <exception cref="InputDataException">The file holds something else than collected lines, or a key twice.</exception>
    public static CollectionFile? Find(string path, string? field = null) => File.Exists(path) ? new CollectionFile(path, isReadOnly: true, field) : null;

    /// <summary>Adds lines, each on disk when this returns.</summary>
    internal void Append(IEnumerable<string> keys, ReadOnlySpan<byte> lines, decimal cost)
    {
        _lines.Append(lines);
        lock (_keys)
        {
            _keys.UnionWith(keys);
            Cost += cost;
        }
    }

    public void Dispose() => _lines.Dispose();

    private bool Take(ReadOnlyMemory<byte> line, long number)
    {
        if (line.Length == 0)
            return true;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("key", out JsonElement key) || key.ValueKind != JsonValueKind.String)
                throw new InputDataException(_path, number, 0, "a line without a key", "a file that was collected here, or a new one");
            if (_field is not null && !root.TryGetProperty(_field, out _))
                throw new InputDataException(_path, number, 0, $"a line without {_field}", $"a file whose lines have it, or a new one");
            if (!_keys.Add(key.GetString()!))
                throw new InputDataException(_path, number, 0, $"the key {key.GetString()} again", "each key once");
            Cost += root.TryGetProperty("cost", out JsonElement cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out decimal value) ? value : 0;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
