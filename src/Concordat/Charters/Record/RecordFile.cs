using System.Text.Json;

namespace Concordat.Charters.Record;

/// <summary>A record as a file: JSON Lines, one entry each, in the order of the chain.</summary>
/// <remarks>
/// A line is read only if it is written as <see cref="Text"/> writes its entry, byte for byte: two readers could otherwise take one line for two entries (a name given twice, a letter
/// written in another way, a base 64 with spare bits), and the chain would hold for one of them alone.
/// </remarks>
public static class RecordFile
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web)
    {
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
            RecordEntry? entry = Entry(line);
            if (entry is not null && Text(entry) == line)
            {
                entries.Add(entry);
                continue;
            }

            faults.Add(new InputFault(
                path, at, 1, entry is null ? "a line that is no entry" : "an entry in another spelling",
                "one JSON object with sequence, useCase, at, kind, seat, content (base 64) and hash, each once and in this order, as the server writes it"));
            if (faults.Count == InputDataException.FaultLimit)
                break;
        }

        return faults.Count == 0 ? entries.ToImmutable() : throw new InputDataException([.. faults]);
    }

    private static RecordEntry? Entry(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, s_format)?.Entry();
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
