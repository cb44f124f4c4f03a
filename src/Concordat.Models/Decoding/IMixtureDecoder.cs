using Concordat.Models.Lm;

namespace Concordat.Models.Decoding;

/// <summary>Draws a text from a mixture of models: in process, or over endpoints.</summary>
public interface IMixtureDecoder
{
    /// <summary>Draws tokens until one ends the text, a model has no further position, or there are enough.</summary>
    /// <param name="prompt">What is answered; each member reads it in its own template.</param>
    /// <param name="mixture">Over the members of the decoder, in their order.</param>
    /// <param name="sampling">Applied to the mixed logits: temperature, then top-k, top-p, min-p.</param>
    /// <param name="maxTokens">The most tokens to draw.</param>
    /// <param name="seed">Seed of the draws: one uniform number for each token.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <exception cref="ArgumentException">The prompt is empty or too long for a member, or an option is outside its range.</exception>
    ValueTask<DecodedText> DecodeAsync(string prompt, LogitMixture mixture, SamplingOptions sampling, int maxTokens, ulong seed, CancellationToken cancellationToken);
}
