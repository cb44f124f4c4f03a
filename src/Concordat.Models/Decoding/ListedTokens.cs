using System.Globalization;
using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Decoding;

/// <summary>What one endpoint lists for the next token: log-probabilities by token.</summary>
/// <remarks>
/// A token is its id where the vocabulary is known (from <c>token_id:N</c>, as vLLM writes it on demand, or from a text that one token alone has), else its text. A text that stands for
/// several tokens, or holds U+FFFD for bytes that are no text, names none and counts as outside.
/// </remarks>
internal sealed class ListedTokens
{
    private const string IdMark = "token_id:";

    private ListedTokens(Dictionary<string, double> logprobs, bool hasEnded, UsageDetails? usage) => (Logprobs, HasEnded, Usage) = (logprobs, hasEnded, usage);

    public Dictionary<string, double> Logprobs { get; }

    /// <summary>Whether the server ended the text and lists nothing.</summary>
    public bool HasEnded { get; }

    public UsageDetails? Usage { get; }

    /// <exception cref="EndpointException">The answer has no log-probabilities.</exception>
    public static ListedTokens Of(ChatResponse response, string name, TokenTexts? texts)
    {
        var listed = response.AdditionalProperties?.GetValueOrDefault(TokenLogprob.PropertyName) is ImmutableArray<TokenLogprob> tokens ? tokens : [];
        if (listed.IsEmpty)
        {
            return response.FinishReason == ChatFinishReason.Stop
                ? new ListedTokens([], true, response.Usage)
                : throw new EndpointException(EndpointFailureKind.BadAnswer, $"an answer of {name} without log-probabilities");
        }

        var logprobs = new Dictionary<string, double>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        foreach (TokenAlternative one in listed[0].Top)
        {
            if (KeyOf(one.Token, texts) is { } key && double.IsFinite(one.Logprob) && !logprobs.TryAdd(key, one.Logprob))
                twice.Add(key);
        }

        if (KeyOf(listed[0].Token, texts) is { } drawn && double.IsFinite(listed[0].Logprob))
            logprobs.TryAdd(drawn, listed[0].Logprob);
        foreach (string key in twice)
            logprobs.Remove(key);
        return new ListedTokens(logprobs, false, response.Usage);
    }

    /// <summary>Probability outside some tokens.</summary>
    public double Outside(IEnumerable<string> tokens) => Math.Clamp(1 - tokens.Sum(token => Math.Exp(Logprobs[token])), 0, 1);

    /// <summary>Ids in the order of numbers, texts in that of letters, so that ties fall as they do in process.</summary>
    public static ImmutableArray<string> Ordered(IEnumerable<string> tokens) => [.. tokens.OrderBy(IdOf).ThenBy(token => token, StringComparer.Ordinal)];

    public static int IdOf(string token) =>
        token.StartsWith(IdMark, StringComparison.Ordinal) && int.TryParse(token.AsSpan(IdMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1;

    private static string? KeyOf(string token, TokenTexts? texts) =>
        texts is null ? token.Contains('\uFFFD', StringComparison.Ordinal) ? null : token
        : IdOf(token) >= 0 ? token
        : texts.IdOf(token) is { } id ? IdMark + id.ToString(CultureInfo.InvariantCulture)
        : null;
}
