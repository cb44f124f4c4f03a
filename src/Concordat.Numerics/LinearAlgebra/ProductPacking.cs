using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Concordat.Numerics.LinearAlgebra;

/// <summary>Lays blocks of a matrix out in the order in which the kernels read them.</summary>
/// <remarks>A strip or panel is a block of <c>height</c> lines and some depth: to[k·height + line]; lines that are not there are 0. Numbers are moved, never computed.</remarks>
internal static class ProductPacking
{
    // Rows lie too far apart for the processor to guess the next ones.
    private const int RowsAhead = 12;
    private const int LineOfCache = 16;
    private const int LinesAhead = 4;

    /// <summary>Packs lines of a matrix into blocks that follow each other: rows of it, or columns where it is seen transposed.</summary>
    /// <param name="stored">The matrix.</param>
    /// <param name="first">The first line.</param>
    /// <param name="lines">Lines that are there.</param>
    /// <param name="slab">Where on the lines the blocks begin.</param>
    /// <param name="depth">Their depth.</param>
    /// <param name="height">Lines of a block.</param>
    /// <param name="lastHeight">Lines of the last block where fewer than <paramref name="height"/> are left; at least as many as those.</param>
    /// <param name="isAlong">Whether a line is a stored row; else it is a stored column.</param>
    /// <param name="to">Receives the blocks.</param>
    public static void Pack(FloatMatrix stored, int first, int lines, int slab, int depth, int height, int lastHeight, bool isAlong, Span<float> to)
    {
        int whole = lines / height * height;
        if (lines - whole is > 0 and int left && left < lastHeight)
            to.Slice(whole * depth, lastHeight * depth).Clear();
        nint stride = stored.Stride;
        ref float from = ref MemoryMarshal.GetReference(stored.Values.Span), target = ref MemoryMarshal.GetReference(to);
        if (!isAlong)
        {
            // Stored row after stored row, dealt out to the blocks: the memory is read in the order in which it lies.
            for (int k = 0; k < depth; k++)
            {
                ref float row = ref Unsafe.Add(ref from, ((slab + k) * stride) + first);
                int line = 0, ahead = Math.Min(RowsAhead, depth - 1 - k);
                if (height == ProductKernels.Rows)
                {
                    for (; line < whole; line += ProductKernels.Rows)
                    {
                        Ahead(ref Unsafe.Add(ref row, (ahead * stride) + line));
                        CopyTwelve(ref Unsafe.Add(ref row, line), ref Unsafe.Add(ref target, (line * depth) + (k * ProductKernels.Rows)));
                    }
                }

                for (; line < whole; line += height)
                {
                    Ahead(ref Unsafe.Add(ref row, (ahead * stride) + line));
                    Ahead(ref Unsafe.Add(ref row, (ahead * stride) + line + 16));
                    Copy(ref Unsafe.Add(ref row, line), ref Unsafe.Add(ref target, (line * depth) + (k * height)), height);
                }

                if (line < lines)
                    Copy(ref Unsafe.Add(ref row, line), ref Unsafe.Add(ref target, (line * depth) + (k * lastHeight)), lines - line);
            }

            return;
        }

        for (int line = 0; line < lines; line += height)
        {
            int count = Math.Min(height, lines - line);
            Turn(ref Unsafe.Add(ref from, ((first + line) * stride) + slab), stride, count, depth, ref Unsafe.Add(ref target, line * depth), count < height ? lastHeight : height);
        }
    }

    /// <summary>Asks for the line of the cache at a place that will be read soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead(ref float place)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    // A line of the cache of each row at a time, so that what is read is read whole and what is written is written while it is near.
    private static void Turn(ref float from, nint stride, int lines, int depth, ref float to, int height)
    {
        for (int k = 0; k < depth; k += LineOfCache)
        {
            int some = Math.Min(LineOfCache, depth - k), line = 0, ahead = Math.Min(LinesAhead * LineOfCache, depth - 1 - k);
            ref float first = ref Unsafe.Add(ref from, k), place = ref Unsafe.Add(ref to, k * height);
            if (Sse.IsSupported)
            {
                for (; line <= lines - 4; line += 4)
                {
                    ref float row = ref Unsafe.Add(ref first, line * stride);
                    Ahead(ref Unsafe.Add(ref row, ahead));
                    Ahead(ref Unsafe.Add(ref row, ahead + stride));
                    Ahead(ref Unsafe.Add(ref row, ahead + (2 * stride)));
                    Ahead(ref Unsafe.Add(ref row, ahead + (3 * stride)));
                    TransposeFour(ref row, stride, some, ref Unsafe.Add(ref place, line), height);
                }
            }

            for (; line < lines; line++)
            {
                ref float source = ref Unsafe.Add(ref first, line * stride);
                for (int i = 0; i < some; i++)
                    Unsafe.Add(ref place, (i * height) + line) = Unsafe.Add(ref source, i);
            }
        }
    }

    // Four lines at a time, four numbers of each: two rounds of interleaving turn them.
    private static void TransposeFour(ref float from, nint stride, int depth, ref float to, int height)
    {
        ref float from1 = ref Unsafe.Add(ref from, stride), from2 = ref Unsafe.Add(ref from, 2 * stride), from3 = ref Unsafe.Add(ref from, 3 * stride);
        nuint step = (nuint)height;
        int k = 0;
        for (; k <= depth - 4; k += 4)
        {
            nuint at = (nuint)k;
            Vector128<float> a = Vector128.LoadUnsafe(ref from, at), b = Vector128.LoadUnsafe(ref from1, at);
            Vector128<float> c = Vector128.LoadUnsafe(ref from2, at), d = Vector128.LoadUnsafe(ref from3, at);
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref to, at * step);
            Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref to, (at + 1) * step);
            Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref to, (at + 2) * step);
            Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref to, (at + 3) * step);
        }

        for (; k < depth; k++)
        {
            ref float place = ref Unsafe.Add(ref to, k * height);
            (place, Unsafe.Add(ref place, 1)) = (Unsafe.Add(ref from, k), Unsafe.Add(ref from1, k));
            (Unsafe.Add(ref place, 2), Unsafe.Add(ref place, 3)) = (Unsafe.Add(ref from2, k), Unsafe.Add(ref from3, k));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTwelve(ref float from, ref float to)
    {
        Vector256.LoadUnsafe(ref from).StoreUnsafe(ref to);
        Vector128.LoadUnsafe(ref from, 8).StoreUnsafe(ref to, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref float from, ref float to, int count)
    {
        int i = 0;
        for (; i <= count - 16; i += 16)
            Vector512.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        for (; i <= count - 4; i += 4)
            Vector128.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        for (; i < count; i++)
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
    }
}
