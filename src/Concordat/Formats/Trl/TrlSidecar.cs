using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Formats.Trl;

/// <summary>A second file beside a dataset: weight, rater and group of each row, in the same order.</summary>
/// <remarks>
/// They are no columns of the dataset itself, for three reasons: a trainer may take or refuse columns that it does not know; the dataset can be handed on without what it says
/// of people; and whoever reads the weights must know what they are. Each line carries the number of its row and the hash of the row's TRL fields
/// (<see cref="TrlWriter.Hash"/>), so that a dataset that was shuffled, filtered or edited is found out instead of being weighed wrongly.
/// A sidecar that somebody wrote by hand may leave the hash out; then the number of the row alone stands for it.
/// </remarks>
public static class TrlSidecar
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ImmutableArray<string> s_fields = ["row", "sha256", "weight", "rater", "group"];

    /// <summary>Writes the notes of a dataset.</summary>
    /// <exception cref="ArgumentException">There are none, or a weight is negative or not finite.</exception>
    public static void Write(string file, TrlDataset dataset)
    {
        if (dataset.Notes.IsEmpty)
            throw new ArgumentException("the dataset has no weight, rater or group to write", nameof(dataset));
        if (dataset.Notes.FirstOrDefault(note => !(note.Weight >= 0 && double.IsFinite(note.Weight))) is { } bad)
            throw new ArgumentException($"a weight is {bad.Weight}; it must be finite and not negative", nameof(dataset));
        WholeFile.Write(file, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            for (int row = 0; row < dataset.Examples.Length; row++)
            {
                TrlNote note = dataset.Notes[row];
                using (var json = new Utf8JsonWriter(buffer, s_writing))
                {
                    json.WriteStartObject();
                    json.WriteNumber("row", row);
                    json.WriteString("sha256", TrlWriter.Hash(dataset.Examples[row]));
                    json.WriteNumber("weight", note.Weight);
                    if (note.Rater is not null)
                        json.WriteString("rater", note.Rater);
                    if (note.Group is not null)
                        json.WriteString("group", note.Group);
                    json.WriteEndObject();
                }

                buffer.Write("\n"u8);
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        });
    }

    /// <summary>Reads the notes of a dataset's rows, (n).</summary>
    /// <exception cref="InputDataException">A line does not belong to the row at its place, or there are more or fewer of them.</exception>
    internal static ImmutableArray<TrlNote> Read(string file, string dataset, ImmutableArray<TrlExample> examples, CancellationToken cancellationToken)
    {
        var notes = ImmutableArray.CreateBuilder<TrlNote>(examples.Length);
        var faults = new FaultList();
        using var reader = JsonLinesReader.Open(file, DelimitedOptions.Default, faults);
        int row = 0;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            notes.Add(ReadNote(reader, dataset, row, examples));
            row++;
        }

        if (row < examples.Length)
            faults.Add(file, 0, 0, $"{row} rows", $"{examples.Length}, as many as {dataset} has");
        faults.ThrowIfAny();
        return notes.MoveToImmutable();
    }

    private static TrlNote ReadNote(JsonLinesReader reader, string dataset, int row, ImmutableArray<TrlExample> examples)
    {
        JsonElement root = reader.Root;
        if (!root.TryGetProperty("row", out JsonElement number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out int given) || given != row || row >= examples.Length)
            reader.Reject("row", root.TryGetProperty("row", out number) ? number.GetRawText() : "no row", row < examples.Length ? $"{row}: rows in the order of {dataset}" : $"{examples.Length} rows, as {dataset} has");
        else if (root.TryGetProperty("sha256", out JsonElement hash) && (hash.ValueKind != JsonValueKind.String || hash.GetString() != TrlWriter.Hash(examples[row])))
            reader.Reject("sha256", "another hash", $"that of row {row} of {dataset}; it was changed since the sidecar was written, so write both again");
        double weight = 1;
        if (!root.TryGetProperty("weight", out JsonElement stated) || stated.ValueKind != JsonValueKind.Number || !stated.TryGetDouble(out weight) || !(weight >= 0 && double.IsFinite(weight)))
            reader.Reject("weight", root.TryGetProperty("weight", out stated) ? TrlReader.Shown(stated) : "no weight", "a finite number that is not negative");
        foreach (JsonProperty property in root.EnumerateObject().Where(property => !s_fields.Contains(property.Name)))
            reader.Reject(property.Name, $"a field {FaultList.Shown(property.Name)}", $"nothing but {string.Join(", ", s_fields)}");
        return new TrlNote(weight, Text(reader, "rater"), Text(reader, "group"));
    }

    private static string? Text(JsonLinesReader reader, string field)
    {
        if (!reader.Root.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        reader.Reject(field, TrlReader.Shown(value), "a text");
        return null;
    }
}
