using System.Globalization;
using Concordat.Numerics.Sampling;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Segments.Samplers;

/// <summary>Continues with a model that plays both sides in turn.</summary>
/// <remarks>Randomness: the server's; each turn carries a seed that follows from the seed here, the session, the sample and the turn. A failure that does not pass ends the run.</remarks>
/// <param name="client">The model.</param>
/// <param name="goal">What the agent is after, in words.</param>
/// <param name="agentTurns">Turns of the agent in a continuation.</param>
/// <param name="attempts">How a question is asked again after a failure.</param>
/// <param name="seed">Seed.</param>
public sealed class ChatSampler(IChatClient client, string goal, int agentTurns, PatientAsking attempts, ulong seed) : IContinuationSampler
{
    public async Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<Continuation>();
        for (int sample = 0; sample < count; sample++)
        {
            List<SessionTurn> talk = [.. session.Turns.Take(from)];
            for (int turn = 0; turn < (2 * agentTurns) - 1; turn++)
            {
                bool isAgent = turn % 2 == 0;
                ulong stream = Xoshiro.DeriveSeed(Xoshiro.DeriveSeed(TextSeed.Of(session.Id, seed), (ulong)sample), (ulong)turn);
                string text = (await attempts.AskAsync(client, Messages(talk, isAgent), new ChatOptions { Seed = (long)(stream & int.MaxValue) }, cancellationToken)).Trim();
                // A side that says nothing has left.
                if (text.Length == 0)
                    break;
                talk.Add(SessionTurn.Plain(isAgent, text));
            }

            all.Add(new Continuation([.. talk.Skip(from)], string.Create(CultureInfo.InvariantCulture, $"sample {sample + 1}")));
        }

        return all.ToImmutable();
    }

    private List<ChatMessage> Messages(List<SessionTurn> talk, bool isAgent) =>
    [
        new ChatMessage(ChatRole.System, isAgent
            ? $"You take part in a conversation. Your goal: {goal}. Be warm and natural. Answer with your next message alone."
            : "You take part in a conversation. Stay the person you have been in it. Answer with your next message alone."),
        .. talk.Select(turn => new ChatMessage(turn.IsAgent == isAgent ? ChatRole.Assistant : ChatRole.User, turn.Text)),
    ];
}
