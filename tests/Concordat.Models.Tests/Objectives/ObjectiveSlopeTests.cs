using Concordat.Choice.Policies;
using Concordat.Models.Lm;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Tests.Objectives;

/// <summary>Every objective's slopes against central differences: by log-probability, by coefficient of the log-linear policy, by weight of the decoder.</summary>
public sealed class ObjectiveSlopeTests
{
    private static readonly LlamaConfig s_config = Small.Config(isTied: true) with { MaxPositions = 16 };

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Specimens.All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Slopes_ByLogProbability_AreThoseOfTheLoss(int number)
    {
        IObjective objective = Specimens.All[number];
        ImmutableArray<ObjectiveExample> examples = Specimens.Examples(objective, Loose, Loose);
        ScoredBatch batch = Random(Behaving(examples, objective, Normal(Tokens(examples), 1, .4)), 1);
        double size = PolicyStep.Size(objective, examples);
        ObjectiveValue value = objective.Evaluate(batch, size, objective.FirstGroupWeights.AsSpan());
        double Loss() => Value(objective, batch, size, value);
        for (int i = 0; i < batch.Policy.Length; i++)
            Assert.Equal(Slopes.Of(batch.Policy, i, Loss, 1e-6), value.Slopes[i], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Gradient_OfALogLinearPolicy_IsTheSlopeOfTheLoss(int number)
    {
        IObjective objective = Specimens.All[number];
        var candidates = new CandidateSet([3, 3, 3, 3], [.5, .2, .3, .35, .25, .4, .1, .2, .7, .3, .3, .4]);
        var policy = new LogLinearPolicy(candidates, Normal(12 * 3, 7, 1));
        Normal(3, 8, .5).CopyTo(policy.Coefficients, 0);
        TokenSequence Make(int i) => Finite.Conversation((i % 2, i % 3), (2, (i + 1 + (i / 3)) % 3));
        ImmutableArray<ObjectiveExample> examples = Specimens.Examples(objective, Make, i => Finite.Conversation((3, i % 3), (1, (i + 1 + (i / 3)) % 3)));
        examples = Behaving(examples, objective, policy.LogProbabilities(ScoredBatch.Sequences(examples)));
        (ScoredBatch batch, ObjectiveValue value) = PolicyStep.Evaluate(policy, objective, examples);
        double size = PolicyStep.Size(objective, examples);
        double Loss() => Value(objective, With(batch, policy.LogProbabilities(ScoredBatch.Sequences(examples))), size, value);
        for (int j = 0; j < 3; j++)
            Assert.Equal(Slopes.Of(policy.Coefficients, j, Loss), policy.Gradient[j], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Gradient_OfADecoder_IsTheSlopeOfTheLossOfItsTwin(int number)
    {
        IObjective objective = Specimens.All[number];
        LlamaModel model = Small.Model(s_config, 3);
        ImmutableArray<ObjectiveExample> examples = Specimens.Examples(objective, Loose, i => After(Loose(i)));
        double[] weights = Small.Doubles(model.Weights);
        examples = Behaving(examples, objective, PolicyTests.Twin(s_config, weights, ScoredBatch.Sequences(examples)));
        var policy = new LlamaPolicy(model, 64, 2, reference: Small.Model(s_config, 5));
        (ScoredBatch batch, ObjectiveValue value) = PolicyStep.Evaluate(policy, objective, examples);
        double size = PolicyStep.Size(objective, examples);
        double Loss() => Value(objective, With(batch, PolicyTests.Twin(s_config, weights, ScoredBatch.Sequences(examples))), size, value);
        for (int i = 5; i < weights.Length; i += 131)
        {
            double slope = Slopes.Of(weights, i, Loss);
            Assert.True(Math.Abs(slope - policy.Trained.Gradient[i]) < 1e-3 * (1 + Math.Abs(slope)), $"{i}: {policy.Trained.Gradient[i]} against {slope}");
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Weight_OfTwoIsTwoCopiesAndOfZeroAbsence(int number)
    {
        IObjective objective = Specimens.All[number];
        ImmutableArray<ObjectiveExample> three = Specimens.Examples(objective, Loose, Loose);
        ObjectiveExample a = three[0] with { Weight = 1 }, b = three[1] with { Weight = 1 }, c = three[2] with { Weight = 1 };
        (double weighted, double[] bySlope) = Evaluate(objective, [a with { Weight = 2 }, b, c with { Weight = 0 }]);
        (double copied, double[] byCopy) = Evaluate(objective, [a, b, a]);
        Assert.Equal(copied, weighted, 1e-12);
        int na = Tokens([a]), nb = Tokens([b]);
        for (int i = 0; i < na; i++)
            Assert.Equal(byCopy[i] + byCopy[na + nb + i], bySlope[i], 1e-12);
        Finite.EqualWithin(byCopy[na..(na + nb)], bySlope[na..(na + nb)], 1e-12);
        Assert.All(bySlope[(na + nb)..], slope => Assert.Equal(0, slope));
    }

    // Log-probabilities that depend on the sequence alone, so that a copy has the same.
    private static (double Loss, double[] Slopes) Evaluate(IObjective objective, ImmutableArray<ObjectiveExample> examples)
    {
        double[] Scores(IEnumerable<TokenSequence> sequences, ulong seed) =>
            [.. sequences.SelectMany(sequence => Normal(sequence.ScoredTokens, seed + (ulong)sequence.Tokens.Aggregate(7, (hash, token) => (hash * 31 + token) & 0xfffff), .5).Select(x => x - 1))];
        ImmutableArray<TokenSequence> own = ScoredBatch.Sequences(examples), contrasts = ScoredBatch.Contrasts(examples);
        var batch = new ScoredBatch(examples, Scores(own, 1), Scores(own, 2), Scores(contrasts, 1), Scores(contrasts, 2));
        ObjectiveValue value = objective.Evaluate(batch, PolicyStep.Size(objective, examples), objective.FirstGroupWeights.AsSpan());
        return (value.Loss, value.Slopes);
    }

    private static double Value(IObjective objective, ScoredBatch batch, double size, ObjectiveValue at) => Specimens.HoldsAdvantageStill(objective)
        ? batch.Policy.Zip(at.Slopes, (logP, slope) => logP * slope).Sum()
        : objective.Evaluate(batch, size, objective.FirstGroupWeights.AsSpan()).Loss;

    // What drew the answers, near enough that some ratios are clipped and some are not.
    private static ImmutableArray<ObjectiveExample> Behaving(ImmutableArray<ObjectiveExample> examples, IObjective objective, double[] policy)
    {
        if (objective is not GroupRelativeObjective)
            return examples;
        double[] noise = Normal(policy.Length, 11, .25);
        int at = 0;
        return
        [
            .. examples.Select(example =>
            {
                int count = Tokens([example]);
                at += count;
                return example with { Behaviour = [.. Enumerable.Range(at - count, count).Select(i => policy[i] + noise[i])] };
            }),
        ];
    }

    private static ScoredBatch Random(ImmutableArray<ObjectiveExample> examples, ulong seed)
    {
        int n = Tokens(examples), c = ScoredBatch.Contrasts(examples).Sum(sequence => sequence.ScoredTokens);
        return new ScoredBatch(examples, Normal(n, seed, .4), Normal(n, seed + 1, .4), Normal(c, seed + 2, .4), Normal(c, seed + 3, .4));
    }

    private static ScoredBatch With(ScoredBatch batch, double[] policy) => new(batch.Examples, policy, batch.Reference, batch.ContrastPolicy, batch.ContrastReference);

    private static int Tokens(IEnumerable<ObjectiveExample> examples) => ScoredBatch.Sequences(examples).Sum(sequence => sequence.ScoredTokens);

    // Sequence i: two turns of 1 to 3 tokens, with a token between them.
    private static TokenSequence Loose(int i) => new([.. Small.Tokens(7 + (i % 3), 13, (ulong)i + 1)], [new TokenSpan(1 + (i % 2), 2), new TokenSpan(5, 1 + (i % 3))]);

    private static TokenSequence After(TokenSequence sequence) => new([(sequence.Tokens[0] + 1) % 13, .. sequence.Tokens[1..]], sequence.Turns);

    private static double[] Normal(int count, ulong seed, double spread) => [.. Small.Normal(count, seed).Select(value => spread * value)];
}
