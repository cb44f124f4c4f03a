using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concordat.Numerics.LinearAlgebra;

/// <summary>eˣ in single precision, sixteen at a time.</summary>
/// <remarks>
/// eˣ = 2ⁿ·eʳ with n = round(x/ln 2), |r| ≤ ln 2 / 2, and eʳ = 1 + r + r²·p(r), p of degree 5. Relative error below 2·10⁻⁷; 0 below −87.3, ∞ above 88.02, no subnormal numbers; not a number
/// stays one. Made of fused multiply-adds alone, so that the bits are the same on every processor and wherever in memory the number lies. Randomness: none.
/// Source: the coefficients of p are those of Moshier's Cephes library (1992), expf.
/// </remarks>
public static class FloatExponential
{
    private const float Lowest = -87.3f, Highest = 88.02f, Rounding = 12582912f;

    /// <summary>eˣ for each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        // Adding 1.5·2²³ leaves the rounded quotient in the lowest bits.
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504088896341f), Vector512.Create(Rounding));
        Vector512<float> n = shifted - Vector512.Create(Rounding);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        Vector512<float> power = Vector512.ShiftLeft(shifted.AsInt32() + Vector512.Create(127), 23).AsSingle();
        Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Vector512<float>.Zero, p * power);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Highest)), Vector512.Create(float.PositiveInfinity), value);
    }

    /// <summary>Replaces each x by exp(scale·x − shift).</summary>
    /// <returns>The sum, in sixteen chains.</returns>
    public static float Replace(Span<float> values, float scale, float shift)
    {
        ref float x = ref MemoryMarshal.GetReference(values);
        Vector512<float> sum = default, factor = Vector512.Create(scale), offset = Vector512.Create(-shift);
        int i = 0;
        for (; i <= values.Length - 16; i += 16)
        {
            Vector512<float> e = Of(Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), factor, offset));
            e.StoreUnsafe(ref x, (nuint)i);
            sum += e;
        }

        float rest = 0;
        for (; i < values.Length; i++)
            rest += Unsafe.Add(ref x, i) = Of(Vector512.Create(MathF.FusedMultiplyAdd(Unsafe.Add(ref x, i), scale, -shift))).ToScalar();
        return Vector512.Sum(sum) + rest;
    }
}
