using System.Buffers.Binary;
using System.Text;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Lm.Weights;

namespace Concordat.Models.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-tensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_EachTypeOfNumber_GivesItsValues()
    {
        // 1, −2.5 and 65,504 as IEEE half precision: 3C00, C100, 7BFF; 1, −2.5 and 2⁻¹²⁶ as bfloat16: 3F80, C020, 0080.
        string path = Bytes("""{"b":{"dtype":"BF16","shape":[3],"data_offsets":[6,12]},"h":{"dtype":"F16","shape":[3,1],"data_offsets":[0,6]},"f":{"dtype":"F32","shape":[],"data_offsets":[12,16]}}""",
            0x00, 0x3C, 0x00, 0xC1, 0xFF, 0x7B, 0x80, 0x3F, 0x20, 0xC0, 0x80, 0x00, 0x00, 0x00, 0x20, 0x41);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(["h", "b", "f"], file.Entries.Select(entry => entry.Name));
        Assert.Equal([1f, -2.5f, 65504f], Values(file, "h"));
        Assert.Equal([1f, -2.5f, 1.17549435e-38f], Values(file, "b"));
        Assert.Equal([10f], Values(file, "f"));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "'x'", "truncated")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'x'", "12 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "'y'", "overlap")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "'y'", "gap")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 9, "'x'", "5 bytes behind")]
    [InlineData("""{"x":{"dtype":"F9","shape":[1],"data_offsets":[0,4]}}""", 4, "'x'", "'F9'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "'x'", "a shape")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "'x'", "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'x'", "twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 4, "'x'", "a shape")]
    [InlineData("""[1]""", 0, "header", "no JSON object")]
    [InlineData("""{"x":""", 0, "header", "broken JSON")]
    public void Open_ADamagedFile_NamesTheTensorAndTheFault(string header, int bytes, string tensor, string fault)
    {
        string message = Assert.Throws<InputDataException>(() => SafetensorsFile.Open(Bytes(header, new byte[bytes]))).Message;
        Assert.Contains(tensor, message, StringComparison.Ordinal);
        Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhatIsNoSuchFile_SaysSo()
    {
        Assert.Throws<InputDataException>(() => SafetensorsFile.Open(Path.Combine(_folder, "absent.safetensors")));
        string path = Path.Combine(_folder, "short.safetensors");
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Throws<InputDataException>(() => SafetensorsFile.Open(path));
        File.WriteAllBytes(path, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B]);
        Assert.Throws<InputDataException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void Read_ANumberThatIsNotFiniteOrWhole_NamesTheTensor()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Bytes(
            """{"i":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"n":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 1, 0, 0, 0, 0x00, 0x00, 0xC0, 0x7F));
        Assert.Contains("'i'", Assert.Throws<InputDataException>(() => Values(file, "i")).Message, StringComparison.Ordinal);
        Assert.Contains("'n' with NaN", Assert.Throws<InputDataException>(() => Values(file, "n")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_AndReadADirectory_GiveTheSameModel(bool isTied)
    {
        ModelDirectory written = Made(isTied);
        written.Write(_folder);
        ModelDirectory read = ModelDirectory.Read(_folder);
        Assert.Equal(written.Model.Weights, read.Model.Weights);
        Assert.Equal(written.Model.Config with { EndTokens = [] }, read.Model.Config with { EndTokens = [] });
        Assert.Equal(written.Model.Config.EndTokens.AsEnumerable(), read.Model.Config.EndTokens);
        Assert.Equal(written.Tokenizer.Merges.ToArray(), read.Tokenizer.Merges.ToArray());
        byte[] before = File.ReadAllBytes(Path.Combine(_folder, "model.safetensors"));
        read.Write(_folder);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder, "model.safetensors")));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(_folder, "model.safetensors"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(!isTied, file.Find("lm_head.weight") is not null);
        Assert.Equal([12, 8], file.Find("model.layers.1.self_attn.k_proj.weight")!.Shape.ToArray());
    }

    [Fact]
    public void Write_EachTypeOfNumber_RoundsToTheNearestWithTiesToEven()
    {
        // bfloat16 keeps 8 significant bits: between 1 (3F80) and 1 + 2⁻⁷ (3F81) lies 1 + 2⁻⁸, a tie to the even 3F80; 1 + 3·2⁻⁸ is one between 3F81 and 3F82.
        // Half precision keeps 11: 1 + 2⁻¹¹ ties to 3C00, 1 + 3·2⁻¹¹ to 3C02; 2⁻²⁵ ties to 0, 3·2⁻²⁵ to the subnormal 0002; 65,519 rounds to 65,504.
        float[] values = [1 + MathF.Pow(2, -8), 1 + (3 * MathF.Pow(2, -8)), -1.00390637f, 1 + MathF.Pow(2, -11), 1 + (3 * MathF.Pow(2, -11)), MathF.Pow(2, -25), 3 * MathF.Pow(2, -25), 65_519];
        Assert.Equal([0x80, 0x3F, 0x82, 0x3F, 0x81, 0xBF], Stored(WeightType.BF16, values)[..6]);
        Assert.Equal([0x00, 0x3C, 0x02, 0x3C, 0x00, 0x00, 0x02, 0x00, 0xFF, 0x7B], Stored(WeightType.F16, values)[6..]);
        byte[] Stored(WeightType type, float[] numbers)
        {
            string path = Path.Combine(_folder, $"{type}.safetensors");
            SafetensorsWriter.Write(path, [new NamedTensor("x", [numbers.Length], numbers)], [], type);
            return File.ReadAllBytes(path)[^(2 * numbers.Length)..];
        }
    }

    [Theory]
    [InlineData(WeightType.F16, "float16", 11)]
    [InlineData(WeightType.BF16, "bfloat16", 8)]
    public void Write_ADirectoryInHalfTheBytes_KeepsTheTypesBitsAndThenEveryOne(WeightType type, string name, int bits)
    {
        ModelDirectory written = Made(isTied: true);
        written.Write(_folder, type);
        Assert.Contains($"\"torch_dtype\": \"{name}\"", File.ReadAllText(Path.Combine(_folder, "config.json")), StringComparison.Ordinal);
        ModelDirectory read = ModelDirectory.Read(_folder);
        // Rounding to so many significant bits moves a number by half of the last at most; half precision's smallest are further apart.
        for (int i = 0; i < read.Model.Weights.Length; i++)
            Assert.True(Math.Abs(read.Model.Weights[i] - written.Model.Weights[i]) <= Math.Max(Math.Pow(2, -bits) * Math.Abs(written.Model.Weights[i]), Math.Pow(2, -25)));
        byte[] before = File.ReadAllBytes(Path.Combine(_folder, "model.safetensors"));
        read.Write(_folder, type);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder, "model.safetensors")));
        Assert.Equal(read.Model.Weights, ModelDirectory.Read(_folder).Model.Weights);
    }

    [Theory]
    [InlineData(WeightType.F16, 65_520f)]
    [InlineData(WeightType.BF16, float.MaxValue)]
    public void Write_ANumberBeyondTheType_NamesTheTensorAndLeavesTheFile(WeightType type, float value)
    {
        string path = Path.Combine(_folder, "x.safetensors");
        SafetensorsWriter.Write(path, [new NamedTensor("x", [1], new float[1])], []);
        byte[] before = File.ReadAllBytes(path);
        string message = Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new NamedTensor("x", [2], new[] { 1, value })], [], type)).Message;
        Assert.Contains("'x'", message, StringComparison.Ordinal);
        Assert.Contains(type.ToString(), message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Read_ADirectoryWhoseWeightsEndEarly_NamesTheTensorThatIsCut()
    {
        Made(isTied: false).Write(_folder);
        string path = Path.Combine(_folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^5]);
        string message = Assert.Throws<InputDataException>(() => ModelDirectory.Read(_folder)).Message;
        // The last by name, and so in the file.
        Assert.Contains("'model.norm.weight'", message, StringComparison.Ordinal);
        Assert.Contains("truncated", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WeightsInSeveralFiles_GoesByTheIndex()
    {
        ModelDirectory model = Made(isTied: false);
        model.Write(_folder);
        File.Delete(Path.Combine(_folder, "model.safetensors"));
        ImmutableArray<TensorSlot> slots = model.Model.Layout.Slots;
        var map = new List<string>();
        for (int part = 0; part < 2; part++)
        {
            string name = $"model-{part}.safetensors";
            TensorSlot[] mine = [.. slots.Where((_, i) => i % 2 == part)];
            SafetensorsWriter.Write(Path.Combine(_folder, name), mine.Select(slot => NamedTensor.Of(slot, model.Model.Weights)), []);
            map.AddRange(mine.Select(slot => $"\"{slot.Name}\":\"{name}\""));
        }

        string index = Path.Combine(_folder, "model.safetensors.index.json");
        File.WriteAllText(index, "{\"weight_map\":{" + string.Join(',', map) + "}}");
        Assert.Equal(model.Model.Weights, ModelDirectory.Read(_folder).Model.Weights);
        File.WriteAllText(index, """{"weight_map":{"x":"../elsewhere.safetensors"}}""");
        Assert.Contains("elsewhere", Assert.Throws<InputDataException>(() => ModelDirectory.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingOddAndMisshapenTensors_AreAllNamedAtOnce()
    {
        ModelDirectory model = Made(isTied: true);
        model.Write(_folder);
        IEnumerable<NamedTensor> tensors = model.Model.Layout.Slots.Where(slot => slot.Name != "model.norm.weight").Select(slot => slot.Name == "model.layers.0.mlp.up_proj.weight"
            ? new NamedTensor(slot.Name, [slot.Length], model.Model.Weights.AsMemory(slot.Offset, slot.Length))
            : NamedTensor.Of(slot, model.Model.Weights));
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), tensors.Append(new NamedTensor("lm_head.bias", [1], new float[1])), []);
        InputDataException thrown = Assert.Throws<InputDataException>(() => ModelDirectory.Read(_folder));
        Assert.Equal(3, thrown.Faults.Length);
        Assert.Contains("odd tensor 'lm_head.bias'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'model.norm.weight'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'model.layers.0.mlp.up_proj.weight' of [80]", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"factor\": 2}", "rope_scaling")]
    [InlineData("\"attention_bias\": false", "\"attention_bias\": true", "attention_bias")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "KeyValueHeads is 3")]
    [InlineData("\"vocab_size\": 13", "\"vocab_size\": \"many\"", "vocab_size")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": 16000000", "at most 2,147,000,000")]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"gpt2\"", "model_type")]
    public void ReadConfig_OfAnotherDecoder_IsRefusedByName(string found, string changed, string message)
    {
        string path = Path.Combine(_folder, "config.json");
        LlamaConfigFile.Write(path, Small.Config(true));
        string text = File.ReadAllText(path);
        Assert.Contains(found, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(found, changed, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<InputDataException>(() => LlamaConfigFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadConfig_WithLittleInIt_TakesWhatAbsenceMeansThere()
    {
        string path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, """
            {"model_type":"llama","vocab_size":32,"hidden_size":16,"intermediate_size":20,"num_hidden_layers":1,"num_attention_heads":4,
             "rope_parameters":{"rope_type":"default","rope_theta":500000.0},"eos_token_id":[1,2]}
            """);
        LlamaConfig config = LlamaConfigFile.Read(path);
        Assert.Equal((4, 4, 2048, 500_000.0, 1e-6f, false), (config.KeyValueHeads, config.HeadDimension, config.MaxPositions, config.RopeTheta, config.NormEpsilon, config.TiesEmbeddings));
        Assert.Equal([1, 2], config.EndTokens.ToArray());
    }

    private static float[] Values(SafetensorsFile file, string name)
    {
        TensorEntry entry = file.Find(name)!;
        var values = new float[entry.Length];
        file.Read(entry, values);
        return values;
    }

    private static ModelDirectory Made(bool isTied)
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["abababcc"], 258, ["<|endoftext|>"], CancellationToken.None);
        return new ModelDirectory(Small.Model(Small.Config(isTied) with { VocabularySize = 258, EndTokens = [0], BeginToken = 3 }, 1), tokenizer);
    }

    private string Bytes(string header, params byte[] bytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        string path = Path.Combine(_folder, "made.safetensors");
        File.WriteAllBytes(path, [.. length, .. text, .. bytes]);
        return path;
    }
}
