using Concordat.Formats.Trl;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;
using Concordat.Models.Training;
using Concordat.Tests;

namespace Concordat.Models.Tests.Objectives;

/// <summary>Pairs that people chose between, from file to trained weights; none of their text is shown.</summary>
public sealed class RecordedPairsTests
{
    [SharedDataFact("hh_harmless_test/test.jsonl.gz")]
    public void Train_DpoOnRecordedPairs_PrefersThemAndCountsWhatWasLeftOut()
    {
        TrlDataset pairs = TrlReader.Read(SharedData.At("hh_harmless_test/test.jsonl.gz"), TrlReaderOptions.Default, CancellationToken.None);
        BpeTokenizer tokenizer = BpeTrainer.Train(
            [.. pairs.Examples.Take(20).SelectMany(example => example.Texts.Select(text => text.Text.Words))], 400, ["<|endoftext|>"], CancellationToken.None);
        var chat = new ChatTokens(tokenizer, tokenizer.SpecialId("<|endoftext|>"));
        EncodedExamples encoded = ExampleEncoding.Encode(TrlDataset.Of(pairs.Examples[..250]), ExampleKind.Pairs, chat, 160);
        Assert.Equal(250, encoded.Examples.Length + encoded.WhyLeftOut.Values.Sum());
        Assert.True(encoded.Examples.Length >= 24, $"{encoded.Examples.Length}");
        LlamaModel model = LlamaModel.Create(
            new LlamaConfig { VocabularySize = tokenizer.VocabularySize, HiddenSize = 32, IntermediateSize = 48, Layers = 2, Heads = 4, KeyValueHeads = 2, MaxPositions = 160, EndTokens = [tokenizer.SpecialId("<|endoftext|>")!.Value] }, 1);
        var trainer = new PreferenceTrainer(
            new LlamaPolicy(model, 2048, 2), new DpoObjective(), new PreferenceData(encoded.Examples[..24], encoded.Groups),
            new TrainingOptions { Steps = 16, BatchSize = 8, WarmUpSteps = 2, LearningRate = 3e-3, FinalLearningRate = 3e-4 });
        PolicyTrainingStep first = trainer.Step(), last = first;
        Assert.Equal(Math.Log(2), first.Loss, 1e-9);
        Assert.Equal(0, first.Measures.Margin!.Value);
        while (trainer.StepsDone < 16)
            last = trainer.Step();
        Assert.True(last.Loss < first.Loss - .05, $"{last.Loss}");
        Assert.True(last.Measures.Accuracy > .7);
    }
}
