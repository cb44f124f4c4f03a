using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm.Layers;

/// <summary>Causal attention with grouped queries, P = softmax(QKᵀ/√h) over the positions up to one's own, O = PV, and its gradient.</summary>
/// <remarks>
/// Shapes: a row of QKV is [Heads·h, KeyValueHeads·h, KeyValueHeads·h] wide, rows are batch·length; O is (batch·length, Heads·h). Query head i reads key head
/// i / (Heads / KeyValueHeads). P is made in blocks of rows and made anew in the backward pass from the stored log-sums, so that memory grows with length, not with its square.
/// Work is shared out by sequence and key head, whose gradients one thread adds up in one order. Randomness: none.
/// Source: Vaswani et al. (2017), eq. 1; Ainslie et al. (2023), arXiv:2305.13245; Dao et al. (2022), arXiv:2205.14135, §3.1, for the remade P.
/// </remarks>
internal sealed class CausalAttention(LlamaConfig config)
{
    private const int Rows = 48;
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private readonly int _h = config.HeadDimension;
    private readonly int _group = config.Heads / config.KeyValueHeads;
    private readonly int _width = config.QueryWidth + (2 * config.KeyWidth);
    private readonly float _scale = 1 / MathF.Sqrt(config.HeadDimension);

    public void Forward(float[] qkv, float[] output, float[] logSums, int batch, int length, int maxThreads) =>
        RowBlocks.Each(batch * config.KeyValueHeads, maxThreads, item =>
        {
            int row = item / config.KeyValueHeads * length, keyHead = item % config.KeyValueHeads;
            Scratch scratch = Take(length);
            scratch.Keys.Fill(Key(qkv, row, length, keyHead).Transposed, 1);
            scratch.Values.Fill(Value(qkv, row, length, keyHead), 1);
            for (int head = keyHead * _group; head < (keyHead + 1) * _group; head++)
            {
                for (int first = 0; first < length; first += Rows)
                {
                    int rows = Math.Min(Rows, length - first), seen = first + rows;
                    FloatMatrix p = new(scratch.Shares, rows, seen, scratch.Stride), to = Output(output, row + first, rows, head);
                    MatrixProduct.Multiply(Query(qkv, row + first, rows, head), scratch.Keys, p, false, 1);
                    for (int i = 0; i < rows; i++)
                    {
                        (float max, float sum) = AttentionRows.Exponentials(scratch.Shares.AsSpan(i * scratch.Stride, scratch.Stride), first + i + 1, seen, _scale);
                        logSums[((row + first + i) * config.Heads) + head] = max + MathF.Log(sum);
                        scratch.Sums[i] = sum;
                    }

                    MatrixProduct.Multiply(p, scratch.Values, to, false, 1);
                    for (int i = 0; i < rows; i++)
                    {
                        Span<float> made = output.AsSpan(((row + first + i) * config.QueryWidth) + (head * _h), _h);
                        TensorPrimitives.Multiply(made, 1 / scratch.Sums[i], made);
                    }
                }
            }

            _scratch.Add(scratch);
        });

    /// <summary>With ∂P = ∂O·Vᵀ and Dᵢ = ∂Oᵢ·Oᵢ: ∂S = P∘(∂P − D)/√h, ∂Q = ∂S·K, ∂K = Σ ∂Sᵀ·Q, ∂V = Σ Pᵀ·∂O; writes all of <paramref name="gradQkv"/>.</summary>
    public void Backward(float[] qkv, float[] output, float[] logSums, float[] gradOutput, float[] gradQkv, int batch, int length, int maxThreads)
    {
        Array.Clear(gradQkv, 0, batch * length * _width);
        RowBlocks.Each(batch * config.KeyValueHeads, maxThreads, item =>
        {
            int row = item / config.KeyValueHeads * length, keyHead = item % config.KeyValueHeads;
            Scratch scratch = Take(length);
            FloatMatrix keys = Key(qkv, row, length, keyHead);
            scratch.Keys.Fill(keys.Transposed, 1);
            scratch.KeyRows.Fill(keys, 1);
            scratch.Values.Fill(Value(qkv, row, length, keyHead).Transposed, 1);
            for (int head = keyHead * _group; head < (keyHead + 1) * _group; head++)
            {
                for (int first = 0; first < length; first += Rows)
                {
                    int rows = Math.Min(Rows, length - first), seen = first + rows;
                    FloatMatrix p = new(scratch.Shares, rows, seen, scratch.Stride), s = new(scratch.Slopes, rows, seen, scratch.Stride);
                    FloatMatrix query = Query(qkv, row + first, rows, head), gradO = Output(gradOutput, row + first, rows, head);
                    MatrixProduct.Multiply(query, scratch.Keys, p, false, 1);
                    MatrixProduct.Multiply(gradO, scratch.Values, s, false, 1);
                    for (int i = 0; i < rows; i++)
                    {
                        int at = ((row + first + i) * config.QueryWidth) + (head * _h);
                        float mean = FloatReduction.Dot(output.AsSpan(at, _h), gradOutput.AsSpan(at, _h)), logSum = logSums[((row + first + i) * config.Heads) + head];
                        AttentionRows.Slopes(
                            scratch.Shares.AsSpan(i * scratch.Stride, scratch.Stride), scratch.Slopes.AsSpan(i * scratch.Stride, scratch.Stride), first + i + 1, seen, _scale, logSum, mean);
                    }

                    MatrixProduct.Multiply(s, scratch.KeyRows, Query(gradQkv, row + first, rows, head), false, 1);
                    MatrixProduct.Multiply(s.Transposed, query, Key(gradQkv, row, seen, keyHead), true, 1);
                    MatrixProduct.Multiply(p.Transposed, gradO, Value(gradQkv, row, seen, keyHead), true, 1);
                }
            }

            _scratch.Add(scratch);
        });
    }

    private Scratch Take(int length)
    {
        Scratch scratch = _scratch.TryTake(out Scratch? found) ? found : new Scratch();
        scratch.MakeRoom(length);
        return scratch;
    }

    private FloatMatrix Query(float[] qkv, int row, int rows, int head) => Part(qkv, row, rows, head * _h, _width);

    private FloatMatrix Key(float[] qkv, int row, int rows, int head) => Part(qkv, row, rows, config.QueryWidth + (head * _h), _width);

    private FloatMatrix Value(float[] qkv, int row, int rows, int head) => Part(qkv, row, rows, config.QueryWidth + config.KeyWidth + (head * _h), _width);

    private FloatMatrix Output(float[] output, int row, int rows, int head) => Part(output, row, rows, head * _h, config.QueryWidth);

    private FloatMatrix Part(float[] values, int row, int rows, int column, int stride) => new(values.AsMemory((row * stride) + column), rows, _h, stride);

    /// <summary>What one thread needs for a head at a time; kept by the instance from pass to pass.</summary>
    private sealed class Scratch
    {
        public PackedMatrix Keys { get; } = new();

        public PackedMatrix KeyRows { get; } = new();

        public PackedMatrix Values { get; } = new();

        public float[] Shares { get; private set; } = [];

        public float[] Slopes { get; private set; } = [];

        public float[] Sums { get; } = new float[Rows];

        /// <summary>Numbers from one row of shares to the next: whole vectors, and off a power of two.</summary>
        public int Stride { get; private set; }

        public void MakeRoom(int length)
        {
            Stride = ((length + 15) / 16 * 16) + 16;
            if (Shares.Length < Rows * Stride)
                (Shares, Slopes) = (new float[Rows * Stride], new float[Rows * Stride]);
        }
    }
}
