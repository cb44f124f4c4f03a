using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm.Layers;

/// <summary>Keys and values of one layer and one sequence, and attention of one query to them.</summary>
/// <remarks>
/// Layout: keys lie by head, then in blocks of sixteen positions, in each by place in the head, so that sixteen scores are made at once without a sum across a vector:
/// K[((head·blocks + position/16)·h + c)·16 + position%16]; values lie by head, then position: V[(head·positions + position)·h + c].
/// What attention gives depends on the query and the positions up to its own alone, bit for bit. Randomness: none.
/// </remarks>
internal sealed class KeyValueCache
{
    private const int Block = 16;
    private readonly int _h, _heads, _blocks, _positions;
    private readonly float[] _keys, _values;

    public KeyValueCache(LlamaConfig config, int positions)
    {
        (_h, _heads, _positions, _blocks) = (config.HeadDimension, config.KeyValueHeads, positions, (positions + Block - 1) / Block);
        _keys = GC.AllocateUninitializedArray<float>(checked(_blocks * Block * _h * _heads));
        _values = GC.AllocateUninitializedArray<float>(checked(positions * _h * _heads));
    }

    /// <summary>Writes the key, rotated, and the value of a position, all heads of each.</summary>
    public void Write(int position, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        for (int head = 0; head < _heads; head++)
        {
            ref float to = ref _keys[((((head * _blocks) + (position / Block)) * _h) * Block) + (position % Block)];
            for (int c = 0; c < _h; c++)
                Unsafe.Add(ref to, c * Block) = key[(head * _h) + c];
            value.Slice(head * _h, _h).CopyTo(_values.AsSpan(((head * _positions) + position) * _h));
        }
    }

    /// <summary>softmax(q·K/√h)·V over the first <paramref name="seen"/> positions.</summary>
    /// <param name="query">One head's query, rotated, (h).</param>
    /// <param name="head">The head of keys that it reads.</param>
    /// <param name="seen">Positions that it sees.</param>
    /// <param name="output">Receives (h).</param>
    /// <param name="scores">Room for <paramref name="seen"/> numbers, rounded up to sixteen.</param>
    public void Attend(ReadOnlySpan<float> query, int head, int seen, Span<float> output, Span<float> scores)
    {
        Score(query, head, seen, scores);
        Span<float> past = scores[..seen];
        float scale = 1 / MathF.Sqrt(_h), sum = FloatExponential.Replace(past, scale, scale * TensorPrimitives.Max<float>(past));
        Read(past, head, output);
        TensorPrimitives.Multiply(output, 1 / sum, output);
    }

    private void Score(ReadOnlySpan<float> query, int head, int seen, Span<float> scores)
    {
        ref float q = ref MemoryMarshal.GetReference(query), to = ref MemoryMarshal.GetReference(scores);
        for (int block = 0; block * Block < seen; block++)
        {
            ref float keys = ref _keys[((head * _blocks) + block) * _h * Block];
            Vector256<float> low = default, high = default, lowOdd = default, highOdd = default;
            int c = 0;
            for (; c <= _h - 2; c += 2)
            {
                nuint at = (nuint)(c * Block);
                Vector256<float> one = Vector256.Create(Unsafe.Add(ref q, c)), two = Vector256.Create(Unsafe.Add(ref q, c + 1));
                low = Vector256.FusedMultiplyAdd(one, Vector256.LoadUnsafe(ref keys, at), low);
                high = Vector256.FusedMultiplyAdd(one, Vector256.LoadUnsafe(ref keys, at + 8), high);
                lowOdd = Vector256.FusedMultiplyAdd(two, Vector256.LoadUnsafe(ref keys, at + 16), lowOdd);
                highOdd = Vector256.FusedMultiplyAdd(two, Vector256.LoadUnsafe(ref keys, at + 24), highOdd);
            }

            (low + lowOdd).StoreUnsafe(ref to, (nuint)(block * Block));
            (high + highOdd).StoreUnsafe(ref to, (nuint)(block * Block) + 8);
        }
    }

    // Σ pⱼ·vⱼ in four chains, over positions 0, 4, 8 …, 1, 5 … and so on.
    private void Read(ReadOnlySpan<float> shares, int head, Span<float> output)
    {
        ref float p = ref MemoryMarshal.GetReference(shares), to = ref MemoryMarshal.GetReference(output);
        ref float values = ref _values[head * _positions * _h];
        int c = 0, fours = shares.Length & ~3;
        for (; c <= _h - 8; c += 8)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            ref float v = ref Unsafe.Add(ref values, c);
            int j = 0;
            for (; j < fours; j += 4)
            {
                s0 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j)), Vector256.LoadUnsafe(ref v), s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j + 1)), Vector256.LoadUnsafe(ref v, (nuint)_h), s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j + 2)), Vector256.LoadUnsafe(ref v, 2 * (nuint)_h), s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j + 3)), Vector256.LoadUnsafe(ref v, 3 * (nuint)_h), s3);
                v = ref Unsafe.Add(ref v, 4 * _h);
            }

            for (; j < shares.Length; j++)
            {
                s0 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j)), Vector256.LoadUnsafe(ref v), s0);
                v = ref Unsafe.Add(ref v, _h);
            }

            ((s0 + s1) + (s2 + s3)).StoreUnsafe(ref to, (nuint)c);
        }

        for (; c < _h; c++)
        {
            float sum = 0;
            for (int j = 0; j < shares.Length; j++)
                sum = MathF.FusedMultiplyAdd(Unsafe.Add(ref p, j), Unsafe.Add(ref values, (j * _h) + c), sum);
            Unsafe.Add(ref to, c) = sum;
        }
    }
}
