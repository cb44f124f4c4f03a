using System.Text.Json;

namespace Concordat.Charters.Record;

/// <summary>A record as a file: JSON Lines, one entry each, in the order of the chain.</summary>
/// <remarks>
/// A line that two readers could take for two entries is none: a name given twice or in capitals, a number in quotes, a half of a surrogate pair, base 64 with blanks or spare bits. The chain
/// would hold for one of them alone. Blanks and escapes, which every reader of JSON takes alike, are left alone.
/// </remarks>
public static class RecordFile
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>One line, without its end.</summary>
    public static string Text(RecordEntry entry) => JsonSerializer.Serialize(Line.Of(entry), s_format);

    /// <summary>Reads a record; the chain is not followed here (<see cref="RecordCheck"/>).</summary>
    /// <exception cref="InputDataException">A line is no entry.</exception>
    public static ImmutableArray<RecordEntry> Read(string path)
    {
        var entries = ImmutableArray.CreateBuilder<RecordEntry>();
        var faults = new List<InputFault>();
        long at = 0;
        foreach (string line in File.ReadLines(path))
        {
            at++;
            if (line.Length == 0)
                continue;
            if (Entry(line) is { } entry)
                entries.Add(entry);
            else
                faults.Add(new InputFault(path, at, 1, "a line that is no entry", "one JSON object with sequence, useCase, at, kind, seat, content (base 64) and hash, each once"));
            if (faults.Count == InputDataException.FaultLimit)
                break;
        }

        return faults.Count == 0 ? entries.ToImmutable() : throw new InputDataException([.. faults]);
    }

    private static RecordEntry? Entry(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, s_format) is { } read && read.Entry() is var entry && Line.Of(entry).Content == read.Content ? entry : null;
        }
        // A half of a surrogate pair is JSON and no text.
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Line(long Sequence, string UseCase, long At, string Kind, string? Seat, string Content, string Hash)
    {
        public static Line Of(RecordEntry entry) => new(entry.Sequence, entry.UseCase, entry.At, entry.Kind, entry.Seat, Convert.ToBase64String(entry.Content.AsSpan()), entry.Hash);

        public RecordEntry Entry() => new(Sequence, UseCase, At, Kind, Seat, [.. Convert.FromBase64String(Content)], Hash);
    }
}
