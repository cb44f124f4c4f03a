using System.Net;

namespace Concordat.Models.Endpoints;

/// <summary>How one model is reached, asked and paid; everything but the key itself, of which it holds the variable's name.</summary>
/// <param name="Name">What evidence calls the system.</param>
/// <param name="Url">The base address, to which <c>chat/completions</c>, <c>completions</c> or <c>embeddings</c> is added.</param>
/// <param name="Model">What the server calls the model.</param>
public sealed record EndpointDescription(string Name, Uri Url, string Model)
{
    private static readonly string[] s_own =
        ["model", "messages", "prompt", "input", "stream", "stream_options", "n", "temperature", "top_p", "seed", "stop", "logprobs", "top_logprobs", "max_tokens", "max_completion_tokens"];

    private static readonly string[] s_secret = ["api_key", "apikey", "api-key", "authorization", "secret", "password"];

    public EndpointKind Kind { get; init; } = EndpointKind.Chat;

    /// <summary>The environment variable that holds the key; null where none is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Most requests under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Null: no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens sent and, at most, received; null: no limit.</summary>
    public int? TokensPerMinute { get; init; }

    public TokenPrice Price { get; init; }

    /// <summary>Most tokens of an answer; the budget is kept by it, so it is always sent.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>What the server calls <see cref="MaxTokens"/>; some models take <c>max_completion_tokens</c> alone.</summary>
    public string MaxTokensField { get; init; } = "max_tokens";

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    /// <summary>Where given, each request carries a seed of its own, which follows from this one.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Log-probabilities of the answer's tokens and of so many alternatives at each place; null: none.</summary>
    public int? TopLogprobs { get; init; }

    public string? SystemPrompt { get; init; }

    /// <summary>Whether the answer is read as it is made; a cut one is then noticed by its missing end.</summary>
    public bool Streams { get; init; }

    /// <summary>How long one attempt may last, until its last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Attempts at a request before it counts as failed.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Whether the server answers a request with the same <c>Idempotency-Key</c> once and bills it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Most texts of one request for vectors.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Fields of one server alone, such as vLLM's <c>top_k</c>: name and JSON.</summary>
    public ImmutableSortedDictionary<string, string> Extra { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the address is this machine's own.</summary>
    public bool IsLocal => Url.IsLoopback || (IPAddress.TryParse(Url.Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>What is wrong with the description, each a value and what it may be; a value that could be a secret is not repeated.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Contains('\n', StringComparison.Ordinal))
            yield return "name is empty or holds a line break; expected one line";
        if (string.IsNullOrWhiteSpace(Model))
            yield return "model is empty; expected what the server calls the model";
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("http" or "https"))
            yield return "url is no http or https address";
        else if (Url.UserInfo.Length > 0 || Url.Query.Length > 0 || Url.Fragment.Length > 0)
            yield return "url holds a user, a query or a fragment, where keys are often put (not repeated here); expected an address alone, and the key in an environment variable";
        else if (KeyVariable is not null && Url.Scheme == "http" && !IsLocal)
            yield return $"url is http://{Url.Host} and a key would cross the network in the clear; expected https, or a server on this machine";
        if (KeyVariable is not null && !IsVariable(KeyVariable))
            yield return "key is not the name of an environment variable (what was given is not repeated, in case it is a key); expected such as OPENAI_API_KEY";
        foreach ((string name, long value, long least, long most) in Ranges())
        {
            if (value < least || value > most)
                yield return $"{name} is {value}; it must lie in {least} … {most}";
        }

        if (Temperature is { } temperature && !(temperature is >= 0 and <= 10))
            yield return $"temperature is {temperature}; it must lie in 0 … 10";
        if (TopP is { } topP && !(topP is > 0 and <= 1))
            yield return $"top-p is {topP}; it must lie in (0, 1]";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(2))
            yield return $"timeout is {Timeout.TotalSeconds} s; it must lie in (0, 7200]";
        if (Price.InputPerMillion < 0 || Price.OutputPerMillion < 0)
            yield return "price is negative";
        if (SystemPrompt is not null && Kind != EndpointKind.Chat)
            yield return "system-prompt stands beside a kind without messages; expected kind: chat";
        foreach (string name in Extra.Keys)
        {
            if (s_own.Contains(name))
                yield return $"extra holds '{name}', which is set otherwise; expected fields that only this server knows";
            else if (s_secret.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                yield return $"extra holds '{name}', which reads like a secret; expected keys in environment variables only";
        }

        if (MaxTokensField is not ("max_tokens" or "max_completion_tokens"))
            yield return $"max-tokens-field is '{MaxTokensField}'; expected max_tokens or max_completion_tokens";
        if (TopLogprobs is not null && Kind == EndpointKind.Embeddings)
            yield return "logprobs stands beside kind: embeddings, which has none";
    }

    private IEnumerable<(string Name, long Value, long Least, long Most)> Ranges()
    {
        yield return ("concurrency", Concurrency, 1, 1024);
        yield return ("requests-per-minute", RequestsPerMinute ?? 1, 1, 10_000_000);
        yield return ("tokens-per-minute", TokensPerMinute ?? 1, 1, int.MaxValue);
        yield return ("max-tokens", MaxTokens, 1, 1_000_000);
        yield return ("logprobs", TopLogprobs ?? 0, 0, 1_000_000);
        yield return ("attempts", Attempts, 1, 50);
        yield return ("batch", BatchSize, 1, 2048);
    }

    // A key pasted in place of the name has small letters, digits and dashes in a run; names of variables are held to capitals.
    private static bool IsVariable(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]);
}
