using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concordat.Numerics.LinearAlgebra;

/// <summary>Products of dense single-precision matrices, C ← A·B or C ← C + A·B, packed and blocked for the cache.</summary>
/// <remarks>
/// Shapes: A (m, k), B (k, n), C (m, n); A and B may be transposed views. Time: m·n·k multiply-adds. Memory: a packed copy of B, rented, unless it comes as a <see cref="PackedMatrix"/>.
/// Every product is one chain of fused multiply-adds over k in order, whichever thread makes it and wherever it lies, so that neither the number of threads, nor that of rows, nor
/// the width of the vectors changes a bit. Randomness: none.
/// Source: Goto &amp; van de Geijn (2008), ACM Trans. Math. Softw. 34(3), art. 12.
/// </remarks>
public static class MatrixProduct
{
    internal const int Alignment = 16;
    private const int Depth = 256;
    private const int TileRows = 12 * ProductKernels.Rows;
    private const int FewestTileRows = 4 * ProductKernels.Rows;
    private const int TileColumns = 1024;
    private const int SumColumns = 512;

    // A few rows leave only columns to share out between threads.
    private const int NarrowColumns = 128;

    // Sixteen more than the columns: rows a power of two apart would meet in the same lines of the cache.
    private const int TileStride = SumColumns + 16;

    private const int StripsAtOnce = 8;

    // Below so many multiply-adds a second thread takes longer to come than the work.
    private const long WorthThreads = 1 << 18;

    /// <summary>Writes A·B to C, or adds it.</summary>
    /// <param name="a">A, (m, k).</param>
    /// <param name="b">B, (k, n).</param>
    /// <param name="target">C, (m, n), not transposed; must not overlap A or B.</param>
    /// <param name="accumulates">Whether to add to what C holds.</param>
    /// <param name="maxThreads">Upper limit on threads, positive.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C is transposed.</exception>
    public static void Multiply(FloatMatrix a, FloatMatrix b, FloatMatrix target, bool accumulates, int maxThreads) =>
        Multiply(a, b, target, accumulates, maxThreads, ProductKernels.Width);

    /// <summary>Writes A·B to C, or adds it, with B laid out beforehand; an A or a C of fewer columns takes the first rows or columns of B.</summary>
    /// <param name="a">A, (m, at most k).</param>
    /// <param name="b">B, (k, n).</param>
    /// <param name="target">C, (m, at most n), not transposed; must not overlap A.</param>
    /// <param name="accumulates">Whether to add to what C holds.</param>
    /// <param name="maxThreads">Upper limit on threads, positive.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C is transposed.</exception>
    public static void Multiply(FloatMatrix a, PackedMatrix b, FloatMatrix target, bool accumulates, int maxThreads)
    {
        RequireShapes(a, Math.Min(b.Rows, a.Columns), Math.Min(b.Columns, target.Columns), target, maxThreads);
        if (a.Rows > 0)
            Multiply(a, new Packed(b.Values, b.Start, b.Rows, b.Padded, b.Width), target, accumulates, maxThreads);
    }

    internal static void Multiply(FloatMatrix a, FloatMatrix b, FloatMatrix target, bool accumulates, int maxThreads, int width)
    {
        RequireShapes(a, b.Rows, b.Columns, target, maxThreads);
        if (a.Rows == 0)
            return;
        int padded = (b.Columns + width - 1) / width * width;
        float[] packed = ArrayPool<float>.Shared.Rent(checked((padded * b.Rows) + Alignment));
        int start = AlignedStart(packed);
        Pack(b, width, padded, packed, start, maxThreads);
        Multiply(a, new Packed(packed, start, b.Rows, padded, width), target, accumulates, maxThreads);
        ArrayPool<float>.Shared.Return(packed);
    }

    /// <summary>The first place of an array on a line of the cache; the collector may move the array, which costs time and changes nothing.</summary>
    internal static unsafe int AlignedStart(float[] values)
    {
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
        return (int)((-address & 63) / sizeof(float));
    }

    /// <summary>Slab after slab of Depth rows of B, in each the strips, in each row after row of <paramref name="width"/> numbers: what the kernel reads lies in a line.</summary>
    internal static void Pack(FloatMatrix b, int width, int padded, float[] packed, int start, int maxThreads)
    {
        // A work item is some strips of a slab: rows of B are read a kilobyte or two at a time.
        int group = width * StripsAtOnce, groups = (b.Columns + group - 1) / group, slabs = (b.Rows + Depth - 1) / Depth;
        For(groups * slabs, b.Rows * (long)b.Columns < 1 << 16 ? 1 : maxThreads, item =>
        {
            int first = item % groups * group, slab = item / groups * Depth, depth = Math.Min(Depth, b.Rows - slab);
            Span<float> to = packed.AsSpan(start + (slab * padded) + (first * depth), Math.Min(group, padded - first) * depth);
            ProductPacking.Pack(b, first, Math.Min(group, b.Columns - first), slab, depth, width, width, b.IsTransposed, to);
        });
    }

    private static void RequireShapes(FloatMatrix a, int rows, int columns, FloatMatrix target, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        if (a.Columns != rows || target.Rows != a.Rows || target.Columns != columns || target.IsTransposed)
        {
            throw new ArgumentException(
                $"({a.Rows} × {a.Columns}) · ({rows} × {columns}) is no {target.Rows} × {target.Columns} {(target.IsTransposed ? "transposed " : "")}matrix", nameof(target));
        }

        if (a.Columns == 0)
            throw new ArgumentException("a product over no columns", nameof(a));
    }

