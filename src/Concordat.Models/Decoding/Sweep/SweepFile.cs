using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>Reads questions from JSON Lines: <c>id</c>, <c>measure</c>, <c>part</c> (target or knowledge), <c>prompt</c>, and <c>choices</c> with the place of the <c>answer</c>, or an <c>answer</c>, or a <c>text</c>.</summary>
public static class SweepFile
{
    private static readonly string[] s_fields = ["id", "measure", "part", "prompt", "choices", "answer", "text"];

    /// <summary>The questions in file order.</summary>
    /// <exception cref="InputDataException">The file has faults, an id stands twice, or a measure is of two kinds.</exception>
    public static ImmutableArray<SweepItem> Read(string file, CancellationToken cancellationToken)
    {
        var faults = new FaultList();
        var items = ImmutableArray.CreateBuilder<SweepItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new Dictionary<string, (SweepPart, SweepKind)>(StringComparer.Ordinal);
        using JsonLinesReader reader = JsonLinesReader.Open(file, DelimitedOptions.Default, faults);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonElement root = reader.Root;
            if (root.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !s_fields.Contains(name)) is { } unknown)
                faults.Add(file, reader.Line, 0, $"the field {FaultList.Shown(unknown)}", string.Join(", ", s_fields));
            else if (Of(root) is not { } item)
                faults.Add(file, reader.Line, 0, "no question", "id, measure, part (target or knowledge), prompt, none empty, and one of: choices (two or more) with answer (a place from 0); answer (a text); text");
            else if (!ids.Add(item.Id))
                faults.Add(file, reader.Line, 0, $"{FaultList.Shown(item.Id)} again", "each id once");
            else if (!kinds.TryAdd(item.Measure, (item.Part, item.Kind)) && kinds[item.Measure] != (item.Part, item.Kind))
                faults.Add(file, reader.Line, 0, $"{FaultList.Shown(item.Measure)} as {item.Part} and {item.Kind}", $"{kinds[item.Measure]}, as before: one kind for a measure");
            else
                items.Add(item);
        }

        if (items.Count == 0 && faults.Count == 0)
            faults.Add(file, 0, 0, "no questions", "at least one");
        faults.ThrowIfAny();
        return items.ToImmutable();
    }

    private static SweepItem? Of(JsonElement root)
    {
        string? Text(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        SweepPart? part = Text("part") switch { "target" => SweepPart.Target, "knowledge" => SweepPart.Knowledge, _ => null };
        if (Text("id") is not { } id || Text("measure") is not { } measure || part is null || Text("prompt") is not { } prompt)
            return null;
        if (root.TryGetProperty("choices", out JsonElement list))
        {
            if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(choice => choice.ValueKind != JsonValueKind.String || choice.GetString()!.Length == 0)
                || !root.TryGetProperty("answer", out JsonElement place) || place.ValueKind != JsonValueKind.Number || !place.TryGetInt32(out int answer)
                || list.GetArrayLength() < 2 || answer < 0 || answer >= list.GetArrayLength() || root.TryGetProperty("text", out _))
                return null;
            return new SweepItem(id, measure, part.Value, SweepKind.Choice, prompt, [.. list.EnumerateArray().Select(choice => choice.GetString()!)], answer);
        }

        return (Text("answer"), Text("text")) switch
        {
            ({ } answer, null) => new SweepItem(id, measure, part.Value, SweepKind.Cloze, prompt, [answer], 0),
            (null, { } text) => new SweepItem(id, measure, part.Value, SweepKind.Text, prompt, [text], 0),
            _ => null,
        };
    }
}
