using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Endpoints;

/// <summary>Writes the JSON of requests: the same request gives the same bytes.</summary>
internal static class RequestBody
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">The options ask for what these requests do not carry, or a raw prompt is several messages.</exception>
    public static byte[] Text(EndpointDescription endpoint, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        if (options?.Tools is { Count: > 0 })
            throw new ArgumentException("the options hold tools; this client sends none");
        return Written(endpoint, json =>
        {
            if (options?.AdditionalProperties?.GetValueOrDefault(TextEndpoint.PromptTokens) is ImmutableArray<int> tokens)
                Tokens(json, endpoint, tokens);
            else if (endpoint.Kind == EndpointKind.Completions)
                json.WriteString("prompt", messages.Count == 1 ? messages[0].Text : throw new ArgumentException($"{messages.Count} messages for a raw prompt; expected one"));
            else
                Messages(json, messages);
            json.WriteNumber(endpoint.MaxTokensField, options?.MaxOutputTokens ?? endpoint.MaxTokens);
            if ((options?.Temperature ?? endpoint.Temperature) is { } temperature)
                json.WriteNumber("temperature", temperature);
            if ((options?.TopP ?? endpoint.TopP) is { } topP)
                json.WriteNumber("top_p", topP);
            if (options?.Seed is { } seed)
                json.WriteNumber("seed", seed);
            if (options?.StopSequences is { Count: > 0 } stops)
            {
                json.WriteStartArray("stop");
                foreach (string stop in stops)
                    json.WriteStringValue(stop);
                json.WriteEndArray();
            }

            Logprobs(json, endpoint);
            if (!stream)
                return;
            json.WriteBoolean("stream", true);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        });
    }

    public static byte[] Embeddings(EndpointDescription endpoint, IReadOnlyList<string> texts) => Written(endpoint, json =>
    {
        json.WriteStartArray("input");
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    });

    private static void Messages(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages)
    {
        json.WriteStartArray("messages");
        foreach (ChatMessage message in messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role.Value);
            json.WriteString("content", message.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Tokens(Utf8JsonWriter json, EndpointDescription endpoint, ImmutableArray<int> tokens)
    {
        if (endpoint.Kind != EndpointKind.Completions)
            throw new ArgumentException($"{endpoint.Name} takes messages; token ids go to an endpoint of kind completions");
        json.WriteStartArray("prompt");
        foreach (int token in tokens)
            json.WriteNumberValue(token);
        json.WriteEndArray();
    }

    private static void Logprobs(Utf8JsonWriter json, EndpointDescription endpoint)
    {
        if (endpoint.TopLogprobs is not { } top)
            return;
        if (endpoint.Kind == EndpointKind.Completions)
        {
            json.WriteNumber("logprobs", top);
            return;
        }

        json.WriteBoolean("logprobs", true);
        json.WriteNumber("top_logprobs", top);
    }

    private static byte[] Written(EndpointDescription endpoint, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("model", endpoint.Model);
            fields(json);
            foreach ((string name, string value) in endpoint.Extra)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
