using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;
using Concordat.Models.Training;

namespace Concordat.Models.Laboratories.Almanac;

/// <summary>Trains small decoders on a world's text and on its answers.</summary>
internal static class AlmanacModel
{
    private const int Context = 32;
    private const double BaseRate = 6e-3;

    /// <summary>A fresh decoder, trained to continue the text.</summary>
    /// <param name="tokenizer">Its tokens.</param>
    /// <param name="text">What it reads, in windows of 32 tokens.</param>
    /// <param name="width">Of the stream.</param>
    /// <param name="layers">How many.</param>
    /// <param name="steps">Of AdamW, 16 windows each.</param>
    /// <param name="seed">Of weights and order.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static LlamaModel OnText(BpeTokenizer tokenizer, string text, int width, int layers, int steps, ulong seed, CancellationToken cancellationToken)
    {
        LlamaModel model = LlamaModel.Create(
            new LlamaConfig
            {
                VocabularySize = tokenizer.VocabularySize,
                HiddenSize = width,
                IntermediateSize = 4 * width,
                Layers = layers,
                Heads = 4,
                KeyValueHeads = 4,
                MaxPositions = Context,
            },
            seed);
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchSize = 16,
            ContextLength = Context,
            LearningRate = BaseRate,
            FinalLearningRate = BaseRate / 20,
            WarmUpSteps = steps / 10,
            WeightDecay = 0,
            Seed = seed,
        };
        var trainer = new Trainer(model, new TokenCorpus([tokenizer.Encode(text)], 0), options, 1);
        while (trainer.StepsDone < steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Step();
        }

        return model;
    }

    /// <summary>A copy that was trained to give these answers, and nothing else, by supervised fine-tuning.</summary>
    public static LlamaModel OnAnswers(
        LlamaModel model, BpeTokenizer tokenizer, IReadOnlyCollection<(string Prompt, string Answer)> examples, int steps, int batch, double rate, ulong seed, CancellationToken cancellationToken)
    {
        LlamaModel tuned = model.Copy();
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchSize = batch,
            ContextLength = model.Config.MaxPositions,
            LearningRate = rate,
            FinalLearningRate = rate / 10,
            WarmUpSteps = steps / 10,
            WeightDecay = 0,
            Seed = seed,
        };
        var data = new PreferenceData([.. examples.Select(example => ObjectiveExample.Answer(Sequence(tokenizer, example.Prompt, example.Answer)))], []);
        var trainer = new PreferenceTrainer(new LlamaPolicy(tuned, batch * Context, 1), new SupervisedObjective(), data, options);
        while (trainer.StepsDone < steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Step();
        }

        return tuned;
    }

    /// <summary>log P(answer | prompt) of each, in nats.</summary>
    public static double[] LogProbabilities(LlamaModel model, BpeTokenizer tokenizer, IEnumerable<(string Prompt, string Answer)> examples)
    {
        TokenSequence[] sequences = [.. examples.Select(example => Sequence(tokenizer, example.Prompt, example.Answer))];
        double[] tokens = new LlamaPolicy(model, 32 * Context, 1).LogProbabilities(sequences);
        var sums = new double[sequences.Length];
        int at = 0;
        for (int s = 0; s < sums.Length; s++)
        {
            for (int t = 0; t < sequences[s].ScoredTokens; t++)
                sums[s] += tokens[at++];
        }

        return sums;
    }

    public static TokenSequence Sequence(BpeTokenizer tokenizer, string prompt, string answer) => TokenSequence.Answer(tokenizer.Encode(prompt), tokenizer.Encode(answer));
}
