using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concordat.Numerics.LinearAlgebra;

/// <summary>The innermost products: up to twelve packed rows times a packed strip, held in registers while the depth runs.</summary>
/// <remarks>
/// Layout: a[k·height + row], b[k·width + column], c[row·stride + column]. Each product is one chain of fused multiply-adds over k, so that both widths give the
/// same bits. The first slab of a product sets c, later ones add to it.
/// </remarks>
internal static class ProductKernels
{
    public const int Rows = 12;

    /// <summary>Columns of a strip: 32 where the processor has vectors of sixteen numbers, else 16.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 32 : 16;

    /// <summary>Rows of the panel that serves the next rows with the fewest idle ones.</summary>
    public static int Height(int rows, int width) => width == 32 ? (rows > 8 ? Rows : rows > 4 ? 8 : 4) : rows > 6 ? Rows : 6;

    public static void Multiply(ref float a, ref float b, int height, int width, int depth, ref float c, int stride, bool isFirst, ref float next)
    {
        if (width != 32)
            Portable(ref a, ref b, height, depth, ref c, stride, isFirst);
        else if (height == Rows)
            Wide(ref a, ref b, depth, ref c, stride, isFirst, ref next);
        else if (height == 8)
            Wide8(ref a, ref b, depth, ref c, stride, isFirst);
        else
            Wide4(ref a, ref b, depth, ref c, stride, isFirst);
    }

