using System.Globalization;
using Concordat.Models.Lm;

namespace Concordat.Bench;

/// <summary>Tokens drawn after prompts by the default decoder, with the keys and values of the past kept.</summary>
internal sealed class LmGenerationCase(int batch) : IBenchCase
{
    private const int Prompt = 16, Tokens = 128, Vocabulary = 4096;
    private LlamaModel? _model;
    private ReadOnlyMemory<int>[] _prompts = [];

    public string Name => $"lm-generation-{batch}";

    public string What => $"{Tokens} tokens after each of {batch} prompts of {Prompt}, decoder of 5.9 M parameters, with a cache (Python: PyTorch, float32, its best setting)";

    public string PythonScript => "lm_generation.py";

    public TimeSpan? Target => null;

    public string? Prepare(string folder)
    {
        _model = LlamaModel.Create(new LlamaConfig { VocabularySize = Vocabulary }, 1);
        _prompts = [.. Enumerable.Range(0, batch).Select(i => (ReadOnlyMemory<int>)Enumerable.Range(0, Prompt).Select(j => ((i * 31) + (j * 7)) % Vocabulary).ToArray())];
        File.WriteAllText(Path.Combine(folder, "sizes.txt"), string.Create(CultureInfo.InvariantCulture, $"{batch} {Prompt} {Tokens}"));
        return null;
    }

    public void Run()
    {
        ulong[] seeds = [.. Enumerable.Range(0, batch).Select(i => (ulong)i)];
        if (TextGeneration.ContinueMany(_model!, _prompts, Tokens, new SamplingOptions(), seeds, Environment.ProcessorCount, CancellationToken.None).Sum(drawn => drawn.Length) != batch * Tokens)
            throw new InvalidOperationException("tokens are missing");
    }

    public string? Remark(double milliseconds, bool ofProcessor) =>
        string.Create(CultureInfo.InvariantCulture, $"{batch * Tokens / (milliseconds / 1000):0} tokens/s");
}
