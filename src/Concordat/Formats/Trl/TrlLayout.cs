using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Formats.Trl;

/// <summary>Type, form and columns that every row of one file has.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsConversational">Whether texts are lists of messages.</param>
/// <param name="Fields">The columns with texts, in TRL's order.</param>
internal sealed record TrlLayout(TrlType Type, bool IsConversational, ImmutableArray<string> Fields)
{
    private static readonly ImmutableArray<string> s_optional = ["tools", "chat_template_kwargs"];

    /// <summary>Whether TRL itself reads a column of this name in such a file.</summary>
    public bool Knows(string column) =>
        Fields.Contains(column) || (column == "label" && Type == TrlType.UnpairedPreference) || (IsConversational && s_optional.Contains(column));

    /// <summary>The layout of the reader's current row, or null and a fault.</summary>
    public static TrlLayout? Of(JsonLinesReader reader, TrlReaderOptions options)
    {
        JsonElement row = reader.Root;
        bool Has(string name) => row.TryGetProperty(name, out _);
        TrlType? type = options.Type ?? (
            Has("chosen") && Has("rejected") ? TrlType.Preference
            : Has("prompt") && Has("completion") ? (Has("label") ? TrlType.UnpairedPreference : TrlType.PromptCompletion)
            : Has("messages") != Has("text") ? TrlType.LanguageModeling
            : Has("prompt") && !Has("completions") ? TrlType.PromptOnly
            : null);
        string columns = string.Join(", ", row.EnumerateObject().Select(property => property.Name).Take(20).DefaultIfEmpty("(none)"));
        if (type is null)
        {
            reader.Faults.Add(
                reader.FileName, reader.Line, 0, $"the columns {columns}",
                "those of one TRL type: text or messages; prompt; prompt and completion; chosen and rejected, with or without prompt; prompt, completion and label");
            return null;
        }

        ImmutableArray<string> fields = type switch
        {
            TrlType.LanguageModeling => [Has("messages") ? "messages" : "text"],
            TrlType.PromptOnly => ["prompt"],
            TrlType.Preference => Has("prompt") ? ["prompt", "chosen", "rejected"] : ["chosen", "rejected"],
            _ => ["prompt", "completion"],
        };
        if (fields.FirstOrDefault(field => !Has(field)) is { } missing)
        {
            reader.Faults.Add(reader.FileName, reader.Line, 0, $"the columns {columns}", $"a column '{missing}' ({type})");
            return null;
        }

        return new TrlLayout(type.Value, row.GetProperty(fields[0]).ValueKind == JsonValueKind.Array, fields);
    }
}
