using System.Globalization;
using Concordat.Models.Lm;
using Concordat.Models.Training;
using Concordat.Numerics.Sampling;

namespace Concordat.Bench;

/// <summary>Steps of training of the default decoder, of 5.9 million parameters, with AdamW and clipping.</summary>
internal sealed class LmTrainingCase : IBenchCase
{
    private const int Steps = 2, Vocabulary = 4096, TokensAStep = 8 * 256;
    private Trainer? _trainer;

    public string Name => "lm-training";

    public string What => $"{Steps} steps of training of a decoder of 5.9 M parameters, batch 8 × 256 tokens (Python: PyTorch, float32, the best of its threads and of OpenBLAS's kernels)";

    public string PythonScript => "lm_training.py";

    public TimeSpan? Target => null;

    public int Repetitions => 9;

    public string? Prepare(string folder)
    {
        var random = new Xoshiro(1);
        int[] tokens = [.. Enumerable.Range(0, 64 * TokensAStep).Select(_ => random.NextInt(Vocabulary))];
        _trainer = new Trainer(
            LlamaModel.Create(new LlamaConfig { VocabularySize = Vocabulary }, 1), new TokenCorpus([tokens], .02), new TrainingOptions { Steps = int.MaxValue }, Environment.ProcessorCount);
        File.WriteAllText(Path.Combine(folder, "steps.txt"), Steps.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public void Run()
    {
        for (int i = 0; i < Steps; i++)
        {
            if (!double.IsFinite(_trainer!.Step().Loss))
                throw new InvalidOperationException("the loss is no number");
        }
    }

    public string? Remark(double milliseconds, bool ofProcessor) =>
        string.Create(CultureInfo.InvariantCulture, $"{Steps * TokensAStep / (milliseconds / 1000):0} tokens/s");
}
