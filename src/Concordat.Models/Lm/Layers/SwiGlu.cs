using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm.Layers;

/// <summary>The gated unit h = silu(g) ∘ u with silu(g) = g·σ(g), and its gradient.</summary>
/// <remarks>Shapes: a row of [g, u] is 2F wide, a row of h F. Randomness: none. Source: Shazeer (2020), arXiv:2002.05202, eq. 6.</remarks>
internal static class SwiGlu
{
    public static void Forward(ReadOnlySpan<float> gateUp, Span<float> hidden)
    {
        int f = hidden.Length, i = 0;
        ref float gate = ref MemoryMarshal.GetReference(gateUp), up = ref Unsafe.Add(ref gate, f), to = ref MemoryMarshal.GetReference(hidden);
        for (; i <= f - 16; i += 16)
        {
            Vector512<float> g = Vector512.LoadUnsafe(ref gate, (nuint)i);
            (g * Sigmoid(g) * Vector512.LoadUnsafe(ref up, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < f; i++)
        {
            float g = Unsafe.Add(ref gate, i);
            Unsafe.Add(ref to, i) = g * Sigmoid(Vector512.Create(g)).ToScalar() * Unsafe.Add(ref up, i);
        }
    }

    /// <summary>∂u = ∂h·silu(g); ∂g = ∂h·u·(silu(g) + σ(g)·(1 − silu(g))).</summary>
    public static void Backward(ReadOnlySpan<float> gateUp, ReadOnlySpan<float> gradHidden, Span<float> gradGateUp)
    {
        int f = gradHidden.Length, i = 0;
        ref float gate = ref MemoryMarshal.GetReference(gateUp), slope = ref MemoryMarshal.GetReference(gradHidden), to = ref MemoryMarshal.GetReference(gradGateUp);
        for (; i <= f - 16; i += 16)
        {
            (Vector512<float> gradGate, Vector512<float> gradUp) = Slopes(
                Vector512.LoadUnsafe(ref gate, (nuint)i), Vector512.LoadUnsafe(ref gate, (nuint)(f + i)), Vector512.LoadUnsafe(ref slope, (nuint)i));
            gradGate.StoreUnsafe(ref to, (nuint)i);
            gradUp.StoreUnsafe(ref to, (nuint)(f + i));
        }

        for (; i < f; i++)
        {
            (Vector512<float> gradGate, Vector512<float> gradUp) = Slopes(
                Vector512.Create(Unsafe.Add(ref gate, i)), Vector512.Create(Unsafe.Add(ref gate, f + i)), Vector512.Create(Unsafe.Add(ref slope, i)));
            (Unsafe.Add(ref to, i), Unsafe.Add(ref to, f + i)) = (gradGate.ToScalar(), gradUp.ToScalar());
        }
    }

    private static (Vector512<float> Gate, Vector512<float> Up) Slopes(Vector512<float> gate, Vector512<float> up, Vector512<float> slope)
    {
        Vector512<float> sigmoid = Sigmoid(gate), silu = gate * sigmoid;
        return (slope * up * Vector512.FusedMultiplyAdd(sigmoid, Vector512<float>.One - silu, silu), slope * silu);
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + FloatExponential.Of(-x));
}
