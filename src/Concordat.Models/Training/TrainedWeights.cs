using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Concordat.Models.Lm;

namespace Concordat.Models.Training;

/// <summary>What training changes: a decoder's own parameters, or those of an adapter, with the decoder's left as they are and merged anew after each change.</summary>
/// <remarks>With an adapter <see cref="LlamaModel.Weights"/> holds the merged weights.</remarks>
internal sealed class TrainedWeights
{
    private readonly LoraAdapter? _adapter;
    private readonly float[] _base;
    private readonly int _threads;

    public TrainedWeights(LlamaModel model, LoraAdapter? adapter, int maxThreads)
    {
        (Model, _adapter, _threads) = (model, adapter, maxThreads);
        Slots = adapter?.Slots ?? model.Layout.Slots;
        Values = adapter?.Values ?? model.Weights;
        _base = adapter is null ? [] : [.. model.Weights];
        ModelGradient = new float[model.Weights.Length];
        Gradient = adapter is null ? ModelGradient : new float[Values.Length];
        Merge();
    }

    public LlamaModel Model { get; }

    public LoraOptions? Adapter => _adapter?.Options;

    public ImmutableArray<TensorSlot> Slots { get; }

    /// <summary>The parameters that are trained.</summary>
    public float[] Values { get; }

    /// <summary>Their gradient; with an adapter only after <see cref="Collect"/>.</summary>
    public float[] Gradient { get; }

    /// <summary>The gradient of all of the decoder's parameters.</summary>
    public float[] ModelGradient { get; }

    /// <summary>What tells the model under an adapter from another; null without one.</summary>
    public string? BaseFingerprint => _adapter is null ? null : Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(_base.AsSpan())))[..32];

    /// <summary>Turns the decoder's gradient into that of what is trained.</summary>
    public void Collect() => _adapter?.Gradient(ModelGradient, Gradient, _threads);

    /// <summary>Brings the decoder's weights up to date.</summary>
    public void Merge() => _adapter?.Merge(_base, Model.Weights, _threads);
}
