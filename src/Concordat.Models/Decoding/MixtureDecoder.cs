using Concordat.Models.Lm;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Decoding;

/// <summary>Decodes from a mixture of models that run in process, each separately and with a cache of its own.</summary>
/// <remarks>
/// The draws are those of <see cref="TextGeneration"/>: with one member, or with α = 0, the tokens are the same bit for bit. Each member reads the prompt in its template and then the
/// tokens that were drawn. Memory: weights of the distinct models and a cache for each. Not for use by two callers at once. Randomness: one uniform number for each token from the seed.
/// </remarks>
public sealed class MixtureDecoder : IMixtureDecoder
{
    private readonly MixtureVoices _voices;
    private readonly float[] _mixed;

    /// <exception cref="ArgumentException">There are no members, or two do not share a vocabulary: the message names the first token that differs.</exception>
    public MixtureDecoder(ImmutableArray<MixtureMember> members, int maxThreads)
    {
        _voices = new MixtureVoices(members, maxThreads);
        _mixed = new float[_voices.Width];
    }

    public ValueTask<DecodedText> DecodeAsync(string prompt, LogitMixture mixture, SamplingOptions sampling, int maxTokens, ulong seed, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Decode(prompt, mixture, sampling, maxTokens, seed, cancellationToken));

    /// <inheritdoc cref="IMixtureDecoder.DecodeAsync"/>
    public DecodedText Decode(string prompt, LogitMixture mixture, SamplingOptions sampling, int maxTokens, ulong seed, CancellationToken cancellationToken)
    {
        sampling.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        ImmutableArray<MixtureVoice> used = _voices.Used(mixture);
        ImmutableHashSet<int> ends = _voices.EndTokens(mixture);
        foreach (MixtureVoice voice in used)
            voice.Start(prompt);
        var random = new Xoshiro(seed);
        var drawn = ImmutableArray.CreateBuilder<int>();
        string finish = "length";
        while (drawn.Count < maxTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            mixture.Combine(_voices.Logits, _mixed);
            int token = TokenSampler.Draw(_mixed, sampling, ref random);
            if (ends.Contains(token))
            {
                finish = "stop";
                break;
            }

            drawn.Add(token);
            if (drawn.Count == maxTokens || used.Any(voice => voice.IsFull))
                break;
            foreach (MixtureVoice voice in used)
                voice.Advance([token]);
        }

        ImmutableArray<int> tokens = drawn.ToImmutable();
        return new DecodedText(tokens, _voices[0].Member.Directory.Tokenizer.Decode(tokens.AsSpan()), finish, used[0].PromptLength, tokens.Length, null, 0);
    }
}
