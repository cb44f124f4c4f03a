using Concordat.Models.Endpoints;

namespace Concordat.Models.Decoding;

/// <summary>How mixtures over endpoints are decoded.</summary>
public sealed record EndpointMixtureOptions
{
    /// <summary>Above so much probability outside what could be mixed a token is drawn from the base alone.</summary>
    public double FallbackAbove { get; init; } = .5;

    /// <summary>Texts of tokens that end an answer.</summary>
    public ImmutableArray<string> EndTexts { get; init; } = ["<|endoftext|>", "</s>", "<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<end_of_turn>"];

    public RetryRules Retries { get; init; } = RetryRules.Default;

    /// <exception cref="ArgumentException">The threshold is outside [0, 1].</exception>
    public void Validate()
    {
        if (!(FallbackAbove is >= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"FallbackAbove is {FallbackAbove}; it must lie in [0, 1]"));
    }
}
