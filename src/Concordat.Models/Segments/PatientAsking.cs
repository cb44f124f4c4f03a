using Concordat.Models.Endpoints;
using Concordat.Numerics.Sampling;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Segments;

/// <summary>Asks a model, and again after a failure that may pass.</summary>
/// <remarks>Randomness: jitter of the waits, from the seed. Not for use by two callers at once.</remarks>
/// <param name="rules">How long to wait.</param>
/// <param name="mostAttempts">Most attempts at a question.</param>
/// <param name="clock">Waits.</param>
/// <param name="seed">Seed of the jitter.</param>
public sealed class PatientAsking(RetryRules rules, int mostAttempts, TimeProvider clock, ulong seed)
{
    private Xoshiro _random = new(seed);

    /// <summary>Answers so far.</summary>
    public int Answers { get; private set; }

    /// <exception cref="EndpointException">The last attempt failed.</exception>
    public async Task<string> AskAsync(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                ChatResponse response = await client.GetResponseAsync(messages, options, cancellationToken);
                Answers++;
                return response.Text;
            }
            catch (EndpointException failure)
            {
                if (rules.WaitAfter(failure, attempt, mostAttempts, ref _random) is not { } wait)
                    throw;
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
