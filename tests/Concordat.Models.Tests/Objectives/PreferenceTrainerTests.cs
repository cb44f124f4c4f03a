using Concordat.Models.Lm;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;
using Concordat.Models.Training;

namespace Concordat.Models.Tests.Objectives;

public sealed class PreferenceTrainerTests : IDisposable
{
    private static readonly LlamaConfig s_config = Small.Config(isTied: true) with { MaxPositions = 16 };
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-preferences").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Step_ByDpoOnPairsWithARule_PrefersItAlsoOnHeldOutPrompts()
    {
        // Chosen answers are token 5 repeated, rejected ones token 7.
        PreferenceTrainer trainer = Trainer(new DpoObjective { Beta = .5 }, Pairs(24, (5, 7)), Options(60), heldOut: .25);
        PreferenceAssessment before = trainer.HeldOut(99, CancellationToken.None)!;
        while (trainer.StepsDone < 60)
            trainer.Step();
        PreferenceAssessment after = trainer.HeldOut(99, CancellationToken.None)!;
        Assert.Equal(6, after.Examples);
        Assert.Equal(Math.Log(2), before.Loss, 1e-6);
        Assert.Equal(.5, before.Measures.Accuracy!.Value, 1e-12);
        Assert.Equal(0, before.Divergence, 1e-9);
        Assert.True(after.Loss < .2);
        Assert.Equal(1, after.Measures.Accuracy!.Value);
        Assert.True(after.Divergence > .01);
        Assert.True(trainer.Divergence(4) > .01);
    }

    [Theory]
    [InlineData("group-dpo", false)]
    [InlineData("group-dpo", true)]
    [InlineData("kto", false)]
    [InlineData("maxmin", false)]
    [InlineData("grpo", true)]
    public void Resume_OnOtherThreads_GivesTheBitsOfARunThatNeverStopped(string name, bool hasAdapter)
    {
        (IObjective objective, ImmutableArray<ObjectiveExample> examples) = Kind(name);
        string path = Path.Combine(_folder, "checkpoint.safetensors");
        PreferenceTrainer whole = Trainer(objective, examples, Options(8), threads: 1, hasAdapter: hasAdapter);
        while (whole.StepsDone < 8)
            whole.Step();
        PreferenceTrainer first = Trainer(objective, examples, Options(8), threads: 3, hasAdapter: hasAdapter);
        while (first.StepsDone < 5)
            first.Step();
        first.Save(path);
        first.Step();
        PreferenceTrainer second = Trainer(objective, examples, Options(8), threads: 2, hasAdapter: hasAdapter);
        second.Resume(path);
        PolicyTrainingStep last = second.Step();
        while (second.StepsDone < 8)
            last = second.Step();
        Assert.Equal(whole.Policy.Model.Weights, second.Policy.Model.Weights);
        Assert.Equal(objective.FirstGroupWeights.Length, last.GroupWeights.Length);
    }

