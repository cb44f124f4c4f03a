using Concordat.Models.Lm;
using Concordat.Models.Policies;
using Concordat.Models.Training;

namespace Concordat.Models.Tests.Objectives;

public sealed class PolicyTests
{
    private static readonly LlamaConfig s_config = Small.Config(isTied: true) with { MaxPositions = 24, EndTokens = [12] };

    /// <summary>Sequences of unequal lengths, one of two turns.</summary>
    internal static ImmutableArray<TokenSequence> Sequences(int vocabulary) =>
    [
        TokenSequence.Answer(Small.Tokens(3, vocabulary, 1), Small.Tokens(4, vocabulary, 2)),
        new TokenSequence([.. Small.Tokens(12, vocabulary, 3)], [new TokenSpan(2, 3), new TokenSpan(8, 2)]),
        TokenSequence.Answer(Small.Tokens(1, vocabulary, 4), Small.Tokens(1, vocabulary, 5)),
    ];

    /// <summary>log p of each token in a turn, by the decoder's twin in double precision.</summary>
    internal static double[] Twin(LlamaConfig config, double[] weights, IEnumerable<TokenSequence> sequences) =>
    [
        .. from sequence in sequences
           let logits = NaiveLlama.Logits(config, weights, sequence.Tokens.AsSpan()[..^1])
           from turn in sequence.Turns
           from at in Enumerable.Range(turn.Start, turn.Length)
           select logits[at - 1][sequence.Tokens[at]] - Math.Log(logits[at - 1].Sum(Math.Exp)),
    ];

    [Theory]
    [InlineData(24)]
    [InlineData(200)]
    public void LogProbabilities_OfUnequalSequences_AreThoseOfTheTwinInOnePassOrSeveral(int room)
    {
        LlamaModel model = Small.Model(s_config, 3);
        var policy = new LlamaPolicy(model, room, 2);
        ImmutableArray<TokenSequence> sequences = Sequences(13);
        double[] found = policy.LogProbabilities(sequences);
        Finite.EqualWithin(Twin(s_config, Small.Doubles(model.Weights), sequences), found, 2e-5);
        Assert.Equal(found, policy.ReferenceLogProbabilities(sequences));
        Assert.Equal(found[..4], policy.LogProbabilities([sequences[0]]));
        Assert.Equal(0, policy.Divergence(sequences), 1e-9);
    }

    [Theory]
    [InlineData(24, false)]
    [InlineData(200, false)]
    [InlineData(200, true)]
    public void Backward_ByTokenSlopes_IsTheSlopeOfTheTwin(int room, bool hasAdapter)
    {
        LlamaModel model = Small.Model(s_config, 3);
        LoraAdapter? adapter = hasAdapter ? new LoraAdapter(s_config, new LoraOptions { Rank = 2 }, 4) : null;
        double[] weights = Small.Doubles(model.Weights);
        if (adapter is not null)
            Small.Normal(adapter.Values.Length, 8).Select(value => .1f * value).ToArray().CopyTo(adapter.Values, 0);
        var policy = new LlamaPolicy(model, room, 2, adapter);
        ImmutableArray<TokenSequence> sequences = Sequences(13);
        IReadOnlyList<TokenSequence> list = sequences;
        double[] slopes = [.. policy.LogProbabilities(list).Select((_, i) => (.3 * i) - 1)];
        policy.Backward(list, slopes);
        policy.Trained.Collect();
        double Along()
        {
            double[] at = weights;
            if (adapter is not null)
            {
                var merged = new float[weights.Length];
                adapter.Merge([.. weights.Select(value => (float)value)], merged, 1);
                at = Small.Doubles(merged);
            }

            return Twin(s_config, at, sequences).Zip(slopes, (logP, slope) => logP * slope).Sum();
        }

        if (adapter is null)
        {
            for (int i = 0; i < weights.Length; i += 29)
                Near(Slopes.Of(weights, i, Along), policy.Trained.Gradient[i], 5e-4, i);
            return;
        }

        // In single precision the adapter moves in larger steps.
        for (int i = 0; i < adapter.Values.Length; i += 17)
        {
            float kept = adapter.Values[i];
            adapter.Values[i] = kept + .01f;
            double above = Along();
            adapter.Values[i] = kept - .01f;
            double below = Along();
            adapter.Values[i] = kept;
            Near((above - below) / .02, policy.Trained.Gradient[i], 2e-2, i);
        }
    }

    [Fact]
    public void Backward_OnOtherThreads_GivesTheSameBits()
    {
        float[] Gradient(int threads)
        {
            var policy = new LlamaPolicy(Small.Model(s_config, 3), 48, threads);
            ImmutableArray<TokenSequence> sequences = Sequences(13);
            policy.Backward(sequences, [.. Enumerable.Range(0, 10).Select(i => (.3 * i) - 1)]);
            return policy.Trained.Gradient;
        }

        Assert.Equal(Gradient(1), Gradient(3));
    }

    [Fact]
    public void Draw_FromALogLinearPolicy_FollowsItsProbabilities()
    {
        var policy = LogLinearPolicy.Tabular(Finite.Candidates());
        policy.Coefficients[1] = 1;
        double[] expected = policy.Probabilities();
        int[] counts = new int[3];
        for (int i = 0; i < 4000; i++)
            counts[policy.Draw([0], 1, (ulong)i).Tokens[1]]++;
        // Four standard errors of a share are at most 4·√(.25/4000).
        Finite.EqualWithin(expected[..3], counts.Select(count => count / 4000.0), .032);
    }

    [Fact]
    public void Draw_FromADecoder_EndsWithTheTokenThatEndsATextOrIsFull()
    {
        var policy = new LlamaPolicy(Small.Model(s_config, 3), 48, 1);
        for (ulong seed = 0; seed < 20; seed++)
        {
            TokenSequence drawn = policy.Draw([1, 2, 3], 6, seed);
            int[] answer = [.. drawn.Tokens[3..]];
            Assert.DoesNotContain(12, answer[..^1]);
            Assert.True(answer[^1] == 12 || answer.Length == 6);
        }
    }

    [Fact]
    public void Sequence_WithATurnThatNothingPredicts_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TokenSequence([1, 2], [new TokenSpan(0, 1)]));
        Assert.Throws<ArgumentException>(() => new TokenSequence([1, 2], [new TokenSpan(1, 2)]));
        Assert.Throws<ArgumentException>(() => new TokenSequence([1, 2, 3], [new TokenSpan(2, 1), new TokenSpan(1, 1)]));
        Assert.Throws<ArgumentException>(() => new TokenSequence([1, 2, 3], []));
    }

    private static void Near(double expected, double found, double tolerance, int index) =>
        Assert.True(Math.Abs(expected - found) < tolerance * (1 + Math.Abs(expected)), $"{index}: expected {expected}, found {found}");
}
