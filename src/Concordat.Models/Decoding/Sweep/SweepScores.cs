using System.Numerics.Tensors;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>Scores questions under several mixtures of the same models in one reading.</summary>
/// <remarks>
/// The continuation's tokens are those of the continuation alone, after the prompt's; a continuation therefore starts with its space. Choices are compared by the sum of log-probabilities
/// over their tokens. Time O(tokens·(models + mixtures·vocabulary)). Randomness: none.
/// </remarks>
internal sealed class SweepScores
{
    private readonly MixtureVoices _voices;
    private readonly ImmutableArray<LogitMixture> _mixtures;
    private readonly ImmutableArray<MixtureVoice> _used;
    private readonly float[] _mixed;

    public SweepScores(ImmutableArray<MixtureMember> members, ImmutableArray<LogitMixture> mixtures, int maxThreads)
    {
        _voices = new MixtureVoices(members, maxThreads);
        (_mixtures, _used, _mixed) = (mixtures, _voices.Used(mixtures.AsSpan()), new float[_voices.Width]);
    }

    /// <summary>Of each mixture 1 or 0 for an answer, the sum of −log probability for a text; and how many tokens the sum is over.</summary>
    /// <exception cref="ArgumentException">The question does not fit into a model's positions.</exception>
    public (double[] Scores, int Tokens) Of(SweepItem item)
    {
        BpeTokenizer tokenizer = _voices[0].Member.Directory.Tokenizer;
        var best = new int[_mixtures.Length];
        var greatest = Enumerable.Repeat(double.NegativeInfinity, _mixtures.Length).ToArray();
        var scores = new double[_mixtures.Length];
        int tokens = 0;
        for (int choice = 0; choice < item.Continuations.Length; choice++)
        {
            int[] continuation = tokenizer.Encode(item.Continuations[choice]);
            (double[] logs, bool[] isGreedy) = Read(item, continuation);
            if (choice == item.Answer)
                tokens = continuation.Length;
            for (int s = 0; s < scores.Length; s++)
            {
                if (item.Kind != SweepKind.Choice)
                    scores[s] = item.Kind == SweepKind.Text ? -logs[s] : isGreedy[s] ? 1 : 0;
                else if (logs[s] > greatest[s])
                    (greatest[s], best[s]) = (logs[s], choice);
            }
        }

        for (int s = 0; s < scores.Length && item.Kind == SweepKind.Choice; s++)
            scores[s] = best[s] == item.Answer ? 1 : 0;
        return (scores, tokens);
    }

    private (double[] Logs, bool[] IsGreedy) Read(SweepItem item, int[] continuation)
    {
        var logs = new double[_mixtures.Length];
        bool[] isGreedy = [.. Enumerable.Repeat(true, _mixtures.Length)];
        foreach (MixtureVoice voice in _used)
        {
            voice.Start(item.Prompt);
            int room = voice.Member.Directory.Model.Config.MaxPositions;
            if (voice.PromptLength + continuation.Length > room + 1)
                throw new ArgumentException($"the question '{item.Id}' has {voice.PromptLength + continuation.Length} tokens; {voice.Member.Name} reads {room}");
        }

        for (int i = 0; i < continuation.Length; i++)
        {
            for (int s = 0; s < _mixtures.Length; s++)
            {
                _mixtures[s].Combine(_voices.Logits, _mixed);
                float max = TensorPrimitives.Max<float>(_mixed);
                isGreedy[s] &= TensorPrimitives.IndexOfMax<float>(_mixed) == continuation[i];
                double sum = 0;
                foreach (float z in _mixed)
                    sum += Math.Exp(z - max);
                logs[s] += _mixed[continuation[i]] - max - Math.Log(sum);
            }

            if (i + 1 == continuation.Length)
                break;
            foreach (MixtureVoice voice in _used)
                voice.Advance([continuation[i]]);
        }

        return (logs, isGreedy);
    }
}
