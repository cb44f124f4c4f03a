using System.Text.Json;
using Concordat.Models.Lm.Weights;

namespace Concordat.Models.Lm;

/// <summary>Reads and writes Hugging Face's <c>config.json</c> of a Llama.</summary>
/// <remarks>A key that is absent means what it means there (as many key heads as heads, ε = 10⁻⁶, an untied head); a feature that this decoder lacks is refused.</remarks>
public static class LlamaConfigFile
{
    /// <exception cref="InputDataException">The file is broken, or describes a decoder that is not of this kind.</exception>
    public static LlamaConfig Read(string path)
    {
        using JsonDocument document = JsonInput.Parse(path);
        var fields = new JsonInput(path, document.RootElement);
        fields.Require("model_type", "llama");
        fields.RequireAbsentOr("hidden_act", "silu");
        fields.RequireAbsentOrFalse("attention_bias");
        fields.RequireAbsentOrFalse("mlp_bias");
        fields.RequireNull("rope_scaling");
        fields.RequireNull("quantization_config");
        double theta = fields.Number("rope_theta") ?? 10_000;
        if (fields.Child("rope_parameters") is { } rope)
        {
            rope.RequireAbsentOr("rope_type", "default");
            theta = rope.Number("rope_theta") ?? theta;
        }

        int heads = fields.Whole("num_attention_heads");
        var config = new LlamaConfig
        {
            VocabularySize = fields.Whole("vocab_size"),
            HiddenSize = fields.Whole("hidden_size"),
            IntermediateSize = fields.Whole("intermediate_size"),
            Layers = fields.Whole("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = fields.WholeOrNull("num_key_value_heads") ?? heads,
            StatedHeadDimension = fields.WholeOrNull("head_dim"),
            MaxPositions = fields.WholeOrNull("max_position_embeddings") ?? 2048,
            RopeTheta = theta,
            NormEpsilon = (float)(fields.Number("rms_norm_eps") ?? 1e-6),
            TiesEmbeddings = fields.Flag("tie_word_embeddings") ?? false,
            BeginToken = fields.WholeOrNull("bos_token_id"),
            EndTokens = fields.WholeList("eos_token_id"),
        };
        try
        {
            config.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new InputDataException(path, 0, 0, exception.Message, "a shape that a decoder can have");
        }

        return config;
    }

    /// <summary>Writes the file; <paramref name="type"/> is what it says of the weights beside it.</summary>
    public static void Write(string path, LlamaConfig config, WeightType type = WeightType.F32)
    {
        config.Validate();
        WholeFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue("LlamaForCausalLM");
            json.WriteEndArray();
            json.WriteString("model_type", "llama");
            json.WriteNumber("vocab_size", config.VocabularySize);
            json.WriteNumber("hidden_size", config.HiddenSize);
            json.WriteNumber("intermediate_size", config.IntermediateSize);
            json.WriteNumber("num_hidden_layers", config.Layers);
            json.WriteNumber("num_attention_heads", config.Heads);
            json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
            json.WriteNumber("head_dim", config.HeadDimension);
            json.WriteNumber("max_position_embeddings", config.MaxPositions);
            json.WriteNumber("rope_theta", config.RopeTheta);
            json.WriteNull("rope_scaling");
            json.WriteNumber("rms_norm_eps", config.NormEpsilon);
            json.WriteBoolean("tie_word_embeddings", config.TiesEmbeddings);
            json.WriteString("hidden_act", "silu");
            json.WriteBoolean("attention_bias", false);
            json.WriteBoolean("mlp_bias", false);
            json.WriteNumber("initializer_range", LlamaModel.InitialSpread);
            json.WriteString("torch_dtype", type switch { WeightType.F16 => "float16", WeightType.BF16 => "bfloat16", _ => "float32" });
            WriteTokens(json, "bos_token_id", config.BeginToken is { } begin ? [begin] : []);
            WriteTokens(json, "eos_token_id", config.EndTokens);
            json.WriteEndObject();
        });
    }

    private static void WriteTokens(Utf8JsonWriter json, string name, ImmutableArray<int> tokens)
    {
        if (tokens.IsEmpty)
        {
            json.WriteNull(name);
        }
        else if (tokens.Length == 1)
        {
            json.WriteNumber(name, tokens[0]);
        }
        else
        {
            json.WriteStartArray(name);
            foreach (int token in tokens)
                json.WriteNumberValue(token);
            json.WriteEndArray();
        }
    }
}
