using Concordat.Models.Lm;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;
using Concordat.Models.Training;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>The in-process decoder in this world: first it learns to answer at random, then by DPO what a panel prefers.</summary>
internal sealed class LanguageModelTraining
{
    private const int BatchPairs = 64, BatchTexts = 64;
    private const double BaseRate = 1e-2, Rate = 3e-3;
    private readonly CompositionScale _scale;
    private readonly LlamaModel _base;
    private readonly TokenSequence[] _all;

    public LanguageModelTraining(CompositionScale scale, ulong seed, CancellationToken cancellationToken)
    {
        _scale = scale;
        _base = LlamaModel.Create(
            new LlamaConfig
            {
                VocabularySize = CompositionWorld.Vocabulary,
                HiddenSize = scale.Width,
                IntermediateSize = 2 * scale.Width,
                Layers = scale.Layers,
                Heads = 4,
                KeyValueHeads = 4,
                MaxPositions = CompositionWorld.Length + 1,
            },
            seed);
        _all = [.. Enumerable.Range(0, CompositionWorld.Topics).SelectMany(topic => Enumerable.Range(0, CompositionWorld.Answers).Select(answer => CompositionWorld.Sequence(topic, answer)))];
        var random = Xoshiro.Derive(seed, 1);
        int[][] texts = [.. Enumerable.Range(0, scale.BaseSteps * BatchTexts).Select(_ => _all[random.NextInt(_all.Length)].Tokens.ToArray())];
        var options = new TrainingOptions
        {
            Steps = scale.BaseSteps,
            BatchSize = BatchTexts,
            ContextLength = CompositionWorld.Length + 1,
            LearningRate = BaseRate,
            FinalLearningRate = BaseRate / 20,
            WarmUpSteps = scale.BaseSteps / 10,
            WeightDecay = 0,
            Seed = seed,
        };
        // Texts are as long as windows, so that each window is one text.
        var trainer = new Trainer(_base, new TokenCorpus([.. texts, texts[0]], 0), options, 1);
        while (trainer.StepsDone < options.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Step();
        }

        (Reference, _) = Answers(new LlamaPolicy(_base.Copy(), Room, 1));
    }

    /// <summary>What the model answers before any feedback, over classes.</summary>
    public double[] Reference { get; }

    private int Room => _all.Length * CompositionWorld.Length;

    /// <summary>Trains a copy on pairs.</summary>
    /// <returns>What it answers over classes, its divergence from the reference in nats, and the probability that it gave to what is no answer.</returns>
    public (double[] Answers, double Divergence, double Outside) Train(ImmutableArray<ObjectiveExample> pairs, ulong seed, CancellationToken cancellationToken)
    {
        var policy = new LlamaPolicy(_base.Copy(), Room, 1);
        var objective = new DpoObjective { Beta = CompositionWorld.Beta };
        var options = new TrainingOptions
        {
            Steps = _scale.Steps,
            BatchSize = BatchPairs,
            ContextLength = CompositionWorld.Length + 1,
            LearningRate = Rate,
            FinalLearningRate = Rate / 20,
            WarmUpSteps = _scale.Steps / 10,
            WeightDecay = 0,
            Seed = seed,
        };
        var trainer = new PreferenceTrainer(policy, objective, new PreferenceData(pairs, ["first", "second"]), options);
        while (trainer.StepsDone < options.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Step();
        }

        (double[] answers, double outside) = Answers(policy);
        double divergence = 0;
        double[] policyLog = policy.LogProbabilities(_all), referenceLog = policy.ReferenceLogProbabilities(_all);
        for (int s = 0; s < _all.Length; s++)
        {
            double log = policyLog.AsSpan(s * CompositionWorld.Length, CompositionWorld.Length).ToArray().Sum();
            divergence += Math.Exp(log) * (log - referenceLog.AsSpan(s * CompositionWorld.Length, CompositionWorld.Length).ToArray().Sum()) / CompositionWorld.Topics;
        }

        return (answers, divergence, outside);
    }

    private (double[] Answers, double Outside) Answers(LlamaPolicy policy)
    {
        double[] tokens = policy.LogProbabilities(_all), answers = new double[CompositionWorld.Candidates.Count];
        for (int s = 0; s < _all.Length; s++)
        {
            double log = 0;
            for (int t = 0; t < CompositionWorld.Length; t++)
                log += tokens[(s * CompositionWorld.Length) + t];
            answers[CompositionWorld.ClassOf(s % CompositionWorld.Answers)] += Math.Exp(log) / CompositionWorld.Topics;
        }

        double inside = answers.Sum();
        for (int i = 0; i < answers.Length; i++)
            answers[i] /= inside;
        return (answers, 1 - inside);
    }
}
