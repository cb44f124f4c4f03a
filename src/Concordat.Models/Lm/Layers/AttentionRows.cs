using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm.Layers;

/// <summary>What happens to a row of scores between the products of attention, in one walk over it.</summary>
/// <remarks>Rows have room for whole vectors of sixteen. Places from the row's own count up to <c>filled</c>, which a later product reads, become 0. Randomness: none.</remarks>
internal static class AttentionRows
{
    private static readonly Vector512<int> s_places = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    /// <summary>Replaces x by exp(scale·(x − max)), not yet divided by the sum.</summary>
    /// <returns>scale·max and the sum.</returns>
    public static (float Max, float Sum) Exponentials(Span<float> row, int count, int filled, float scale)
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        int whole = count & ~15;
        Vector512<float> most = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < whole; i += 16)
            most = Vector512.Max(most, Vector512.LoadUnsafe(ref x, (nuint)i));
        Vector512<float> within = Mask(count - whole), last = default;
        if (whole < count)
        {
            last = Vector512.LoadUnsafe(ref x, (nuint)whole);
            most = Vector512.Max(most, Vector512.ConditionalSelect(within, last, most));
        }

        float max = Greatest(most);
        Vector512<float> sum = default, factor = Vector512.Create(scale), shift = Vector512.Create(-scale * max);
        for (int i = 0; i < whole; i += 16)
        {
            Vector512<float> e = FloatExponential.Of(Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), factor, shift));
            e.StoreUnsafe(ref x, (nuint)i);
            sum += e;
        }

        if (whole < count)
        {
            Vector512<float> e = Vector512.ConditionalSelect(within, FloatExponential.Of(Vector512.FusedMultiplyAdd(last, factor, shift)), Vector512<float>.Zero);
            e.StoreUnsafe(ref x, (nuint)whole);
            sum += e;
        }

        Clear(row, count, filled);
        return (scale * max, Vector512.Sum(sum));
    }

    /// <summary>Replaces scores x by p = exp(scale·x − logSum) and ∂p by scale·p·(∂p − mean).</summary>
    public static void Slopes(Span<float> scores, Span<float> slopes, int count, int filled, float scale, float logSum, float mean)
    {
        ref float x = ref MemoryMarshal.GetReference(scores), s = ref MemoryMarshal.GetReference(slopes);
        Vector512<float> factor = Vector512.Create(scale), shift = Vector512.Create(-logSum), centre = Vector512.Create(mean);
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> p = FloatExponential.Of(Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), factor, shift));
            Vector512<float> slope = (Vector512.LoadUnsafe(ref s, (nuint)i) - centre) * p * factor;
            if (count - i < 16)
            {
                Vector512<float> within = Mask(count - i);
                p = Vector512.ConditionalSelect(within, p, Vector512<float>.Zero);
                slope = Vector512.ConditionalSelect(within, slope, Vector512<float>.Zero);
            }

            p.StoreUnsafe(ref x, (nuint)i);
            slope.StoreUnsafe(ref s, (nuint)i);
        }

        Clear(scores, count, filled);
        Clear(slopes, count, filled);
    }

    private static float Greatest(Vector512<float> x)
    {
        Vector256<float> eight = Vector256.Max(x.GetLower(), x.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    private static Vector512<float> Mask(int count) => Vector512.LessThan(s_places, Vector512.Create(count)).AsSingle();

    private static void Clear(Span<float> row, int count, int filled)
    {
        int cleared = (count + 15) & ~15;
        if (cleared < filled)
            row[cleared..filled].Clear();
    }
}
