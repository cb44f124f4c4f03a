using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concordat.Numerics.LinearAlgebra;

/// <summary>Inner products of all pairs of rows, X·Xᵀ, in tiles that are handed on as they are made and never stand in memory together.</summary>
/// <remarks>
/// Shapes: X row-major (n, d), single precision. Only tiles on and above the diagonal are made: n²·d/2 multiply-adds. Memory: a packed copy of X and one tile
/// for each thread. Each product is one chain of fused multiply-adds over the columns in order, so that it has the same bits on any number of threads and
/// whatever the width of the vectors. Randomness: none.
/// Source: Goto &amp; van de Geijn (2008), ACM Trans. Math. Softw. 34(3), art. 12 (packing, register and cache blocking).
/// </remarks>
public static class PairwiseProducts
{
    private const int TileRows = 12;
    private const int TileBlocks = 10;

    /// <summary>Rows and columns of a tile, but for the last ones.</summary>
    public const int TileSize = 480;

    private const int Depth = 256;

    /// <summary>Receives a tile; called from several threads at once, for each tile once.</summary>
    /// <param name="row">First row of X on the tile's vertical side.</param>
    /// <param name="column">First row of X on its horizontal side; not less than <paramref name="row"/>.</param>
    /// <param name="tile">The products.</param>
    public delegate void TileAction(int row, int column, ProductTile tile);

    /// <summary>Number of tiles for n rows.</summary>
    public static int TileCount(int rows)
    {
        int blocks = (rows + TileSize - 1) / TileSize;
        return blocks * (blocks + 1) / 2;
    }

    /// <summary>Makes all tiles.</summary>
    /// <param name="values">X, shape (n·d).</param>
    /// <param name="dimensions">Number d of columns, positive.</param>
    /// <param name="maxThreads">Upper limit on threads, positive.</param>
    /// <param name="action">Receives the tiles, in no particular order.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="ArgumentException">The shape is not rectangular.</exception>
    public static void ForEachTile(ReadOnlyMemory<float> values, int dimensions, int maxThreads, TileAction action, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        int n = values.Length / dimensions;
        if (n * dimensions != values.Length)
            throw new ArgumentException($"{values.Length} values are no rows of {dimensions}", nameof(values));
        if (n == 0)
            return;
        int blocks = (n + TileSize - 1) / TileSize, width = ProductKernels.Width;
        float[] columns = GC.AllocateUninitializedArray<float>(blocks * TileSize * dimensions, pinned: true);
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads, CancellationToken = cancellationToken };
        Parallel.For(0, blocks, options, block => Pack(values.Span, n, dimensions, block * TileSize, TileSize, width, columns.AsSpan(block * TileSize * dimensions, TileSize * dimensions)));
        var places = new (int Row, int Column)[TileCount(n)];
        int next = 0;
        for (int column = 0; column < blocks; column++)
        {
            for (int row = 0; row <= column; row++)
                places[next++] = (row, column);
        }

        Parallel.For(
            0, places.Length, options,
            () => new Workspace(),
            (place, _, workspace) =>
            {
                (int row, int column) = places[place];
                int rows = Math.Min(TileSize, n - row * TileSize), wide = Math.Min(TileSize, n - column * TileSize);
                Multiply(values.Span, n, dimensions, row * TileSize, columns.AsSpan(column * TileSize * dimensions, TileSize * dimensions), width, wide, row == column, workspace);
                action(row * TileSize, column * TileSize, new ProductTile(workspace.Tile, rows, wide, row == column));
                return workspace;
            },
            _ => { });
    }

    // Strips of `width` rows of X, transposed, in slabs of Depth columns: what the kernel reads lies in a line.
    private static void Pack(ReadOnlySpan<float> values, int n, int dimensions, int first, int count, int width, Span<float> packed)
    {
        int at = 0;
        for (int slab = 0; slab < dimensions; slab += Depth)
        {
            int depth = Math.Min(Depth, dimensions - slab);
            for (int strip = 0; strip < count; strip += width)
            {
                for (int lane = 0; lane < width; lane++)
                {
                    int row = first + strip + lane;
                    if (row < n)
                    {
                        ReadOnlySpan<float> source = values.Slice(row * dimensions + slab, depth);
                        for (int k = 0; k < depth; k++)
                            packed[at + k * width + lane] = source[k];
                    }
                    else
                    {
                        for (int k = 0; k < depth; k++)
                            packed[at + k * width + lane] = 0;
                    }
                }

                at += depth * width;
            }
        }
    }

    private static void Multiply(ReadOnlySpan<float> values, int n, int dimensions, int firstRow, ReadOnlySpan<float> columns, int width, int wide, bool isDiagonal, Workspace workspace)
    {
        int at = 0, rows = Math.Min(TileSize, n - firstRow);
        for (int slab = 0; slab < dimensions; slab += Depth)
        {
            int depth = Math.Min(Depth, dimensions - slab);
            for (int row = 0; row < rows; row += TileRows * TileBlocks)
            {
                PackRows(values, n, dimensions, firstRow + row, slab, depth, workspace.Rows);
                for (int strip = 0; strip < wide; strip += width)
                {
                    // Left of the diagonal nobody asks.
                    int blocks = Math.Min(TileBlocks, (rows - row + TileRows - 1) / TileRows);
                    blocks = isDiagonal ? Math.Min(blocks, (strip + width - row + TileRows - 1) / TileRows) : blocks;
                    ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(columns), at + strip * depth);
                    for (int block = 0; block < blocks; block++)
                    {
                        ref float a = ref workspace.Rows[block * TileRows * depth];
                        ref float c = ref workspace.Tile[(row + block * TileRows) * TileSize + strip];
                        if (width == 32)
                            ProductKernels.Wide(ref a, ref b, depth, ref c, TileSize, slab == 0, ref b);
                        else
                            ProductKernels.Portable(ref a, ref b, TileRows, depth, ref c, TileSize, slab == 0);
                    }
                }
            }

            at += TileSize * depth;
        }
    }

    private static void PackRows(ReadOnlySpan<float> values, int n, int dimensions, int firstRow, int slab, int depth, Span<float> packed)
    {
        for (int block = 0; block < TileBlocks; block++)
        {
            Span<float> target = packed.Slice(block * TileRows * depth, TileRows * depth);
            for (int r = 0; r < TileRows; r++)
            {
                int row = firstRow + block * TileRows + r;
                if (row < n)
                {
                    ReadOnlySpan<float> source = values.Slice(row * dimensions + slab, depth);
                    for (int k = 0; k < depth; k++)
                        target[k * TileRows + r] = source[k];
                }
                else
                {
                    for (int k = 0; k < depth; k++)
                        target[k * TileRows + r] = 0;
                }
            }
        }
    }

    private sealed class Workspace
    {
        public readonly float[] Tile = GC.AllocateUninitializedArray<float>(TileSize * TileSize, pinned: true);
        public readonly float[] Rows = GC.AllocateUninitializedArray<float>(TileRows * TileBlocks * Depth, pinned: true);
    }
}
