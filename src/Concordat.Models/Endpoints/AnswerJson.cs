using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Endpoints;

/// <summary>Reads the parts of an OpenAI-compatible answer that servers agree on; what is missing or of the wrong kind reads as null.</summary>
internal static class AnswerJson
{
    public static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The first choice, or null.</summary>
    public static JsonElement? Choice(JsonElement root) =>
        root.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 && choices[0].ValueKind == JsonValueKind.Object
            ? choices[0]
            : null;

    /// <summary>The text of a choice, whole or a piece; null where it has none.</summary>
    public static string? ChoiceText(JsonElement choice)
    {
        foreach (string part in new[] { "message", "delta" })
        {
            if (choice.TryGetProperty(part, out JsonElement message) && message.ValueKind == JsonValueKind.Object)
                return Text(message, "content") ?? Text(message, "refusal") ?? "";
        }

        return Text(choice, "text");
    }

    /// <summary>Token counts as stated; null where one of the two is missing or no whole number from 0.</summary>
    public static UsageDetails? Usage(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out JsonElement usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        long? input = Count(usage, "prompt_tokens"), output = Count(usage, "completion_tokens");
        return input is null && output is null ? null : new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = Count(usage, "total_tokens") };
    }

    /// <summary>The tokens of a choice in either of the two layouts; empty where there are none.</summary>
    public static ImmutableArray<TokenLogprob> Logprobs(JsonElement choice)
    {
        if (!choice.TryGetProperty("logprobs", out JsonElement logprobs) || logprobs.ValueKind != JsonValueKind.Object)
            return [];
        var tokens = ImmutableArray.CreateBuilder<TokenLogprob>();
        if (logprobs.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement token in content.EnumerateArray())
            {
                if (Text(token, "token") is { } text && Number(token, "logprob") is { } value)
                    tokens.Add(new TokenLogprob(text, value, Listed(token)));
            }

            return tokens.ToImmutable();
        }

        if (!logprobs.TryGetProperty("tokens", out JsonElement texts) || texts.ValueKind != JsonValueKind.Array
            || !logprobs.TryGetProperty("token_logprobs", out JsonElement values) || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != texts.GetArrayLength())
            return [];
        bool hasTop = logprobs.TryGetProperty("top_logprobs", out JsonElement top) && top.ValueKind == JsonValueKind.Array && top.GetArrayLength() == texts.GetArrayLength();
        for (int i = 0; i < texts.GetArrayLength(); i++)
        {
            if (texts[i].ValueKind == JsonValueKind.String && Finite(values[i]))
                tokens.Add(new TokenLogprob(texts[i].GetString()!, values[i].GetDouble(), hasTop && top[i].ValueKind == JsonValueKind.Object ? Mapped(top[i]) : []));
        }

        return tokens.ToImmutable();
    }

    private static ImmutableArray<TokenAlternative> Listed(JsonElement token)
    {
        if (!token.TryGetProperty("top_logprobs", out JsonElement top) || top.ValueKind != JsonValueKind.Array)
            return [];
        return [.. top.EnumerateArray().Where(one => Text(one, "token") is not null && Number(one, "logprob") is not null)
            .Select(one => new TokenAlternative(Text(one, "token")!, Number(one, "logprob")!.Value))];
    }

    private static ImmutableArray<TokenAlternative> Mapped(JsonElement top) =>
        [.. top.EnumerateObject().Where(one => Finite(one.Value)).Select(one => new TokenAlternative(one.Name, one.Value.GetDouble()))];

    private static double? Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && Finite(value) ? value.GetDouble() : null;

    // A number such as -1e999 is JSON and no finite number; no line can hold it.
    private static bool Finite(JsonElement value) => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble());

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0 ? count : null;
}
