using Concordat.Models.Lm.Tokens;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Lm;

/// <summary>Continues a text.</summary>
public static class TextGeneration
{
    /// <summary>Draws tokens until one ends the text, the model has no further position, or there are enough.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="prompt">What is continued; at least one token.</param>
    /// <param name="maxTokens">The most tokens to draw.</param>
    /// <param name="options">How they are drawn.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <returns>The tokens after the prompt, without the one that ended the text.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the model's positions, or an option is outside its range.</exception>
    public static ImmutableArray<int> Continue(
        LlamaModel model, ReadOnlySpan<int> prompt, int maxTokens, SamplingOptions options, ulong seed, int maxThreads, CancellationToken cancellationToken)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        var decoder = new LlamaDecoder(model, maxThreads);
        var random = new Xoshiro(seed);
        var drawn = ImmutableArray.CreateBuilder<int>();
        ReadOnlySpan<float> logits = decoder.Advance(prompt);
        while (drawn.Count < maxTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int token = TokenSampler.Draw(logits, options, ref random);
            if (model.Config.EndTokens.Contains(token))
                break;
            drawn.Add(token);
            if (decoder.Position == model.Config.MaxPositions)
                break;
            logits = decoder.Advance([token]);
        }

        return drawn.ToImmutable();
    }

    /// <summary>The same for text.</summary>
    public static string Continue(
        ModelDirectory directory, string prompt, int maxTokens, SamplingOptions options, ulong seed, int maxThreads, CancellationToken cancellationToken)
    {
        BpeTokenizer tokenizer = directory.Tokenizer;
        return tokenizer.Decode(Continue(directory.Model, tokenizer.Encode(prompt), maxTokens, options, seed, maxThreads, cancellationToken).AsSpan());
    }
}
