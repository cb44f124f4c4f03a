using System.Text.Json;

namespace Concordat.Charters.Record;

/// <summary>A record as a file: JSON Lines, one entry each, in the order of the chain.</summary>
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
            try
            {
                entries.Add(JsonSerializer.Deserialize<Line>(line, s_format)!.Entry());
            }
            catch (Exception exception) when (exception is JsonException or FormatException)
            {
                faults.Add(new InputFault(path, at, 1, "a line that is no entry", "one JSON object with sequence, useCase, at, kind, seat, content (base 64) and hash"));
                if (faults.Count == InputDataException.FaultLimit)
                    break;
            }
        }

        return faults.Count == 0 ? entries.ToImmutable() : throw new InputDataException([.. faults]);
    }

    private sealed record Line(long Sequence, string UseCase, long At, string Kind, string? Seat, string Content, string Hash)
    {
        public static Line Of(RecordEntry entry) => new(entry.Sequence, entry.UseCase, entry.At, entry.Kind, entry.Seat, Convert.ToBase64String(entry.Content.AsSpan()), entry.Hash);

        public RecordEntry Entry() => new(Sequence, UseCase, At, Kind, Seat, [.. Convert.FromBase64String(Content)], Hash);
    }
}
