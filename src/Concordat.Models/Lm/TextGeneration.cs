using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Lm;

/// <summary>Continues a text.</summary>
public static class TextGeneration
{
    private const int MostLanes = 64;

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
        int[] tokens = prompt.ToArray();
        return ContinueMany(model, [tokens], maxTokens, options, [seed], maxThreads, cancellationToken)[0];
    }

    /// <summary>Continues many prompts, each with a seed of its own, up to 64 at a time: one that ends makes room for the next.</summary>
    /// <remarks>The same tokens as one prompt at a time, since no row of a batch changes another's bits. Memory: keys and values of 64 sequences.</remarks>
    /// <param name="model">The decoder.</param>
    /// <param name="prompts">What is continued, each of at least one token; lengths may differ.</param>
    /// <param name="maxTokens">The most tokens to draw for a prompt.</param>
    /// <param name="options">How they are drawn.</param>
    /// <param name="seeds">Seed of each prompt's draws, as many as prompts.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <returns>For each prompt what <see cref="Continue(LlamaModel, ReadOnlySpan{int}, int, SamplingOptions, ulong, int, CancellationToken)"/> gives for it and its seed.</returns>
    /// <exception cref="ArgumentException">There are not as many seeds as prompts, a prompt is empty or longer than the model's positions, or an option is outside its range.</exception>
    public static ImmutableArray<ImmutableArray<int>> ContinueMany(
        LlamaModel model, IReadOnlyList<ReadOnlyMemory<int>> prompts, int maxTokens, SamplingOptions options, IReadOnlyList<ulong> seeds, int maxThreads, CancellationToken cancellationToken)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        if (seeds.Count != prompts.Count)
            throw new ArgumentException($"{seeds.Count} seeds for {prompts.Count} prompts", nameof(seeds));
        foreach (ReadOnlyMemory<int> prompt in prompts)
            RequirePrompt(model.Config, prompt.Span);
        if (prompts.Count == 0 || maxTokens == 0)
            return [.. prompts.Select(_ => ImmutableArray<int>.Empty)];
        var decoder = new BatchDecoder(model, Math.Min(prompts.Count, MostLanes), maxThreads, (int)Math.Min(int.MaxValue, prompts.Max(prompt => (long)prompt.Length) + maxTokens));
        return new ContinuationQueue(model.Config, decoder, prompts, maxTokens, options, seeds, maxThreads).Run(cancellationToken);
    }

    /// <summary>The same for text.</summary>
    public static string Continue(
        ModelDirectory directory, string prompt, int maxTokens, SamplingOptions options, ulong seed, int maxThreads, CancellationToken cancellationToken)
    {
        BpeTokenizer tokenizer = directory.Tokenizer;
        return tokenizer.Decode(Continue(directory.Model, tokenizer.Encode(prompt), maxTokens, options, seed, maxThreads, cancellationToken).AsSpan());
    }

    private static void RequirePrompt(LlamaConfig config, ReadOnlySpan<int> prompt)
    {
        if (prompt.IsEmpty || prompt.Length > config.MaxPositions)
            throw new ArgumentException($"a prompt of {prompt.Length} tokens; expected 1 … {config.MaxPositions}", nameof(prompt));
        foreach (int token in prompt)
        {
            if (token < 0 || token >= config.VocabularySize)
                throw new ArgumentException($"token {token} is outside the vocabulary 0 … {config.VocabularySize - 1}", nameof(prompt));
        }
    }
}
