using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm;

/// <summary>A decoder's matrices laid out for products with few rows, which would otherwise spend their time on laying them out.</summary>
internal sealed class PackedWeights
{
    private readonly LlamaModel _model;
    private readonly (TensorSlot First, int Rows, PackedMatrix Packed)[] _all;
    private readonly Layer[] _layers;

    public PackedWeights(LlamaModel model)
    {
        LlamaConfig config = model.Config;
        var all = new List<(TensorSlot, int, PackedMatrix)>();
        PackedMatrix Room(TensorSlot first, int rows)
        {
            var packed = new PackedMatrix();
            all.Add((first, rows, packed));
            return packed;
        }

        _model = model;
        _layers =
        [
            .. model.Layout.Layers.Select(slots => new Layer(
                Room(slots.Query, config.QueryWidth + (2 * config.KeyWidth)), Room(slots.Output, config.HiddenSize), Room(slots.Gate, 2 * config.IntermediateSize), Room(slots.Down, config.HiddenSize))),
        ];
        Head = Room(model.Layout.Head, config.VocabularySize);
        _all = [.. all];
    }

    public ReadOnlySpan<Layer> Layers => _layers;

    public PackedMatrix Head { get; }

    /// <summary>Takes the model's weights as they are now.</summary>
    public void Take(int maxThreads)
    {
        foreach ((TensorSlot first, int rows, PackedMatrix packed) in _all)
            packed.Fill(LlamaModel.Matrix(_model.Weights, first, rows).Transposed, maxThreads);
    }

    /// <summary>Transposed: what a product with rows of activations takes on its right.</summary>
    internal sealed record Layer(PackedMatrix Qkv, PackedMatrix Output, PackedMatrix GateUp, PackedMatrix Down);
}
