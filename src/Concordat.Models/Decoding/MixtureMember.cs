using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Concordat.Models.Lm;

namespace Concordat.Models.Decoding;

/// <summary>A model in process that takes part in a mixture.</summary>
/// <param name="Name">What records and messages call it.</param>
/// <param name="Directory">The model with its tokens.</param>
/// <param name="Template">How it reads a prompt.</param>
public sealed record MixtureMember(string Name, ModelDirectory Directory, PromptTemplate Template)
{
    /// <summary>The first 16 bytes of a SHA-256 of shape and weights, in hexadecimal: the same model in another folder has the same.</summary>
    public static string ContentOf(LlamaModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        LlamaConfig config = model.Config;
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"{config.VocabularySize},{config.HiddenSize},{config.IntermediateSize},{config.Layers},{config.Heads},{config.KeyValueHeads},{config.HeadDimension},{config.MaxPositions},{config.RopeTheta},{config.NormEpsilon},{config.TiesEmbeddings},{config.BeginToken},{string.Join('+', config.EndTokens)};")));
        foreach (float[] chunk in model.Weights.Chunk(1 << 20))
            hash.AppendData(MemoryMarshal.AsBytes<float>(chunk));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
