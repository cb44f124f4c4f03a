using System.Globalization;
using System.Text.Json;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Tests.Collection;

namespace Concordat.Models.Tests.Decoding;

/// <summary>Models in process behind HTTP: OpenAI's completions with log-probabilities, one token at a time, prompts as text or as token ids, as vLLM serves them.</summary>
internal sealed class CompletionsServer : IAsyncDisposable
{
    private readonly MisbehavingServer _server;
    private readonly IReadOnlyDictionary<string, ModelDirectory> _models;
    private int _failuresLeft;

    /// <param name="models">Models by the name that requests call them.</param>
    /// <param name="failures">So many requests are answered by 503 first.</param>
    public CompletionsServer(IReadOnlyDictionary<string, ModelDirectory> models, int failures = 0)
    {
        (_models, _failuresLeft) = (models, failures);
        _server = new MisbehavingServer((request, connection) => Interlocked.Decrement(ref _failuresLeft) >= 0
            ? connection.AnswerAsync(503, """{"error":{"message":"loading"}}""")
            : connection.AnswerAsync(200, Answer(request.Json)));
    }

    public Uri Url => _server.Url;

    public int Requests => _server.Seen.Count;

    /// <summary>An endpoint of this server that lists so many tokens.</summary>
    public EndpointDescription Endpoint(string model, int listed, bool asIds)
    {
        var endpoint = new EndpointDescription(model, Url, model) { Kind = EndpointKind.Completions, TopLogprobs = listed };
        return asIds ? endpoint with { Extra = endpoint.Extra.Add("return_tokens_as_token_ids", "true") } : endpoint;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Answer(JsonElement body)
    {
        ModelDirectory directory = _models[body.GetProperty("model").GetString()!];
        JsonElement prompt = body.GetProperty("prompt");
        int[] tokens = prompt.ValueKind == JsonValueKind.Array ? [.. prompt.EnumerateArray().Select(token => token.GetInt32())] : directory.Tokenizer.Encode(prompt.GetString()!);
        double[] logits = Small.Doubles(new LlamaDecoder(directory.Model, 1).Advance(tokens).ToArray());
        double total = Math.Log(logits.Sum(z => Math.Exp(z - logits.Max()))) + logits.Max();
        bool asIds = body.TryGetProperty("return_tokens_as_token_ids", out JsonElement stated) && stated.GetBoolean();
        string Named(int token) => asIds ? string.Create(CultureInfo.InvariantCulture, $"token_id:{token}") : directory.Tokenizer.Decode([token], leavesOutSpecialTokens: false);
        int[] order = [.. Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token])];
        string top = string.Join(',', order.Take(body.GetProperty("logprobs").GetInt32())
            .Select(token => $"{JsonSerializer.Serialize(Named(token))}:{(logits[token] - total).ToString("R", CultureInfo.InvariantCulture)}"));
        string first = JsonSerializer.Serialize(Named(order[0]));
        return $$"""{"id":"r","model":"served","choices":[{"index":0,"text":{{first}},"finish_reason":"length","logprobs":{"tokens":[{{first}}],"token_logprobs":[{{(logits[order[0]] - total).ToString("R", CultureInfo.InvariantCulture)}}],"top_logprobs":[{ {{top}} }] } }],"usage":{"prompt_tokens":{{tokens.Length}},"completion_tokens":1,"total_tokens":{{tokens.Length + 1}} } }""";
    }
}
