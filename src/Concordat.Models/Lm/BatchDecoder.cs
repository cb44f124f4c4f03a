using System.Runtime.InteropServices;
using Concordat.Models.Lm.Layers;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm;

/// <summary>Reads several sequences side by side, each in a lane of its own, with the keys and values of the past kept.</summary>
/// <remarks>
/// Feed tokens to any lanes, as many to each as you like, then run: one pass over the weights serves all of them. The logits of a lane are, bit for bit, those that it would have alone,
/// in pieces of any size, on any number of threads; those of a full forward pass differ by rounding.
/// Memory: 2·layers·lanes·positions·KeyWidth numbers, and a copy of the weights. Not for use by two callers at once. Randomness: none.
/// </remarks>
public sealed class BatchDecoder
{
    private const int FewestRows = 64, MostRows = 256;
    private readonly LlamaModel _model;
    private readonly LlamaConfig _config;
    private readonly int _threads, _wide, _rows, _capacity;
    private readonly RotaryTable _rotary;
    private readonly PackedWeights _weights;
    private readonly KeyValueCache[][] _caches;
    private readonly int[] _positions, _rowLanes, _rowPositions;
    private readonly List<int> _lanesFed = [], _tokensFed = [];
    private readonly float[] _stream, _normed, _inverse, _qkv, _attended, _gateUp, _gated, _logits;
    private readonly float[][] _scores;

    /// <summary>Makes the lanes and takes the model's weights as they are.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="lanes">Number of sequences, positive.</param>
    /// <param name="maxThreads">Upper limit on threads, positive.</param>
    /// <param name="maxPositions">The longest sequence where it is shorter than the model's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public BatchDecoder(LlamaModel model, int lanes, int maxThreads, int maxPositions = int.MaxValue)
        : this(model, lanes, maxThreads, maxPositions, takesWeights: true)
    {
    }

