using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Models.Collection;

/// <summary>What was asked and not heard of: a line is on disk before a request goes out, and another when the server refused it.</summary>
/// <remarks>
/// An attempt without an answer and without a refusal is in doubt: the server may have answered, and billed, what never arrived (the process was killed, the stream cut). Such
/// attempts count against the budget at their bound. The journal is also the lock: one process at a time writes to a collection.
/// </remarks>
public sealed class CollectionJournal : IDisposable
{
    private const string Extension = ".asked";
    private readonly Dictionary<string, (int Attempts, decimal Bound)> _open = new(StringComparer.Ordinal);
    private readonly AppendedLines _lines;

    private CollectionJournal(string path, bool isReadOnly) => _lines = new AppendedLines(path, isLocked: true, isReadOnly, Take);

    /// <summary>The journal that stands beside a collected file.</summary>
    /// <exception cref="ArgumentException">Another process is collecting into the file.</exception>
    public static CollectionJournal Open(string collected) => Open(collected, isReadOnly: false);

    /// <summary>The journal beside a collected file, only to read; null where there is none.</summary>
    /// <exception cref="ArgumentException">Another process is collecting into the file.</exception>
    public static CollectionJournal? Find(string collected) => File.Exists(collected + Extension) ? Open(collected, isReadOnly: true) : null;

    private static CollectionJournal Open(string collected, bool isReadOnly)
    {
        try
        {
            return new CollectionJournal(collected + Extension, isReadOnly);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new ArgumentException($"'{collected}' is being collected into by another process, or its journal cannot be written ({exception.Message})", exception);
        }
    }

    /// <summary>Attempts that were made and neither refused nor answered, by key, and what they may have cost.</summary>
    /// <param name="answered">Keys with an answer: of their attempts, one gave it.</param>
    public ImmutableDictionary<string, (int Attempts, decimal Bound)> InDoubt(IReadOnlySet<string> answered) => _open
        .Select(pair => (pair.Key, Attempts: pair.Value.Attempts - (answered.Contains(pair.Key) ? 1 : 0), pair.Value.Bound))
        .Where(pair => pair.Attempts > 0)
        .ToImmutableDictionary(pair => pair.Key, pair => (pair.Attempts, pair.Bound * pair.Attempts));

    internal void Asked(IEnumerable<(string Key, decimal Bound)> requests) => Append(requests.Select(request =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"key\":\"{request.Key}\",\"event\":\"asked\",\"bound\":{request.Bound}}}\n")));

    internal void Refused(IEnumerable<string> keys) => Append(keys.Select(key => $"{{\"key\":\"{key}\",\"event\":\"refused\"}}\n"));

    public void Dispose() => _lines.Dispose();

    private void Append(IEnumerable<string> lines) => _lines.Append(Encoding.UTF8.GetBytes(string.Concat(lines)));

    private bool Take(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("key", out JsonElement key) || key.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("event", out JsonElement name))
                return false;
            (int attempts, decimal bound) = _open.GetValueOrDefault(key.GetString()!);
            _open[key.GetString()!] = name.ValueEquals("asked")
                ? (attempts + 1, Math.Max(bound, root.TryGetProperty("bound", out JsonElement stated) && stated.TryGetDecimal(out decimal value) ? value : 0))
                : (attempts - 1, bound);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
