using Concordat.Models.Decoding;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Tests.Decoding;

/// <summary>Untrained decoders over one small vocabulary: their logits differ, and nothing about them is true.</summary>
internal static class TinyModels
{
    public const string End = "<|endoftext|>";

    public static BpeTokenizer Tokenizer { get; } = BpeTrainer.Train(
        ["the people of the country and the people of the town say that the rain in the spring is the best of the year"], 280, [End], CancellationToken.None);

    public static ModelDirectory Directory(ulong seed, int maxPositions = 64)
    {
        LlamaConfig config = Small.Config(isTied: true) with
        {
            VocabularySize = Tokenizer.VocabularySize,
            MaxPositions = maxPositions,
            EndTokens = [Tokenizer.SpecialId(End)!.Value],
        };
        return new ModelDirectory(Small.Model(config, seed), Tokenizer);
    }

    public static MixtureMember Member(string name, ulong seed) => new(name, Directory(seed), PromptTemplate.Raw);
}
