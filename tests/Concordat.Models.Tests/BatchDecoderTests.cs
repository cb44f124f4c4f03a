using Concordat.Models.Lm;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests;

public sealed class BatchDecoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_RaggedLanesInPiecesOfAnySize_GivesEachTheBitsItHasAlone(int threads)
    {
        LlamaConfig config = Small.Config(isTied: false);
        LlamaModel model = Small.Model(config, 6);
        int[][] texts = [.. Enumerable.Range(0, 5).Select(i => Small.Tokens(20 + (17 * i), config.VocabularySize, (ulong)i))];
        var together = new BatchDecoder(model, 5, threads);
        for (int lane = 0; lane < 5; lane++)
            together.Feed(lane, texts[lane].AsSpan(0, 3 * lane + 1));
        together.Run();
        for (int lane = 4; lane >= 0; lane--)
            together.Feed(lane, texts[lane].AsSpan(together.Position(lane)));
        together.Run();
        for (int lane = 0; lane < 5; lane++)
        {
            var alone = new LlamaDecoder(model, 1);
            foreach (int token in texts[lane])
                alone.Advance([token]);
            Assert.True(together.Logits(lane).SequenceEqual(new LlamaDecoder(model, 2).Advance(texts[lane])), $"lane {lane} against one piece");
            alone.Rewind(texts[lane].Length - 1);
            Assert.True(together.Logits(lane).SequenceEqual(alone.Advance([texts[lane][^1]])), $"lane {lane} against token by token");
        }
    }

    [Fact]
    public void Run_AfterTheModelWasTrained_SeesTheNewWeightsFromTheNextSequenceOn()
    {
        LlamaConfig config = Small.Config(isTied: true);
        LlamaModel model = Small.Model(config, 6), other = Small.Model(config, 7);
        var decoder = new LlamaDecoder(model, 1);
        decoder.Advance([1, 2, 3]);
        other.Weights.CopyTo(model.Weights, 0);
        decoder.Rewind(0);
        Assert.True(new LlamaDecoder(other, 1).Advance([1, 2]).SequenceEqual(decoder.Advance([1, 2])));
    }

    [Fact]
    public void ContinueMany_MorePromptsThanLanes_GivesTheTokensOfOneAtATime()
    {
        LlamaConfig config = Small.Config(isTied: true) with { EndTokens = [4], MaxPositions = 30 };
        LlamaModel model = Small.Model(config, 2);
        ReadOnlyMemory<int>[] prompts = [.. Enumerable.Range(0, 70).Select(i => (ReadOnlyMemory<int>)Small.Tokens(1 + (i % 27), config.VocabularySize, (ulong)i))];
        ulong[] seeds = [.. Enumerable.Range(0, 70).Select(i => (ulong)(i % 7))];
        foreach (SamplingOptions options in new[] { new SamplingOptions(), new SamplingOptions { Temperature = .7, TopK = 5 }, new SamplingOptions { TopP = .9, MinP = .05 } })
        {
            ImmutableArray<ImmutableArray<int>> many = TextGeneration.ContinueMany(model, prompts, 12, options, seeds, 2, CancellationToken.None);
            for (int i = 0; i < prompts.Length; i++)
                Assert.Equal(TextGeneration.Continue(model, prompts[i].Span, 12, options, seeds[i], 1, CancellationToken.None).AsEnumerable(), many[i]);
            Assert.Contains(many, tokens => tokens.Length < 4);
            Assert.Contains(many, tokens => tokens.Length == 12);
        }
    }

    [Fact]
    public void ContinueMany_NothingToDoOrAPromptThatCannotBe_SaysSoBeforeAnyIsRead()
    {
        LlamaModel model = Small.Model(Small.Config(true), 2);
        ImmutableArray<ImmutableArray<int>> Many(ulong[] seeds, params ReadOnlyMemory<int>[] prompts) =>
            TextGeneration.ContinueMany(model, prompts, 0, new SamplingOptions(), seeds, 1, CancellationToken.None);
        Assert.Empty(Many([]));
        Assert.Empty(Assert.Single(Many([1], new[] { 1 })));
        Assert.Throws<ArgumentException>(() => Many([1]));
        Assert.Throws<ArgumentException>(() => Many([1], Array.Empty<int>()));
        Assert.Contains("129 tokens", Assert.Throws<ArgumentException>(() => Many([1], new int[129])).Message, StringComparison.Ordinal);
        Assert.Contains("token 13", Assert.Throws<ArgumentException>(() => Many([1, 2], new[] { 1 }, new[] { 13 })).Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => TextGeneration.ContinueMany(model, [new[] { 1 }], 5, new SamplingOptions(), [1], 1, cancelled.Token));
    }

    [Fact]
    public void Feed_BeyondALanesPositionsOrRewindingUnreadTokens_IsRefused()
    {
        var decoder = new BatchDecoder(Small.Model(Small.Config(true), 1), 2, 1, maxPositions: 4);
        decoder.Feed(1, [1, 2, 3]);
        Assert.Throws<ArgumentException>(() => decoder.Feed(1, [1, 2]));
        Assert.Throws<InvalidOperationException>(() => decoder.Rewind(1, 0));
        decoder.Run();
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Rewind(1, 4));
        decoder.Rewind(1, 0);
        Assert.Equal((0, 4, 2), (decoder.Position(1), decoder.MaxPositions, decoder.Lanes));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(40, 1, 0)]
    [InlineData(700, .8, 0)]
    [InlineData(0, .5, 0)]
    [InlineData(0, .97, 0)]
    [InlineData(0, 1, .2)]
    [InlineData(0, .9, .001)]
    public void Distribution_OfAThousandTokens_IsWhatSortingThemAllLeaves(int topK, double topP, double minP)
    {
        // Rounded, so that there are ties.
        float[] logits = [.. Small.Normal(1000, 5).Select(z => MathF.Round(2 * z, 1))];
        int[] order = [.. Enumerable.Range(0, 1000).OrderByDescending(token => logits[token]).ThenBy(token => token)];
        double[] p = [.. order.Take(topK == 0 ? 1000 : topK).Select(token => Math.Exp(logits[token]))];
        double sum = 0, all = p.Sum();
        int kept = 0;
        while (kept < p.Length && sum < topP * all - 1e-9)
            sum += p[kept++];
        kept = p.Take(kept).Count(value => value >= minP * p[0]);
        ImmutableArray<(int Token, double Probability)> found = TokenSampler.Distribution(logits, new SamplingOptions { TopK = topK, TopP = topP, MinP = minP });
        Assert.Equal(order.Take(kept), found.Select(pair => pair.Token));
        Assert.Equal(p.Take(kept).Select(value => value / p.Take(kept).Sum()), found.Select(pair => pair.Probability), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Draw_FromAllTokens_FollowsTheirProbabilitiesAndNeverTakesTheImpossible()
    {
        float[] logits = new float[2000];
        Array.Fill(logits, float.NegativeInfinity);
        (logits[3], logits[1500], logits[1999]) = (MathF.Log(.5f), MathF.Log(.3f), MathF.Log(.2f));
        var random = new Xoshiro(4);
        var counts = new int[2000];
        for (int i = 0; i < 20_000; i++)
            counts[TokenSampler.Draw(logits, new SamplingOptions(), ref random)]++;
        Assert.Equal(20_000, counts[3] + counts[1500] + counts[1999]);
        // Four standard errors of a share of one half in 20,000 draws are .0142.
        Assert.InRange(counts[1500] / 20_000.0, .3 - .0142, .3 + .0142);
        Assert.InRange(counts[1999] / 20_000.0, .2 - .0142, .2 + .0142);
        Assert.Equal(3, TokenSampler.Draw(logits, new SamplingOptions { Temperature = 1e-300 }, ref random));
    }
}