    [Fact]
    public void Resume_WithAnotherObjectiveOrOtherWeights_NamesThem()
    {
        string path = Path.Combine(_folder, "checkpoint.safetensors");
        Trainer(new DpoObjective(), Pairs(8, (5, 7)), Options(4)).Save(path);
        Assert.Contains("objective.Beta", Assert.Throws<InputDataException>(() => Trainer(new DpoObjective { Beta = .2 }, Pairs(8, (5, 7)), Options(4)).Resume(path)).Message, StringComparison.Ordinal);
        ImmutableArray<ObjectiveExample> weighed = [.. Pairs(8, (5, 7)).Select(pair => pair with { Weight = 2 })];
        Assert.Contains("corpus", Assert.Throws<InputDataException>(() => Trainer(new DpoObjective(), weighed, Options(4)).Resume(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_WithWeightsThatContradict_FollowsTheHeavierPairs()
    {
        // Half of the pairs say 5, half say 7, on the same prompts; the second half counts a tenth. One example a batch: the weight must act alone.
        ImmutableArray<ObjectiveExample> pairs = [.. Pairs(10, (5, 7)), .. Pairs(10, (7, 5)).Select(pair => pair with { Weight = .1 })];
        PreferenceTrainer trainer = Trainer(new DpoObjective { Beta = .5 }, pairs, Options(80) with { BatchSize = 1 });
        while (trainer.StepsDone < 80)
            trainer.Step();
        ObjectiveValue value = new DpoObjective().Evaluate(PolicyStep.Score(trainer.Policy, new DpoObjective(), pairs[..10]), 10, []);
        Assert.True(value.Margins.Average() > .5);
    }

    [Fact]
    public void Data_WithPairsOfNoWeight_IsTheDataWithoutThem()
    {
        ImmutableArray<ObjectiveExample> some = Pairs(6, (5, 7)), all = [.. some, .. Pairs(4, (7, 5)).Select(pair => pair with { Weight = 0 })];
        var data = new PreferenceData(all, []);
        Assert.Equal(4, data.WithoutWeight);
        Assert.Equal(new PreferenceData(some, []).Fingerprint, data.Fingerprint);
        Assert.Throws<ArgumentException>(() => new PreferenceData(all[6..], []));
    }

    [Fact]
    public void Step_ByPolicyGradientOnItsOwnDraws_RaisesTheReward()
    {
        // Reward: the share of token 5 in what was drawn.
        var policy = new LlamaPolicy(Small.Model(s_config, 3), 128, 2);
        var optimiser = new PolicyOptimiser(policy, new PolicyGradientObjective { Beta = .01 }, Options(50) with { LearningRate = .05, FinalLearningRate = .01 });
        double first = 0, last = 0;
        for (int step = 0; step < 50; step++)
        {
            ImmutableArray<TokenSequence> drawn = [.. Enumerable.Range(0, 12).Select(i => policy.Draw([1, 2], 4, (ulong)((step * 12) + i)))];
            double[] rewards = [.. drawn.Select(sequence => sequence.Tokens[2..].Count(token => token == 5) / 4.0)];
            optimiser.Step([new ObjectiveExample(drawn) { Rewards = [.. rewards.Select(reward => (ImmutableArray<double>)[reward])] }]);
            first += step < 5 ? rewards.Average() / 5 : 0;
            last += step >= 45 ? rewards.Average() / 5 : 0;
        }

        Assert.True(last > first + .4, $"{first} to {last}");
    }

    private static (IObjective Objective, ImmutableArray<ObjectiveExample> Examples) Kind(string name) => name switch
    {
        "group-dpo" => (new GroupRobustObjective([6, 4]) { GroupRate = .5 }, [.. Pairs(6, (5, 7)), .. Pairs(4, (7, 5)).Select(pair => pair with { Group = 1 })]),
        "kto" => (new KtoObjective(), [.. Pairs(9, (5, 7)).Select((pair, i) => ObjectiveExample.Answer(pair.Sequences[i % 2]) with { IsDesirable = i % 2 == 0, Contrasts = [pair.Sequences[1 - (i % 2)]] })]),
        "maxmin" => (new MaxMinObjective(2) { GroupRate = .5 }, [.. Pairs(9, (5, 7)).Select((pair, i) => pair with { Rewards = [[1, -.3 * i], [0, 1]] })]),
        _ => (new GroupRelativeObjective(), [.. Pairs(9, (5, 7)).Select((pair, i) => pair with { Rewards = [[1], [.1 * i]] })]),
    };

    private static ImmutableArray<ObjectiveExample> Pairs(int count, (int Chosen, int Rejected) tokens) =>
    [
        .. Enumerable.Range(0, count).Select(i => ObjectiveExample.Pair(
            TokenSequence.Answer(Small.Tokens(4, 13, (ulong)i), [tokens.Chosen, tokens.Chosen]), TokenSequence.Answer(Small.Tokens(4, 13, (ulong)i), [tokens.Rejected, tokens.Rejected]))),
    ];

    private static TrainingOptions Options(int steps) => new() { Steps = steps, BatchSize = 4, ContextLength = 16, LearningRate = .01, FinalLearningRate = .002, WarmUpSteps = 2, WeightDecay = .01, Seed = 5 };

    private static PreferenceTrainer Trainer(
        IObjective objective, ImmutableArray<ObjectiveExample> examples, TrainingOptions options, int threads = 2, bool hasAdapter = false, double heldOut = 0)
    {
        LlamaModel model = Small.Model(s_config, 3);
        LoraAdapter? adapter = hasAdapter ? new LoraAdapter(s_config, new LoraOptions { Rank = 2 }, 1) : null;
        return new PreferenceTrainer(new LlamaPolicy(model, 64, threads, adapter), objective, new PreferenceData(examples, ["a", "b"], heldOut), options);
    }
}
