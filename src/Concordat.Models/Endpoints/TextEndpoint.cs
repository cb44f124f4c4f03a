using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Endpoints;

/// <summary>A chat or completions endpoint (OpenAI, vLLM, llama.cpp, Ollama, hosted) as an <see cref="IChatClient"/>; a call is one attempt.</summary>
/// <remarks>
/// For completions the one message is the raw prompt. Where the endpoint lists log-probabilities, the response carries them as an
/// <see cref="ImmutableArray{T}"/> of <see cref="TokenLogprob"/> under <see cref="TokenLogprob.PropertyName"/>. Token counts are those the server states, or none.
/// The option <see cref="IdempotencyKey"/> among the additional properties becomes the header of that name. Tools are not sent.
/// Source: OpenAI API reference, chat completions and completions; vLLM, llama.cpp and Ollama serve the same routes.
/// </remarks>
public sealed class TextEndpoint : IChatClient
{
    /// <summary>The additional property of <see cref="ChatOptions"/> with a request's key.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>The additional property of <see cref="ChatOptions"/> with a raw prompt as token ids, an <see cref="ImmutableArray{T}"/> of whole numbers, sent in place of the message's text.</summary>
    public const string PromptTokens = "prompt_tokens";

    private readonly EndpointDescription _endpoint;
    private readonly HttpClient _client;
    private readonly EndpointHttp _http;

    /// <exception cref="ArgumentException">The description is of vectors, or has faults.</exception>
    public TextEndpoint(EndpointDescription endpoint, EndpointKey key, TimeProvider clock)
    {
        if (endpoint.Kind == EndpointKind.Embeddings)
            throw new ArgumentException($"{endpoint.Name} is of kind embeddings; expected chat or completions");
        if (endpoint.Faults().FirstOrDefault() is { } fault)
            throw new ArgumentException($"{endpoint.Name}: {fault}");
        _endpoint = endpoint;
        _client = EndpointHttp.Client(endpoint);
        _http = new EndpointHttp(_client, endpoint, key, clock);
    }

    private string Path => _endpoint.Kind == EndpointKind.Chat ? "chat/completions" : "completions";

    /// <exception cref="EndpointException">The attempt failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_endpoint.Streams)
            return await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);
        byte[] body = RequestBody.Text(_endpoint, [.. messages], options, stream: false);
        using JsonDocument document = await _http.PostAsync(Path, body, KeyOf(options), cancellationToken);
        JsonElement choice = AnswerJson.Choice(document.RootElement) ?? throw Missing("choices");
        string text = AnswerJson.ChoiceText(choice) ?? throw Missing("the text of the first choice");
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, _http.WithoutKey(text)))
        {
            ResponseId = Told(document.RootElement, "id"),
            ModelId = Told(document.RootElement, "model"),
            FinishReason = Reason(choice),
            Usage = AnswerJson.Usage(document.RootElement),
        };
        if (AnswerJson.Logprobs(choice) is { Length: > 0 } tokens)
            response.AdditionalProperties = new AdditionalPropertiesDictionary { [TokenLogprob.PropertyName] = tokens };
        return response;
    }

    /// <exception cref="EndpointException">The attempt failed; an answer without its announced end counts as cut.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] body = RequestBody.Text(_endpoint, [.. messages], options, stream: true);
        await using EndpointStream stream = await _http.StreamAsync(Path, body, KeyOf(options), cancellationToken);
        var tokens = ImmutableArray.CreateBuilder<TokenLogprob>();
        ChatFinishReason? finish = null;
        UsageDetails? usage = null;
        while (await stream.NextAsync() is { } document)
        {
            using (document)
            {
                usage = AnswerJson.Usage(document.RootElement) ?? usage;
                if (AnswerJson.Choice(document.RootElement) is not { } choice)
                    continue;
                finish = Reason(choice) ?? finish;
                tokens.AddRange(AnswerJson.Logprobs(choice));
                yield return new ChatResponseUpdate(ChatRole.Assistant, _http.WithoutKey(AnswerJson.ChoiceText(choice) ?? ""))
                {
                    ResponseId = Told(document.RootElement, "id"),
                    ModelId = Told(document.RootElement, "model"),
                };
            }
        }

        if (!stream.IsDone && finish is null)
            throw new EndpointException(EndpointFailureKind.Cut, "the stream ended before the answer did");
        var last = new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = finish };
        if (usage is not null)
            last.Contents.Add(new UsageContent(usage));
        if (tokens.Count > 0)
            last.AdditionalProperties = new AdditionalPropertiesDictionary { [TokenLogprob.PropertyName] = tokens.ToImmutable() };
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai-compatible", _endpoint.Url, _endpoint.Model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => _client.Dispose();

    private string? Told(JsonElement of, string name) => AnswerJson.Text(of, name) is { } text ? _http.WithoutKey(text) : null;

    private ChatFinishReason? Reason(JsonElement choice) => Told(choice, "finish_reason") is { Length: > 0 } reason ? new ChatFinishReason(reason) : null;

    private static string? KeyOf(ChatOptions? options) => options?.AdditionalProperties?.GetValueOrDefault(IdempotencyKey) as string;

    private static EndpointException Missing(string what) => new(EndpointFailureKind.BadAnswer, $"an answer without {what}");
}
