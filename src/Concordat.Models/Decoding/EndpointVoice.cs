using Concordat.Models.Endpoints;
using Concordat.Numerics.Sampling;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Decoding;

/// <summary>Asks one endpoint for what may follow, within its rates, again where that can help.</summary>
internal sealed class EndpointVoice(EndpointMember member, TokenTexts? texts, RetryRules rules, TimeProvider clock)
{
    private readonly RateGate _gate = new(member.Endpoint, clock);

    public EndpointMember Member => member;

    /// <summary>The tokens of a prompt in the member's template; empty where the vocabulary is not known.</summary>
    public ImmutableArray<int> Tokens(string prompt) => texts is null ? [] : [.. member.Template.Encode(texts.Tokenizer, prompt)];

    /// <summary>Asks for the next token's log-probabilities, and says how many attempts before may have been billed.</summary>
    /// <exception cref="EndpointException">It failed for good, or as often as the endpoint allows.</exception>
    public async Task<(ListedTokens Listed, int Doubtful)> NextAsync(string prompt, ImmutableArray<int> promptTokens, string writtenText, IEnumerable<int> writtenTokens, ulong stream, CancellationToken cancellationToken)
    {
        // Temperature 1 and no cut: some servers tell probabilities as they were left for drawing.
        var options = new ChatOptions { MaxOutputTokens = 1, Temperature = 1, TopP = 1 };
        if (texts is not null)
            options.AdditionalProperties = new AdditionalPropertiesDictionary { [TextEndpoint.PromptTokens] = ImmutableArray.CreateRange(promptTokens.Concat(writtenTokens)) };
        ChatMessage[] messages = [new(ChatRole.User, member.Template.Text(prompt) + writtenText)];
        var random = new Xoshiro(stream);
        int doubtful = 0;
        for (int attempt = 1; ; attempt++)
        {
            await _gate.EnterAsync(messages[0].Text.Length / 4 + 1, cancellationToken);
            try
            {
                return (ListedTokens.Of(await member.Client.GetResponseAsync(messages, options, cancellationToken), member.Endpoint.Name, texts), doubtful);
            }
            catch (EndpointException failure) when (rules.WaitAfter(failure, attempt, member.Endpoint.Attempts, ref random) is { } wait)
            {
                doubtful += failure.MayBePaid ? 1 : 0;
                if (failure.Kind == EndpointFailureKind.Busy)
                    _gate.Pause(wait);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
