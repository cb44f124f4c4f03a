namespace Concordat.Models.Policies;

/// <summary>What gives probabilities to tokens and can be changed, beside a frozen reference of the same kind.</summary>
/// <remarks>
/// Log-probabilities are in nats, of each token in a turn given all before it, sequence after sequence. <see cref="Backward"/> closes the chain: with s the slopes
/// ∂L/∂log p of a loss, it adds Σ s·∂log p/∂θ to the policy's own gradient.
/// </remarks>
public interface IPolicy
{
    /// <summary>log π of each token in a turn, one after another.</summary>
    /// <exception cref="ArgumentException">A sequence is not one of this policy's.</exception>
    double[] LogProbabilities(IReadOnlyList<TokenSequence> sequences);

    /// <summary>log π_ref of the same tokens.</summary>
    /// <exception cref="ArgumentException">A sequence is not one of this policy's.</exception>
    double[] ReferenceLogProbabilities(IReadOnlyList<TokenSequence> sequences);

    /// <summary>Adds Σ s·∂log π/∂θ to the gradient.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="slopes">s, in the order of <see cref="LogProbabilities"/>.</param>
    /// <exception cref="ArgumentException">There is not one slope for each token.</exception>
    void Backward(IReadOnlyList<TokenSequence> sequences, ReadOnlySpan<double> slopes);

    /// <summary>Sets the gradient to 0.</summary>
    void ClearGradient();

    /// <summary>Mean over the tokens in turns of KL(π ‖ π_ref) of what could have stood there, in nats, exactly.</summary>
    double Divergence(IReadOnlyList<TokenSequence> sequences);

    /// <summary>Draws an answer; the token that ends it is part of it.</summary>
    /// <param name="prompt">What is answered.</param>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    /// <param name="seed">Seed of the draw.</param>
    TokenSequence Draw(ReadOnlySpan<int> prompt, int maxTokens, ulong seed);
}
