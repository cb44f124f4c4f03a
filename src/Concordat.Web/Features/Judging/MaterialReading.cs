using System.Text.Json;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats;
using Concordat.Formats.ResponsesCsv;
using Concordat.Formats.ResponsesJsonl;
using Concordat.Formats.Text;

namespace Concordat.Web.Features.Judging;

/// <summary>Reads what is to be judged from a file: items by themselves, or recorded responses with their items, through the importers of the command line.</summary>
internal static class MaterialReading
{
    private const string Warning = "warning";

    /// <exception cref="InputDataException">The file has faults; all of them up to a limit are listed.</exception>
    public static Material Responses(string file, bool isJson, CancellationToken cancellationToken)
    {
        var builder = new EvidenceBuilder();
        IImporter importer = isJson ? new ResponsesJsonlImporter() : new ResponsesCsvImporter();
        importer.Read(new ImportRequest([file], MeasureOptions.Empty), builder, cancellationToken);
        EvidenceSet evidence = builder.Build();
        ResponseTable responses = evidence.Responses;
        AttributeColumn? prompts = evidence.Items.Attribute("prompt"), warnings = responses.Attributes.FirstOrDefault(column => column.Name == Warning);
        var warningOf = new Dictionary<int, string>();
        for (int row = 0; row < responses.Count; row++)
        {
            if (warnings?.LevelOf(row) is { } warning)
                warningOf.TryAdd(responses.Item[row], warning);
        }

        return new Material(
            [.. evidence.Items.Keys.Ids.Select((id, item) => new MaterialItem(id, Clean(prompts?.LevelOf(item) ?? id), Clean(warningOf.GetValueOrDefault(item, ""))))],
            [.. Enumerable.Range(0, responses.Count).Select(row => new MaterialResponse(
                responses.Keys[row], evidence.Items.Keys[responses.Item[row]], evidence.Systems.Keys[responses.System[row]], responses.Sample[row], Clean(responses.Text[row] ?? "")))]);
    }

    /// <exception cref="InputDataException">The file has faults; all of them up to a limit are listed.</exception>
    public static Material Items(string file, bool isJson)
    {
        var faults = new FaultList();
        var items = ImmutableArray.CreateBuilder<MaterialItem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (isJson)
        {
            using JsonLinesReader reader = JsonLinesReader.Open(file, DelimitedOptions.Default, faults);
            while (reader.Read())
            {
                string? id = Word(reader.Root, "item"), text = Word(reader.Root, "text");
                if (id is null || text is null || !seen.Add(id))
                    reader.Reject(id is null || text is not null ? "item" : "text", id is null || text is null ? "nothing" : $"'{id}' again", "an item of its own and its text, as text");
                else
                    items.Add(new MaterialItem(id, Clean(text), Clean(Word(reader.Root, Warning) ?? "")));
            }
        }
        else
        {
            using DelimitedReader reader = DelimitedReader.Open(file, DelimitedOptions.Default, faults);
            int idColumn = reader.RequiredColumn("item"), textColumn = reader.RequiredColumn("text"), warningColumn = reader.Column(Warning);
            while (reader.Read())
            {
                string id = reader.Text(idColumn), text = reader.Text(textColumn);
                if (id.Length == 0 || text.Length == 0)
                    reader.Reject(id.Length == 0 ? idColumn : textColumn, "nothing", "an item and its text");
                else if (!seen.Add(id))
                    reader.Reject(idColumn, "each item once");
                else
                    items.Add(new MaterialItem(id, Clean(text), warningColumn < 0 ? "" : Clean(reader.Text(warningColumn))));
            }
        }

        faults.ThrowIfAny();
        return new Material(items.ToImmutable(), []);
    }

    private static string? Word(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } word ? word : null;

    // As the browser counts it: line ends are one character, and there are no others that cannot be seen.
    private static string Clean(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(letter => letter is '\n' or '\t' || !char.IsControl(letter)));
}
