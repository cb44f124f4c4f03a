using System.Globalization;
using System.Text;
using Concordat.Models.Lm;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Segments.Samplers;

/// <summary>Continues with a model in process, which plays both sides on a transcript.</summary>
/// <remarks>
/// The transcript has a line for each turn, <c>Agent: …</c> or <c>Partner: …</c>; a turn ends at the end of its line. Where the talk is longer than the model's positions leave room
/// for, its beginning is left out. Randomness: a stream for each session, sample and turn, derived from the seed.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="agentTurns">Turns of the agent in a continuation.</param>
/// <param name="maxTokens">Most tokens of a turn.</param>
/// <param name="sampling">How tokens are drawn.</param>
/// <param name="seed">Seed.</param>
/// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
public sealed class ModelSampler(ModelDirectory model, int agentTurns, int maxTokens, SamplingOptions sampling, ulong seed, int maxThreads) : IContinuationSampler
{
    public Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<Continuation>();
        for (int sample = 0; sample < count; sample++)
        {
            List<SessionTurn> talk = [.. session.Turns.Take(from)];
            for (int turn = 0; turn < (2 * agentTurns) - 1; turn++)
            {
                bool isAgent = turn % 2 == 0;
                ulong stream = Xoshiro.DeriveSeed(Xoshiro.DeriveSeed(TextSeed.Of(session.Id, seed), (ulong)sample), (ulong)turn);
                string text = Next(talk, isAgent, stream, cancellationToken);
                if (text.Length == 0)
                    break;
                talk.Add(SessionTurn.Plain(isAgent, text));
            }

            all.Add(new Continuation([.. talk.Skip(from)], string.Create(CultureInfo.InvariantCulture, $"sample {sample + 1}")));
        }

        return Task.FromResult(all.ToImmutable());
    }

    private string Next(List<SessionTurn> talk, bool isAgent, ulong stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (SessionTurn turn in talk)
            text.Append(turn.IsAgent ? "Agent: " : "Partner: ").Append(turn.Text.ReplaceLineEndings(" ")).Append('\n');
        text.Append(isAgent ? "Agent:" : "Partner:");
        int[] tokens = model.Tokenizer.Encode(text.ToString());
        int room = Math.Max(1, model.Model.Config.MaxPositions - maxTokens);
        ImmutableArray<int> drawn = TextGeneration.Continue(model.Model, tokens.AsSpan(Math.Max(0, tokens.Length - room)), maxTokens, sampling, stream, maxThreads, cancellationToken);
        string said = model.Tokenizer.Decode(drawn.AsSpan());
        return said.Split('\n')[0].Trim();
    }
}
