using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Formats.Trl;

/// <summary>Reads the current row of a file.</summary>
internal sealed class TrlRow(JsonLinesReader reader, TrlLayout layout, bool isStrict)
{
    private static readonly ImmutableArray<string> s_messageFields = ["role", "content", "name", "thinking", "tool_calls", "tool_call_id"];

    /// <summary>The example, or null and faults.</summary>
    public TrlExample? Read()
    {
        int before = reader.Faults.Count;
        ImmutableSortedDictionary<string, string> other = Others();
        TrlText? Text(int field) => field < layout.Fields.Length ? ReadText(layout.Fields[field]) : null;
        TrlText? first = Text(0), second = Text(1), third = Text(2);
        bool label = layout.Type == TrlType.UnpairedPreference && Label();
        if (reader.Faults.Count > before)
            return null;
        return layout.Type switch
        {
            TrlType.LanguageModeling => new TrlLanguageModeling(first!) { Other = other },
            TrlType.PromptOnly => new TrlPromptOnly(first!) { Other = other },
            TrlType.PromptCompletion => new TrlPromptCompletion(first!, second!) { Other = other },
            TrlType.UnpairedPreference => new TrlUnpairedPreference(first!, second!, label) { Other = other },
            _ when third is null => new TrlPreference(null, first!, second!) { Other = other },
            _ => new TrlPreference(first, second!, third) { Other = other },
        };
    }

    private ImmutableSortedDictionary<string, string> Others()
    {
        ImmutableSortedDictionary<string, string> other = TrlExample.NoOther;
        foreach (JsonProperty property in reader.Root.EnumerateObject())
        {
            if (layout.Fields.Contains(property.Name) || (property.Name == "label" && layout.Type == TrlType.UnpairedPreference))
                continue;
            if (property.Name == "prompt" && layout.Type == TrlType.Preference)
                reader.Reject("prompt", "a prompt of its own", "none, as in the first row: prompts are explicit in every row or in none");
            else if (isStrict && !layout.Knows(property.Name))
                reader.Reject(property.Name, $"a column {FaultList.Shown(property.Name)}", $"nothing but TRL's own columns: {string.Join(", ", layout.Fields)}");
            other = other.Add(property.Name, property.Value.GetRawText());
        }

        return other;
    }

    private bool Label()
    {
        if (reader.Root.TryGetProperty("label", out JsonElement label) && label.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return label.GetBoolean();
        reader.Reject("label", reader.Root.TryGetProperty("label", out label) ? TrlReader.Shown(label) : "no label", "true where the completion is wanted, false where it is not");
        return false;
    }

    private TrlText? ReadText(string field)
    {
        if (!reader.Root.TryGetProperty(field, out JsonElement value))
        {
            reader.Faults.Add(reader.FileName, reader.Line, 0, $"no '{field}'", $"'{field}' in every row");
            return null;
        }

        if (value.ValueKind != (layout.IsConversational ? JsonValueKind.Array : JsonValueKind.String))
        {
            reader.Reject(field, TrlReader.Shown(value), layout.IsConversational ? "a list of messages, as in the first row" : "a text, as in the first row");
            return null;
        }

        if (!layout.IsConversational)
            return TrlText.Of(value.GetString()!);
        var messages = ImmutableArray.CreateBuilder<TrlMessage>(value.GetArrayLength());
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (Message(field, element, messages.Count) is { } message)
                messages.Add(message);
        }

        if (messages.Count < value.GetArrayLength())
            return null;
        if (messages.Count == 0)
        {
            reader.Reject(field, "an empty list", "at least one message");
            return null;
        }

        RequireEnd(field, messages[^1].Role);
        return TrlText.Of(messages.ToImmutable());
    }

    private void RequireEnd(string field, string role)
    {
        if (field == "prompt" && role is not (TrlMessage.User or TrlMessage.Tool or TrlMessage.Assistant))
            reader.Reject(field, $"a last message of role {role}", "a prompt that ends with the user, a tool, or words of the assistant to go on from");
        if (field is "completion" or "chosen" or "rejected" && role != TrlMessage.Assistant)
            reader.Reject(field, $"a last message of role {role}", "an answer of the assistant");
    }

    private TrlMessage? Message(string field, JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            reader.Reject(field, $"{TrlReader.Shown(element)} as message {index}", "an object with role and content");
            return null;
        }

        string? role = element.TryGetProperty("role", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        if (role is null || !TrlMessage.Roles.Contains(role))
        {
            reader.Reject(field, role is null ? $"message {index} without a role" : $"role {FaultList.Shown(role)} in message {index}", $"one of {string.Join(", ", TrlMessage.Roles)}");
            return null;
        }

        bool hasContent = element.TryGetProperty("content", out JsonElement content) && content.ValueKind != JsonValueKind.Null;
        if (hasContent ? content.ValueKind != JsonValueKind.String : !element.TryGetProperty("tool_calls", out _))
        {
            reader.Reject(field, hasContent ? $"{TrlReader.Shown(content)} as the content of message {index}" : $"message {index} without content", "the words as a text");
            return null;
        }

        ImmutableSortedDictionary<string, string> other = TrlExample.NoOther;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (isStrict && !s_messageFields.Contains(property.Name))
                reader.Reject(field, $"a field {FaultList.Shown(property.Name)} in message {index}", $"nothing but {string.Join(", ", s_messageFields)}");
            if (property.Name is not ("role" or "content"))
                other = other.Add(property.Name, property.Value.GetRawText());
        }

        return new TrlMessage(role, hasContent ? content.GetString() : null) { Other = other };
    }
}