    internal BatchDecoder(LlamaModel model, int lanes, int maxThreads, int maxPositions, bool takesWeights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lanes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPositions);
        LlamaConfig config = model.Config;
        (_model, _config, _threads, _capacity) = (model, config, maxThreads, Math.Min(maxPositions, config.MaxPositions));
        (_wide, _rows) = (config.QueryWidth + (2 * config.KeyWidth), Math.Clamp(lanes, FewestRows, MostRows));
        _rotary = new RotaryTable(_capacity, config.HeadDimension, config.RopeTheta);
        _weights = new PackedWeights(model);
        _caches = [.. Enumerable.Range(0, config.Layers).Select(_ => Enumerable.Range(0, lanes).Select(_ => new KeyValueCache(config, _capacity)).ToArray())];
        (_positions, _rowLanes, _rowPositions) = (new int[lanes], new int[_rows], new int[_rows]);
        (_stream, _normed, _inverse) = (new float[_rows * config.HiddenSize], new float[_rows * config.HiddenSize], new float[_rows]);
        (_qkv, _attended) = (new float[_rows * _wide], new float[_rows * config.QueryWidth]);
        (_gateUp, _gated) = (new float[_rows * 2 * config.IntermediateSize], new float[_rows * config.IntermediateSize]);
        _logits = new float[checked(lanes * config.VocabularySize)];
        _scores = [.. Enumerable.Range(0, Math.Max(2, maxThreads) * 2).Select(_ => new float[_capacity + 16])];
        if (takesWeights)
            TakeWeights();
    }

    public int Lanes => _positions.Length;

    /// <summary>The longest sequence that a lane holds.</summary>
    public int MaxPositions => _capacity;

    /// <summary>Number of tokens that a lane has been fed.</summary>
    public int Position(int lane) => _positions[lane];

    /// <summary>Takes the model's weights as they are now, for what is read from here on.</summary>
    public void TakeWeights() => _weights.Take(_threads);

    /// <summary>Forgets what a lane read from a position on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies ahead.</exception>
    /// <exception cref="InvalidOperationException">Tokens were fed that no run has read.</exception>
    public void Rewind(int lane, int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _positions[lane]);
        if (_lanesFed.Contains(lane))
            throw new InvalidOperationException($"lane {lane} was fed tokens that no run has read");
        _positions[lane] = position;
    }

    /// <summary>Gives a lane tokens, to be read by the next run.</summary>
    /// <exception cref="ArgumentException">There is no token, one outside the vocabulary, or more than the lane has positions.</exception>
    public void Feed(int lane, ReadOnlySpan<int> tokens)
    {
        int position = _positions[lane];
        if (tokens.IsEmpty || position + tokens.Length > _capacity)
            throw new ArgumentException($"{tokens.Length} tokens after {position}; expected 1 … {_capacity - position}", nameof(tokens));
        foreach (int token in tokens)
        {
            if (token < 0 || token >= _config.VocabularySize)
                throw new ArgumentException($"token {token} is outside the vocabulary 0 … {_config.VocabularySize - 1}", nameof(tokens));
        }

        foreach (int token in tokens)
        {
            _lanesFed.Add(lane);
            _tokensFed.Add(token);
        }

        _positions[lane] += tokens.Length;
    }

    /// <summary>Reads all tokens that were fed.</summary>
    public void Run()
    {
        ReadOnlySpan<int> lanes = CollectionsMarshal.AsSpan(_lanesFed), tokens = CollectionsMarshal.AsSpan(_tokensFed);
        Span<int> left = stackalloc int[Lanes <= 256 ? Lanes : 0];
        left = left.IsEmpty ? new int[Lanes] : left;
        left.Clear();
        foreach (int lane in lanes)
            left[lane]++;
        for (int first = 0; first < tokens.Length; first += _rows)
        {
            int rows = Math.Min(_rows, tokens.Length - first);
            for (int i = 0; i < rows; i++)
            {
                int lane = lanes[first + i];
                (_rowLanes[i], _rowPositions[i]) = (lane, _positions[lane] - left[lane]--);
            }

            Read(tokens.Slice(first, rows));
            Predict(rows, left);
        }

        _lanesFed.Clear();
        _tokensFed.Clear();
    }

    /// <summary>The logits of what follows the last token that a lane read; valid until the next run that reads for it.</summary>
    public ReadOnlySpan<float> Logits(int lane) => LogitsOf(lane);

    private Span<float> LogitsOf(int lane) => _logits.AsSpan(lane * _config.VocabularySize, _config.VocabularySize);

    private void Read(ReadOnlySpan<int> tokens)
    {
        float[] weights = _model.Weights;
        int rows = tokens.Length, d = _config.HiddenSize, f = _config.IntermediateSize;
        for (int i = 0; i < rows; i++)
            weights.AsSpan(_model.Layout.Embedding.Offset + (tokens[i] * d), d).CopyTo(_stream.AsSpan(i * d));
        for (int layer = 0; layer < _config.Layers; layer++)
        {
            LayerSlots slots = _model.Layout.Layers[layer];
            PackedWeights.Layer packed = _weights.Layers[layer];
            RmsNorm.Forward(_stream, weights, slots.InputNorm, _config.NormEpsilon, _normed, _inverse, rows, 1);
            Product(_normed, rows, d, packed.Qkv, _qkv, _wide, false);
            Attend(_caches[layer], rows);
            Product(_attended, rows, _config.QueryWidth, packed.Output, _stream, d, true);
            RmsNorm.Forward(_stream, weights, slots.MiddleNorm, _config.NormEpsilon, _normed, _inverse, rows, 1);
            Product(_normed, rows, d, packed.GateUp, _gateUp, 2 * f, false);
            for (int i = 0; i < rows; i++)
                SwiGlu.Forward(_gateUp.AsSpan(i * 2 * f, 2 * f), _gated.AsSpan(i * f, f));
            Product(_gated, rows, f, packed.Down, _stream, d, true);
        }
    }

    // Only the last row of a lane is asked for what follows it.
    private void Predict(int rows, ReadOnlySpan<int> left)
    {
        int d = _config.HiddenSize, v = _config.VocabularySize, asked = 0;
        for (int i = 0; i < rows; i++)
        {
            if (left[_rowLanes[i]] != 0 || _rowPositions[i] != _positions[_rowLanes[i]] - 1)
                continue;
            _stream.AsSpan(i * d, d).CopyTo(_stream.AsSpan(asked * d));
            _rowLanes[asked++] = _rowLanes[i];
        }

        RmsNorm.Forward(_stream, _model.Weights, _model.Layout.FinalNorm, _config.NormEpsilon, _normed, _inverse, asked, 1);
        // Rows whose lanes follow each other are one product.
        for (int first = 0, next; first < asked; first = next)
        {
            for (next = first + 1; next < asked && _rowLanes[next] == _rowLanes[next - 1] + 1;)
                next++;
            var some = new FloatMatrix(_normed.AsMemory(first * d), next - first, d);
            MatrixProduct.Multiply(some, _weights.Head, new FloatMatrix(_logits.AsMemory(_rowLanes[first] * v), next - first, v), false, _threads);
        }
    }

    private void Attend(KeyValueCache[] caches, int rows)
    {
        int h = _config.HeadDimension, width = _config.KeyWidth, group = _config.Heads / _config.KeyValueHeads;
        long seen = 0;
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = _qkv.AsSpan(i * _wide, _wide);
            for (int head = 0; head < _config.Heads + _config.KeyValueHeads; head++)
                _rotary.Rotate(row.Slice(head * h, h), _rowPositions[i], isBack: false);
            caches[_rowLanes[i]].Write(_rowPositions[i], row.Slice(_config.QueryWidth, width), row.Slice(_config.QueryWidth + width, width));
            seen += _rowPositions[i] + 1;
        }

        // Shares of whole rows, each with scores of its own to write to.
        int shares = seen * _config.QueryWidth > 1 << 18 && _threads > 1 ? Math.Min(rows, _scores.Length) : 1;
        RowBlocks.Each(shares, _threads, share =>
        {
            for (int i = share; i < rows; i += shares)
            {
                for (int head = 0; head < _config.Heads; head++)
                {
                    caches[_rowLanes[i]].Attend(
                        _qkv.AsSpan((i * _wide) + (head * h), h), head / group, _rowPositions[i] + 1, _attended.AsSpan((i * _config.QueryWidth) + (head * h), h), _scores[share]);
                }
            }
        });
    }

    private void Product(float[] from, int rows, int inputs, PackedMatrix matrix, float[] to, int outputs, bool accumulates) =>
        MatrixProduct.Multiply(new FloatMatrix(from, rows, inputs), matrix, new FloatMatrix(to, rows, outputs), accumulates, _threads);
}
