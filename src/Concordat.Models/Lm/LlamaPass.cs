using System.Numerics.Tensors;
using Concordat.Models.Lm.Layers;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm;

/// <summary>Forward and backward over whole sequences, with room for a fixed number of tokens.</summary>
/// <remarks>
/// Per layer: a = x + Wₒ·attention(rope(W_qkv·norm(x))); x′ = a + W_down·swiglu(W_gate,up·norm(a)). Logits z = W_head·norm(x).
/// Shapes: tokens (batch, length) with all sequences equally long; shorter ones are filled up at the end and their rows given weight 0, since no position sees a later one.
/// The same bits on any number of threads. Not for use by two callers at once. Randomness: none.
/// Source: Touvron et al. (2023), arXiv:2302.13971, §2.2; each layer states its own.
/// </remarks>
public sealed class LlamaPass
{
    private readonly LlamaConfig _config;
    private readonly LlamaLayout _layout;
    private readonly int _capacity, _threads;
    private readonly RotaryTable _rotary;
    private readonly CausalAttention _attention;
    private readonly LayerActivations[] _layers;
    private readonly float[] _last, _lastNormed, _lastInverse, _logits;
    private Gradients? _gradients;
    private int[] _tokens = [];
    private int _batch, _length;

    /// <summary>Makes room for <paramref name="maxTokens"/> tokens in a batch.</summary>
    /// <exception cref="ArgumentException">The shape is impossible or a number is not positive.</exception>
    public LlamaPass(LlamaConfig config, int maxTokens, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        (_config, _layout, _capacity, _threads) = (config, new LlamaLayout(config), maxTokens, maxThreads);
        _rotary = new RotaryTable(config.MaxPositions, config.HeadDimension, config.RopeTheta);
        _attention = new CausalAttention(config);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(_ => new LayerActivations(config, maxTokens))];
        (_last, _lastNormed, _lastInverse) = (new float[maxTokens * config.HiddenSize], new float[maxTokens * config.HiddenSize], new float[maxTokens]);
        _logits = new float[checked(maxTokens * config.VocabularySize)];
    }

    /// <summary>z of the last forward pass, (batch·length, vocabulary); a loss puts its gradient in their place.</summary>
    public Memory<float> Logits => _logits.AsMemory(0, _batch * _length * _config.VocabularySize);

    /// <summary>Computes the logits.</summary>
    /// <param name="weights">The parameters, in the order of the layout.</param>
    /// <param name="tokens">(batch, length).</param>
    /// <param name="batch">Number of sequences.</param>
    /// <exception cref="ArgumentException">The tokens are no batch, too many, too long, or outside the vocabulary.</exception>
    public void Forward(float[] weights, ReadOnlySpan<int> tokens, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        int rows = tokens.Length, length = rows / batch, d = _config.HiddenSize;
        if (weights.Length != _layout.Length)
            throw new ArgumentException($"{weights.Length} parameters; the shape has {_layout.Length}", nameof(weights));
        if (rows == 0 || length * batch != rows || rows > _capacity || length > _config.MaxPositions)
            throw new ArgumentException($"{rows} tokens are no {batch} sequences of up to {_config.MaxPositions} within room for {_capacity}", nameof(tokens));
        foreach (int token in tokens)
        {
            if (token < 0 || token >= _config.VocabularySize)
                throw new ArgumentException($"token {token} is outside the vocabulary 0 … {_config.VocabularySize - 1}", nameof(tokens));
        }

        (_tokens, _batch, _length) = (tokens.ToArray(), batch, length);
        for (int i = 0; i < rows; i++)
            weights.AsSpan(_layout.Embedding.Offset + (tokens[i] * d), d).CopyTo(_layers[0].Input.AsSpan(i * d));
        for (int layer = 0; layer < _layers.Length; layer++)
            Forward(weights, _layout.Layers[layer], _layers[layer], layer + 1 < _layers.Length ? _layers[layer + 1].Input : _last, rows);
        RmsNorm.Forward(_last, weights, _layout.FinalNorm, _config.NormEpsilon, _lastNormed, _lastInverse, rows, _threads);
        Product(_lastNormed, rows, LlamaModel.Matrix(weights, _layout.Head).Transposed, _logits, false);
    }

    /// <summary>Adds the gradient of all parameters, given that of the logits in <see cref="Logits"/>.</summary>
    /// <param name="weights">The parameters of the forward pass.</param>
    /// <param name="gradient">Receives the sum; shape of the parameters.</param>
    /// <exception cref="ArgumentException">The gradient has another length.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public void Backward(float[] weights, float[] gradient)
    {
        if (gradient.Length != _layout.Length)
            throw new ArgumentException($"{gradient.Length} places; the shape has {_layout.Length}", nameof(gradient));
        if (_batch == 0)
            throw new InvalidOperationException("a backward pass without a forward pass");
        int rows = _batch * _length, d = _config.HiddenSize;
        _gradients ??= new Gradients(_config, _capacity);
        float[] stream = _gradients.Stream, normed = _gradients.Normed;
        Gather(_logits, rows, _config.VocabularySize, _lastNormed, LlamaModel.Matrix(gradient, _layout.Head));
        Product(_logits, rows, LlamaModel.Matrix(weights, _layout.Head), normed, false);
        Array.Clear(stream, 0, rows * d);
        RmsNorm.Backward(_last, weights, _layout.FinalNorm, _lastInverse, normed, stream, gradient, rows, _threads);
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
            Backward(weights, gradient, _layout.Layers[layer], _layers[layer], _gradients, rows);
        for (int i = 0; i < rows; i++)
        {
            Span<float> to = gradient.AsSpan(_layout.Embedding.Offset + (_tokens[i] * d), d);
            TensorPrimitives.Add(to, stream.AsSpan(i * d, d), to);
        }
    }

    private void Forward(float[] weights, LayerSlots slots, LayerActivations at, float[] next, int rows)
    {
        int d = _config.HiddenSize, f = _config.IntermediateSize, wide = _config.QueryWidth + (2 * _config.KeyWidth);
        RmsNorm.Forward(at.Input, weights, slots.InputNorm, _config.NormEpsilon, at.InputNormed, at.InputInverse, rows, _threads);
        Product(at.InputNormed, rows, LlamaModel.Matrix(weights, slots.Query, wide).Transposed, at.Qkv, false);
        Rotate(at.Qkv, rows, isBack: false);
        _attention.Forward(at.Qkv, at.Attended, at.LogSums, _batch, _length, _threads);
        at.Input.AsSpan(0, rows * d).CopyTo(at.Middle);
        Product(at.Attended, rows, LlamaModel.Matrix(weights, slots.Output).Transposed, at.Middle, true);
        RmsNorm.Forward(at.Middle, weights, slots.MiddleNorm, _config.NormEpsilon, at.MiddleNormed, at.MiddleInverse, rows, _threads);
        Product(at.MiddleNormed, rows, LlamaModel.Matrix(weights, slots.Gate, 2 * f).Transposed, at.GateUp, false);
        RowBlocks.For(rows, _threads, (first, end) =>
        {
            for (int i = first; i < end; i++)
                SwiGlu.Forward(at.GateUp.AsSpan(i * 2 * f, 2 * f), at.Gated.AsSpan(i * f, f));
        });
        at.Middle.AsSpan(0, rows * d).CopyTo(next);
        Product(at.Gated, rows, LlamaModel.Matrix(weights, slots.Down).Transposed, next, true);
    }

    private void Backward(float[] weights, float[] gradient, LayerSlots slots, LayerActivations at, Gradients scratch, int rows)
    {
        int d = _config.HiddenSize, f = _config.IntermediateSize, wide = _config.QueryWidth + (2 * _config.KeyWidth);
        Gather(scratch.Stream, rows, d, at.Gated, LlamaModel.Matrix(gradient, slots.Down));
        Product(scratch.Stream, rows, LlamaModel.Matrix(weights, slots.Down), scratch.Gated, false);
        RowBlocks.For(rows, _threads, (first, end) =>
        {
            for (int i = first; i < end; i++)
                SwiGlu.Backward(at.GateUp.AsSpan(i * 2 * f, 2 * f), scratch.Gated.AsSpan(i * f, f), scratch.GateUp.AsSpan(i * 2 * f, 2 * f));
        });
        Gather(scratch.GateUp, rows, 2 * f, at.MiddleNormed, LlamaModel.Matrix(gradient, slots.Gate, 2 * f));
        Product(scratch.GateUp, rows, LlamaModel.Matrix(weights, slots.Gate, 2 * f), scratch.Normed, false);
        RmsNorm.Backward(at.Middle, weights, slots.MiddleNorm, at.MiddleInverse, scratch.Normed, scratch.Stream, gradient, rows, _threads);

        Gather(scratch.Stream, rows, d, at.Attended, LlamaModel.Matrix(gradient, slots.Output));
        Product(scratch.Stream, rows, LlamaModel.Matrix(weights, slots.Output), scratch.Attended, false);
        _attention.Backward(at.Qkv, at.Attended, at.LogSums, scratch.Attended, scratch.Qkv, _batch, _length, _threads);
        Rotate(scratch.Qkv, rows, isBack: true);
        Gather(scratch.Qkv, rows, wide, at.InputNormed, LlamaModel.Matrix(gradient, slots.Query, wide));
        Product(scratch.Qkv, rows, LlamaModel.Matrix(weights, slots.Query, wide), scratch.Normed, false);
        RmsNorm.Backward(at.Input, weights, slots.InputNorm, at.InputInverse, scratch.Normed, scratch.Stream, gradient, rows, _threads);
    }

    private void Rotate(float[] qkv, int rows, bool isBack)
    {
        int h = _config.HeadDimension, heads = _config.Heads + _config.KeyValueHeads, wide = _config.QueryWidth + (2 * _config.KeyWidth);
        RowBlocks.For(rows, _threads, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                for (int head = 0; head < heads; head++)
                    _rotary.Rotate(qkv.AsSpan((i * wide) + (head * h), h), i % _length, isBack);
            }
        });
    }

    // Rows times a matrix.
    private void Product(float[] from, int rows, FloatMatrix matrix, float[] to, bool accumulates) =>
        MatrixProduct.Multiply(new FloatMatrix(from, rows, matrix.Rows), matrix, new FloatMatrix(to, rows, matrix.Columns), accumulates, _threads);

    // A weight's gradient: Σ over rows of ∂y ⊗ x.
    private void Gather(float[] gradOut, int rows, int wide, float[] input, FloatMatrix gradWeight) =>
        MatrixProduct.Multiply(new FloatMatrix(gradOut, rows, wide).Transposed, new FloatMatrix(input, rows, gradWeight.Columns), gradWeight, true, _threads);

    private sealed class Gradients(LlamaConfig config, int rows)
    {
        public float[] Stream { get; } = new float[rows * config.HiddenSize];

        public float[] Normed { get; } = new float[rows * config.HiddenSize];

        public float[] Qkv { get; } = new float[rows * (config.QueryWidth + (2 * config.KeyWidth))];

        public float[] Attended { get; } = new float[rows * config.QueryWidth];

        public float[] GateUp { get; } = new float[rows * 2 * config.IntermediateSize];

        public float[] Gated { get; } = new float[rows * config.IntermediateSize];
    }
}