    // 12 × 32 products in 24 registers: each step loads two vectors and spreads twelve numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(ref float a, ref float b, int depth, ref float c, int stride, bool isFirst, ref float next)
    {
        nuint step = (nuint)stride;
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71, c80, c81, c90, c91, ca0, ca1, cb0, cb1;
        if (isFirst)
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector512<float>.Zero;
            c60 = c61 = c70 = c71 = c80 = c81 = c90 = c91 = ca0 = ca1 = cb0 = cb1 = Vector512<float>.Zero;
        }
        else
        {
            (c00, c01) = Load(ref c, 0 * step); (c10, c11) = Load(ref c, 1 * step); (c20, c21) = Load(ref c, 2 * step); (c30, c31) = Load(ref c, 3 * step);
            (c40, c41) = Load(ref c, 4 * step); (c50, c51) = Load(ref c, 5 * step); (c60, c61) = Load(ref c, 6 * step); (c70, c71) = Load(ref c, 7 * step);
            (c80, c81) = Load(ref c, 8 * step); (c90, c91) = Load(ref c, 9 * step); (ca0, ca1) = Load(ref c, 10 * step); (cb0, cb1) = Load(ref c, 11 * step);
        }

        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref b), b1 = Vector512.LoadUnsafe(ref b, 16), x;
            x = Vector512.Create(a); c00 = Vector512.FusedMultiplyAdd(x, b0, c00); c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, 1)); c10 = Vector512.FusedMultiplyAdd(x, b0, c10); c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, 2)); c20 = Vector512.FusedMultiplyAdd(x, b0, c20); c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, 3)); c30 = Vector512.FusedMultiplyAdd(x, b0, c30); c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(Unsafe.Add(ref a, 4)); c40 = Vector512.FusedMultiplyAdd(x, b0, c40); c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(Unsafe.Add(ref a, 5)); c50 = Vector512.FusedMultiplyAdd(x, b0, c50); c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(Unsafe.Add(ref a, 6)); c60 = Vector512.FusedMultiplyAdd(x, b0, c60); c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(Unsafe.Add(ref a, 7)); c70 = Vector512.FusedMultiplyAdd(x, b0, c70); c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
            x = Vector512.Create(Unsafe.Add(ref a, 8)); c80 = Vector512.FusedMultiplyAdd(x, b0, c80); c81 = Vector512.FusedMultiplyAdd(x, b1, c81);
            x = Vector512.Create(Unsafe.Add(ref a, 9)); c90 = Vector512.FusedMultiplyAdd(x, b0, c90); c91 = Vector512.FusedMultiplyAdd(x, b1, c91);
            x = Vector512.Create(Unsafe.Add(ref a, 10)); ca0 = Vector512.FusedMultiplyAdd(x, b0, ca0); ca1 = Vector512.FusedMultiplyAdd(x, b1, ca1);
            x = Vector512.Create(Unsafe.Add(ref a, 11)); cb0 = Vector512.FusedMultiplyAdd(x, b0, cb0); cb1 = Vector512.FusedMultiplyAdd(x, b1, cb1);
            a = ref Unsafe.Add(ref a, Rows);
            ProductPacking.Ahead(ref next);
            next = ref Unsafe.Add(ref next, 16);
            b = ref Unsafe.Add(ref b, 32);
        }

        Store(c00, c01, ref c, 0 * step); Store(c10, c11, ref c, 1 * step); Store(c20, c21, ref c, 2 * step); Store(c30, c31, ref c, 3 * step);
        Store(c40, c41, ref c, 4 * step); Store(c50, c51, ref c, 5 * step); Store(c60, c61, ref c, 6 * step); Store(c70, c71, ref c, 7 * step);
        Store(c80, c81, ref c, 8 * step); Store(c90, c91, ref c, 9 * step); Store(ca0, ca1, ref c, 10 * step); Store(cb0, cb1, ref c, 11 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide8(ref float a, ref float b, int depth, ref float c, int stride, bool isFirst)
    {
        nuint step = (nuint)stride;
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        if (isFirst)
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector512<float>.Zero;
            c60 = c61 = c70 = c71 = Vector512<float>.Zero;
        }
        else
        {
            (c00, c01) = Load(ref c, 0 * step); (c10, c11) = Load(ref c, 1 * step); (c20, c21) = Load(ref c, 2 * step); (c30, c31) = Load(ref c, 3 * step);
            (c40, c41) = Load(ref c, 4 * step); (c50, c51) = Load(ref c, 5 * step); (c60, c61) = Load(ref c, 6 * step); (c70, c71) = Load(ref c, 7 * step);
        }

        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref b), b1 = Vector512.LoadUnsafe(ref b, 16), x;
            x = Vector512.Create(a); c00 = Vector512.FusedMultiplyAdd(x, b0, c00); c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, 1)); c10 = Vector512.FusedMultiplyAdd(x, b0, c10); c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, 2)); c20 = Vector512.FusedMultiplyAdd(x, b0, c20); c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, 3)); c30 = Vector512.FusedMultiplyAdd(x, b0, c30); c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(Unsafe.Add(ref a, 4)); c40 = Vector512.FusedMultiplyAdd(x, b0, c40); c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(Unsafe.Add(ref a, 5)); c50 = Vector512.FusedMultiplyAdd(x, b0, c50); c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(Unsafe.Add(ref a, 6)); c60 = Vector512.FusedMultiplyAdd(x, b0, c60); c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(Unsafe.Add(ref a, 7)); c70 = Vector512.FusedMultiplyAdd(x, b0, c70); c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
            a = ref Unsafe.Add(ref a, 8);
            b = ref Unsafe.Add(ref b, 32);
        }

        Store(c00, c01, ref c, 0 * step); Store(c10, c11, ref c, 1 * step); Store(c20, c21, ref c, 2 * step); Store(c30, c31, ref c, 3 * step);
        Store(c40, c41, ref c, 4 * step); Store(c50, c51, ref c, 5 * step); Store(c60, c61, ref c, 6 * step); Store(c70, c71, ref c, 7 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide4(ref float a, ref float b, int depth, ref float c, int stride, bool isFirst)
    {
        nuint step = (nuint)stride;
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31;
        if (isFirst)
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = Vector512<float>.Zero;
        }
        else
        {
            (c00, c01) = Load(ref c, 0 * step); (c10, c11) = Load(ref c, 1 * step); (c20, c21) = Load(ref c, 2 * step); (c30, c31) = Load(ref c, 3 * step);
        }

        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref b), b1 = Vector512.LoadUnsafe(ref b, 16), x;
            x = Vector512.Create(a); c00 = Vector512.FusedMultiplyAdd(x, b0, c00); c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, 1)); c10 = Vector512.FusedMultiplyAdd(x, b0, c10); c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, 2)); c20 = Vector512.FusedMultiplyAdd(x, b0, c20); c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, 3)); c30 = Vector512.FusedMultiplyAdd(x, b0, c30); c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            a = ref Unsafe.Add(ref a, 4);
            b = ref Unsafe.Add(ref b, 32);
        }

        Store(c00, c01, ref c, 0 * step); Store(c10, c11, ref c, 1 * step); Store(c20, c21, ref c, 2 * step); Store(c30, c31, ref c, 3 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Left, Vector512<float> Right) Load(ref float c, nuint at) =>
        (Vector512.LoadUnsafe(ref c, at), Vector512.LoadUnsafe(ref c, at + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, ref float c, nuint at)
    {
        left.StoreUnsafe(ref c, at);
        right.StoreUnsafe(ref c, at + 16);
    }

    // 6 × 16 products, once or twice, in 12 registers of eight numbers where there are such.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Portable(ref float a, ref float b, int height, int depth, ref float c, int stride, bool isFirst)
    {
        nuint step = (nuint)stride;
        for (int half = 0; half < height; half += 6)
        {
            ref float x = ref Unsafe.Add(ref a, half);
            ref float y = ref b;
            ref float z = ref Unsafe.Add(ref c, half * stride);
            Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
            if (!isFirst)
            {
                c00 = Vector256.LoadUnsafe(ref z); c01 = Vector256.LoadUnsafe(ref z, 8);
                c10 = Vector256.LoadUnsafe(ref z, step); c11 = Vector256.LoadUnsafe(ref z, step + 8);
                c20 = Vector256.LoadUnsafe(ref z, 2 * step); c21 = Vector256.LoadUnsafe(ref z, 2 * step + 8);
                c30 = Vector256.LoadUnsafe(ref z, 3 * step); c31 = Vector256.LoadUnsafe(ref z, 3 * step + 8);
                c40 = Vector256.LoadUnsafe(ref z, 4 * step); c41 = Vector256.LoadUnsafe(ref z, 4 * step + 8);
                c50 = Vector256.LoadUnsafe(ref z, 5 * step); c51 = Vector256.LoadUnsafe(ref z, 5 * step + 8);
            }

            for (int k = 0; k < depth; k++)
            {
                Vector256<float> b0 = Vector256.LoadUnsafe(ref y), b1 = Vector256.LoadUnsafe(ref y, 8), v;
                v = Vector256.Create(x); c00 = Vector256.FusedMultiplyAdd(v, b0, c00); c01 = Vector256.FusedMultiplyAdd(v, b1, c01);
                v = Vector256.Create(Unsafe.Add(ref x, 1)); c10 = Vector256.FusedMultiplyAdd(v, b0, c10); c11 = Vector256.FusedMultiplyAdd(v, b1, c11);
                v = Vector256.Create(Unsafe.Add(ref x, 2)); c20 = Vector256.FusedMultiplyAdd(v, b0, c20); c21 = Vector256.FusedMultiplyAdd(v, b1, c21);
                v = Vector256.Create(Unsafe.Add(ref x, 3)); c30 = Vector256.FusedMultiplyAdd(v, b0, c30); c31 = Vector256.FusedMultiplyAdd(v, b1, c31);
                v = Vector256.Create(Unsafe.Add(ref x, 4)); c40 = Vector256.FusedMultiplyAdd(v, b0, c40); c41 = Vector256.FusedMultiplyAdd(v, b1, c41);
                v = Vector256.Create(Unsafe.Add(ref x, 5)); c50 = Vector256.FusedMultiplyAdd(v, b0, c50); c51 = Vector256.FusedMultiplyAdd(v, b1, c51);
                x = ref Unsafe.Add(ref x, height);
                y = ref Unsafe.Add(ref y, 16);
            }

            c00.StoreUnsafe(ref z); c01.StoreUnsafe(ref z, 8);
            c10.StoreUnsafe(ref z, step); c11.StoreUnsafe(ref z, step + 8);
            c20.StoreUnsafe(ref z, 2 * step); c21.StoreUnsafe(ref z, 2 * step + 8);
            c30.StoreUnsafe(ref z, 3 * step); c31.StoreUnsafe(ref z, 3 * step + 8);
            c40.StoreUnsafe(ref z, 4 * step); c41.StoreUnsafe(ref z, 4 * step + 8);
            c50.StoreUnsafe(ref z, 5 * step); c51.StoreUnsafe(ref z, 5 * step + 8);
        }
    }
}
