using System.Text.Json;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Lm.Weights;

namespace Concordat.Models.Lm;

/// <summary>A model as a directory in Hugging Face's form: <c>config.json</c>, <c>tokenizer.json</c>, <c>model.safetensors</c>.</summary>
/// <remarks>Weights in several files are read through <c>model.safetensors.index.json</c>; one file is written.</remarks>
/// <param name="Model">The decoder.</param>
/// <param name="Tokenizer">Its tokens.</param>
public sealed record ModelDirectory(LlamaModel Model, BpeTokenizer Tokenizer)
{
    public const string ConfigName = "config.json";
    public const string TokenizerName = "tokenizer.json";
    public const string WeightsName = "model.safetensors";

    /// <summary>Reads a directory.</summary>
    /// <exception cref="InputDataException">A file is missing or damaged, or the files contradict each other; a fault in a tensor names it.</exception>
    public static ModelDirectory Read(string folder)
    {
        LlamaConfig config = LlamaConfigFile.Read(Path.Combine(folder, ConfigName));
        string tokens = Path.Combine(folder, TokenizerName);
        BpeTokenizer tokenizer = TokenizerFile.Read(tokens);
        if (tokenizer.VocabularySize > config.VocabularySize)
            throw new InputDataException(tokens, 0, 0, $"{tokenizer.VocabularySize} tokens", $"at most the {config.VocabularySize} that {ConfigName} states");
        return new ModelDirectory(new LlamaModel(config, ReadWeights(folder, config)), tokenizer);
    }

    /// <summary>Writes the directory, each file whole.</summary>
    /// <exception cref="ArgumentException">A weight is beyond the range of the type; the message names its tensor.</exception>
    public void Write(string folder, WeightType type = WeightType.F32)
    {
        Directory.CreateDirectory(folder);
        LlamaConfigFile.Write(Path.Combine(folder, ConfigName), Model.Config, type);
        TokenizerFile.Write(Path.Combine(folder, TokenizerName), Tokenizer);
        SafetensorsWriter.Write(
            Path.Combine(folder, WeightsName), Model.Layout.Slots.Select(slot => NamedTensor.Of(slot, Model.Weights)), [new("format", "pt")], type);
    }

    private static float[] ReadWeights(string folder, LlamaConfig config)
    {
        var layout = new LlamaLayout(config);
        var weights = new float[layout.Length];
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (string path in WeightFiles(folder))
                files.Add(SafetensorsFile.Open(path));
            TensorSet.Read(Path.Combine(folder, WeightsName), files, layout.Slots, weights);
        }
        finally
        {
            foreach (SafetensorsFile file in files)
                file.Dispose();
        }

        return weights;
    }

    private static string[] WeightFiles(string folder)
    {
        string one = Path.Combine(folder, WeightsName), index = one + ".index.json";
        if (File.Exists(one) || !File.Exists(index))
            return [one];
        using JsonDocument document = JsonInput.Parse(index);
        var fields = new JsonInput(index, document.RootElement);
        if (fields.Element("weight_map") is not { ValueKind: JsonValueKind.Object } map)
            throw fields.Fault("weight_map", fields.Element("weight_map"), "the file of each tensor");
        string[] names = [.. map.EnumerateObject().Select(pair => pair.Value.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return names.FirstOrDefault(name => name.Length == 0 || Path.GetFileName(name) != name) is { } outside
            ? throw new InputDataException(index, 0, 0, $"weight_map: '{outside}'", "names of files in the same folder")
            : [.. names.Select(name => Path.Combine(folder, name))];
    }
}
