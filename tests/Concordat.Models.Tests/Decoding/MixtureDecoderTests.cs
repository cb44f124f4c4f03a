using Concordat.Models.Decoding;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Tests.Decoding;

public sealed class MixtureDecoderTests
{
    private const string Prompt = "the people of";

    private static readonly SamplingOptions s_sampling = new() { Temperature = .9, TopP = .95 };

    [Fact]
    public void Decode_AlphaZero_DrawsTheBasesTokens()
    {
        ModelDirectory large = TinyModels.Directory(1);
        var decoder = new MixtureDecoder([new("base", large, PromptTemplate.Raw), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3)], 1);
        for (ulong seed = 0; seed < 5; seed++)
        {
            int[] expected = [.. TextGeneration.Continue(large.Model, TinyModels.Tokenizer.Encode(Prompt), 25, s_sampling, seed, 2, CancellationToken.None)];
            Assert.Equal(expected, Decoded(decoder, LogitMixture.ProxyTuning(0), seed));
            Assert.NotEqual(expected, Decoded(decoder, LogitMixture.ProxyTuning(1), seed));
        }
    }

    [Fact]
    public void Decode_ExpertThatIsTheAntiExpert_DrawsTheBasesTokens()
    {
        ModelDirectory large = TinyModels.Directory(1), small = TinyModels.Directory(2);
        var decoder = new MixtureDecoder([new("base", large, PromptTemplate.Raw), new("expert", small, PromptTemplate.Raw), new("anti", TinyModels.Directory(2), PromptTemplate.Raw)], 1);
        Assert.Equal(
            [.. TextGeneration.Continue(large.Model, TinyModels.Tokenizer.Encode(Prompt), 25, s_sampling, 7, 1, CancellationToken.None)],
            Decoded(decoder, LogitMixture.ProxyTuning(3), 7));
    }

    [Fact]
    public void Decode_MostProbableTokens_AreThoseOfWholeForwardPasses()
    {
        // The slow twin reads everything anew for each token: no cache, no shared state.
        MixtureMember[] members = [TinyModels.Member("base", 1), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3)];
        int[] read = TinyModels.Tokenizer.Encode(Prompt);
        int prompt = read.Length, end = TinyModels.Tokenizer.SpecialId(TinyModels.End)!.Value;
        while (read.Length < prompt + 15)
        {
            double[][] z = [.. members.Select(member => Last(member.Directory.Model, read))];
            double[] mixed = [.. z[0].Select((value, v) => value + (.7 * (z[1][v] - z[2][v])))];
            int next = Array.IndexOf(mixed, mixed.Max());
            if (next == end)
                break;
            read = [.. read, next];
        }

        var decoder = new MixtureDecoder([.. members], 1);
        DecodedText decoded = decoder.Decode(Prompt, LogitMixture.ProxyTuning(.7), new SamplingOptions { Temperature = 0 }, 15, 1, CancellationToken.None);
        Assert.Equal(read[prompt..], decoded.Tokens.ToArray());
        Assert.Equal(prompt, decoded.TokensIn);
    }

    [Fact]
    public void Decode_ExpertWithATemplate_ReadsItAndTheBaseDoesNot()
    {
        PromptTemplate template = PromptTemplate.Parse("the town: {prompt} say");
        MixtureMember plain = TinyModels.Member("base", 1);
        var expert = new MixtureMember("expert", TinyModels.Directory(2), template);
        MixtureMember anti = TinyModels.Member("anti", 3);
        double[] z = Last(plain.Directory.Model, TinyModels.Tokenizer.Encode(Prompt));
        double[] e = Last(expert.Directory.Model, TinyModels.Tokenizer.Encode("the town: the people of say"));
        double[] a = Last(anti.Directory.Model, TinyModels.Tokenizer.Encode(Prompt));
        double[] mixed = [.. z.Select((value, v) => value + e[v] - a[v])];
        DecodedText decoded = new MixtureDecoder([plain, expert, anti], 1).Decode(Prompt, LogitMixture.ProxyTuning(1), new SamplingOptions { Temperature = 0 }, 1, 1, CancellationToken.None);
        Assert.Equal([Array.IndexOf(mixed, mixed.Max())], decoded.Tokens.ToArray());
    }

    [Fact]
    public void Decode_TheSamePromptAgain_DrawsAsAFreshDecoderWould()
    {
        ImmutableArray<MixtureMember> members = [TinyModels.Member("base", 1), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3)];
        var used = new MixtureDecoder(members, 1);
        Decoded(used, LogitMixture.ProxyTuning(1), 3);
        used.Decode("in the spring", LogitMixture.ProxyTuning(1), s_sampling, 5, 1, CancellationToken.None);
        Decoded(used, LogitMixture.ProxyTuning(0), 3);
        Assert.Equal(Decoded(new MixtureDecoder(members, 2), LogitMixture.ProxyTuning(1), 4), Decoded(used, LogitMixture.ProxyTuning(1), 4));
    }

    [Fact]
    public void Construct_AnotherVocabulary_NamesTheFirstTokenThatDiffers()
    {
        var words = TinyModels.Tokenizer.Vocabulary.ToDictionary();
        (string moved, string other) = (words.First(pair => pair.Value == 258).Key, words.First(pair => pair.Value == 259).Key);
        (words[moved], words[other]) = (259, 258);
        var tokenizer = new BpeTokenizer(words, TinyModels.Tokenizer.Merges, TinyModels.Tokenizer.SpecialTokens);
        var exception = Assert.Throws<ArgumentException>(() => new MixtureDecoder(
            [TinyModels.Member("base", 1), new MixtureMember("expert", new ModelDirectory(TinyModels.Directory(2).Model, tokenizer), PromptTemplate.Raw)], 1));
        Assert.Contains($"token 258 is '{moved}' in base and '{other}' in expert", exception.Message, StringComparison.Ordinal);
    }

    private static int[] Decoded(MixtureDecoder decoder, LogitMixture mixture, ulong seed) => [.. decoder.Decode(Prompt, mixture, s_sampling, 25, seed, CancellationToken.None).Tokens];

    private static double[] Last(LlamaModel model, int[] tokens)
    {
        var pass = new LlamaPass(model.Config, tokens.Length, 1);
        pass.Forward(model.Weights, tokens, 1);
        return Small.Doubles(pass.Logits.Span[^model.Config.VocabularySize..].ToArray());
    }
}
