using System.Text.Json;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Weights;
using Concordat.Numerics.LinearAlgebra;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Training;

/// <summary>Low-rank additions to linear layers, W + (α/r)·B·A, with the layers themselves left as they are.</summary>
/// <remarks>
/// Shapes: A (r, in), B (out, r). A starts as N(0, 1/in), B at 0, so that a fresh adapter changes nothing. Since W enters the loss only through the sum,
/// ∂B = (α/r)·∂W·Aᵀ and ∂A = (α/r)·Bᵀ·∂W: the decoder's own backward pass is used, at the cost of a full gradient. Files are PEFT's.
/// Randomness: a stream for each matrix, derived from the seed. Source: Hu et al. (2022), ICLR, eq. 3.
/// </remarks>
public sealed class LoraAdapter
{
    public const string WeightsName = "adapter_model.safetensors";
    public const string ConfigName = "adapter_config.json";
    private const string Prefix = "base_model.model.";
    private readonly ImmutableArray<(TensorSlot Weight, TensorSlot A, TensorSlot B)> _parts;
    private readonly int _weights;

    /// <exception cref="ArgumentException">An option is out of range, or a target names no linear layer.</exception>
    public LoraAdapter(LlamaConfig config, LoraOptions options, ulong seed)
    {
        options.Validate();
        var layout = new LlamaLayout(config);
        var parts = ImmutableArray.CreateBuilder<(TensorSlot, TensorSlot, TensorSlot)>();
        int length = 0;
        foreach (string target in options.Targets)
        {
            if (!target.EndsWith("_proj", StringComparison.Ordinal) || !layout.Slots.Any(slot => Adapts(slot, target)))
                throw new ArgumentException($"Targets holds '{target}'; expected q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj or down_proj");
        }

        foreach (TensorSlot slot in layout.Slots.Where(slot => options.Targets.Any(target => Adapts(slot, target))))
        {
            string name = slot.Name[..^".weight".Length];
            var a = new TensorSlot(name + ".lora_A.weight", [options.Rank, slot.Shape[1]], length);
            var b = new TensorSlot(name + ".lora_B.weight", [slot.Shape[0], options.Rank], a.Offset + a.Length);
            length = b.Offset + b.Length;
            parts.Add((slot, a, b));
        }

        (Options, _parts, _weights, Values) = (options, parts.ToImmutable(), layout.Length, new float[length]);
        Slots = [.. _parts.SelectMany(part => new[] { part.A, part.B })];
        for (int i = 0; i < _parts.Length; i++)
        {
            Xoshiro random = Xoshiro.Derive(seed, (ulong)i);
            TensorSlot a = _parts[i].A;
            double spread = 1 / Math.Sqrt(a.Shape[1]);
            for (int j = a.Offset; j < a.Offset + a.Length; j++)
                Values[j] = (float)(spread * random.NextNormal());
        }
    }

    public LoraOptions Options { get; }

    public ImmutableArray<TensorSlot> Slots { get; }

    /// <summary>All A and B.</summary>
    public float[] Values { get; }

    private float Scale => (float)(Options.Alpha / Options.Rank);

    /// <summary>Writes W + (α/r)·B·A for every matrix that is adapted, and the others as they are.</summary>
    /// <exception cref="ArgumentException">The parameters are of another shape.</exception>
    public void Merge(float[] weights, float[] merged, int maxThreads)
    {
        RequireShape(weights, nameof(weights));
        RequireShape(merged, nameof(merged));
        weights.CopyTo(merged, 0);
        foreach ((TensorSlot weight, TensorSlot a, TensorSlot b) in _parts)
        {
            FloatMatrix scaled = Scaled(b);
            MatrixProduct.Multiply(scaled, LlamaModel.Matrix(Values, a), LlamaModel.Matrix(merged, weight), true, maxThreads);
        }
    }

    /// <summary>Writes the gradient of A and B, given that of the merged weights.</summary>
    /// <exception cref="ArgumentException">The gradient is of another shape.</exception>
    public void Gradient(float[] weightGradient, float[] gradient, int maxThreads)
    {
        RequireShape(weightGradient, nameof(weightGradient));
        foreach ((TensorSlot weight, TensorSlot a, TensorSlot b) in _parts)
        {
            FloatMatrix slope = LlamaModel.Matrix(weightGradient, weight);
            MatrixProduct.Multiply(slope, Scaled(a).Transposed, LlamaModel.Matrix(gradient, b), false, maxThreads);
            MatrixProduct.Multiply(Scaled(b).Transposed, slope, LlamaModel.Matrix(gradient, a), false, maxThreads);
        }
    }

    /// <summary>Writes the adapter's two files.</summary>
    /// <exception cref="ArgumentException">A number is beyond the range of the type; the message names its tensor.</exception>
    public void Write(string folder, WeightType type = WeightType.F32)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), Slots.Select(slot => NamedTensor.Of(slot, Values, Prefix)), [new("format", "pt")], type);
        WholeFile.Write(Path.Combine(folder, ConfigName), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteString("peft_type", "LORA");
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteNumber("r", Options.Rank);
            json.WriteNumber("lora_alpha", Options.Alpha);
            json.WriteNumber("lora_dropout", 0);
            json.WriteString("bias", "none");
            json.WriteStartArray("target_modules");
            foreach (string target in Options.Targets)
                json.WriteStringValue(target);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Reads the adapter's two files.</summary>
    /// <exception cref="InputDataException">A file is damaged or does not fit the decoder; a fault in a tensor names it.</exception>
    public static LoraAdapter Read(string folder, LlamaConfig config)
    {
        string path = Path.Combine(folder, ConfigName), weights = Path.Combine(folder, WeightsName);
        LoraAdapter adapter;
        using (JsonDocument document = JsonInput.Parse(path))
        {
            var fields = new JsonInput(path, document.RootElement);
            fields.Require("peft_type", "LORA");
            fields.RequireAbsentOr("bias", "none");
            fields.RequireAbsentOrFalse("use_dora");
            fields.RequireAbsentOrFalse("use_rslora");
            try
            {
                adapter = new LoraAdapter(
                    config,
                    new LoraOptions
                    {
                        Rank = fields.Whole("r"),
                        Alpha = fields.Number("lora_alpha") ?? throw fields.Fault("lora_alpha", null, "a number"),
                        Targets = [.. fields.List("target_modules").Select(target => target.ToString())],
                    },
                    seed: 0);
            }
            catch (ArgumentException exception)
            {
                throw new InputDataException(path, 0, 0, exception.Message, "an adapter of this decoder");
            }
        }

        using SafetensorsFile file = SafetensorsFile.Open(weights);
        TensorSet.Read(weights, [file], adapter.Slots, adapter.Values, Prefix);
        return adapter;
    }

    private static bool Adapts(TensorSlot slot, string target) => slot.Name.EndsWith($".{target}.weight", StringComparison.Ordinal);

    private FloatMatrix Scaled(TensorSlot slot)
    {
        var values = new float[slot.Length];
        System.Numerics.Tensors.TensorPrimitives.Multiply(Values.AsSpan(slot.Offset, slot.Length), Scale, values);
        return new FloatMatrix(values, slot.Shape[0], slot.Shape[1]);
    }

    private void RequireShape(float[] parameters, string name)
    {
        if (parameters.Length != _weights)
            throw new ArgumentException($"{parameters.Length} parameters; the shape has {_weights}", name);
    }
}