    private static void Multiply(FloatMatrix a, Packed b, FloatMatrix target, bool accumulates, int maxThreads)
    {
        int width = a.Rows <= FewestTileRows ? NarrowColumns : StandsApart(a, target, accumulates) ? SumColumns : TileColumns, across = (target.Columns + width - 1) / width;
        int height = TileHeight(a.Rows, across, maxThreads), down = (a.Rows + height - 1) / height;
        if (maxThreads > 1 && across * down > 1 && a.Rows * (long)a.Columns * target.Columns >= WorthThreads)
        {
            Shared(a, b, target, accumulates, across, height, width, across * down, maxThreads);
            return;
        }

        for (int place = 0; place < across * down; place++)
            Tile(a, b, target, accumulates, place / across * height, place % across * width, height, width);
    }

    // Apart, so that what a thread captures is made only where there are threads.
    private static void Shared(FloatMatrix a, Packed b, FloatMatrix target, bool accumulates, int across, int height, int width, int places, int maxThreads) =>
        For(places, maxThreads, place => Tile(a, b, target, accumulates, place / across * height, place % across * width, height, width));

    // Where the sum of several slabs must not meet what C holds, or C's rows meet in the same lines of the cache, a tile is made elsewhere.
    private static bool StandsApart(FloatMatrix a, FloatMatrix target, bool accumulates) => accumulates || (a.Columns > Depth && target.Stride % 512 == 0);

    // As high as the cache takes, unless some threads would then wait for others.
    private static int TileHeight(int rows, int across, int threads)
    {
        int tiles = Math.Max((rows + TileRows - 1) / TileRows, 4 * threads / across);
        int height = (rows + tiles - 1) / tiles, panels = (height + ProductKernels.Rows - 1) / ProductKernels.Rows;
        return Math.Clamp(panels * ProductKernels.Rows, FewestTileRows, TileRows);
    }

    private static void For(int count, int maxThreads, Action<int> body)
    {
        if (maxThreads > 1 && count > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = maxThreads }, body);
            return;
        }

        for (int i = 0; i < count; i++)
            body(i);
    }

    private static void Tile(FloatMatrix a, Packed b, FloatMatrix whole, bool accumulates, int row, int column, int height, int wide)
    {
        int rows = Math.Min(height, a.Rows - row), columns = Math.Min(wide, whole.Columns - column), width = b.Width;
        FloatMatrix target = new(whole.Values[((row * whole.Stride) + column)..], rows, columns, whole.Stride);
        float[] left = ArrayPool<float>.Shared.Rent((rows + ProductKernels.Rows) * Math.Min(Depth, a.Columns) + Alignment);
        int leftStart = AlignedStart(left);
        float[]? tile = StandsApart(a, whole, accumulates) ? ArrayPool<float>.Shared.Rent((rows + ProductKernels.Rows) * TileStride) : null;
        ref float to = ref tile is null ? ref MemoryMarshal.GetReference(target.Values.Span) : ref MemoryMarshal.GetArrayDataReference(tile);
        int stride = tile is null ? target.Stride : TileStride;
        for (int slab = 0; slab < a.Columns; slab += Depth)
        {
            int depth = Math.Min(Depth, a.Columns - slab);
            ProductPacking.Pack(a, row, rows, slab, depth, ProductKernels.Rows, ProductKernels.Height(rows % ProductKernels.Rows, width), !a.IsTransposed, left.AsSpan(leftStart));
            int laid = Math.Min(Depth, b.Rows - slab);
            for (int strip = 0; strip < columns; strip += width)
            {
                ref float right = ref At(b.Values, b.Start + (slab * b.Padded) + ((column + strip) * laid));
                int panelRows;
                for (int panel = 0; panel < rows; panel += panelRows)
                {
                    panelRows = ProductKernels.Height(rows - panel, width);
                    ref float from = ref At(left, leftStart + (panel * depth)), place = ref Unsafe.Add(ref to, ((nint)panel * stride) + strip);
                    // While two panels run, the next strip comes nearer, a line of the cache for each step of the depth.
                    ref float next = ref panel < 2 * ProductKernels.Rows ? ref Unsafe.Add(ref right, (width + (panel == 0 ? 0 : 16)) * depth) : ref right;
                    if (tile is not null || (panel + panelRows <= rows && strip + width <= columns))
                        ProductKernels.Multiply(ref from, ref right, panelRows, width, depth, ref place, stride, slab == 0, ref next);
                    else
                        Edge(ref from, ref right, panelRows, width, depth, ref place, stride, slab == 0, Math.Min(panelRows, rows - panel), Math.Min(width, columns - strip));
                }
            }
        }

        ArrayPool<float>.Shared.Return(left);
        if (tile is null)
            return;
        for (int i = 0; i < rows; i++)
        {
            Span<float> place = target.Stored(i), made = tile.AsSpan(i * TileStride, columns);
            if (accumulates)
                TensorPrimitives.Add(place, made, place);
            else
                made.CopyTo(place);
        }

        ArrayPool<float>.Shared.Return(tile);
    }

    // The kernel writes whole panels and strips; what of them lies outside C goes nowhere.
    private static void Edge(ref float a, ref float b, int height, int width, int depth, ref float c, int stride, bool isFirst, int rows, int columns)
    {
        Span<float> whole = stackalloc float[ProductKernels.Rows * 32];
        if (!isFirst)
        {
            whole.Clear();
            for (int i = 0; i < rows; i++)
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref c, (nint)i * stride), columns).CopyTo(whole[(i * width)..]);
        }

        ProductKernels.Multiply(ref a, ref b, height, width, depth, ref MemoryMarshal.GetReference(whole), width, isFirst, ref b);
        for (int i = 0; i < rows; i++)
            whole.Slice(i * width, columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)i * stride), columns));
    }

    private static ref float At(float[] array, int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);

    /// <summary>B as the kernels read it.</summary>
    private readonly record struct Packed(float[] Values, int Start, int Rows, int Padded, int Width);
}
