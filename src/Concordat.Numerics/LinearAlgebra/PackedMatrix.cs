namespace Concordat.Numerics.LinearAlgebra;

/// <summary>A matrix laid out once for products with many others on its left, as the weights of a decoder are.</summary>
/// <remarks>
/// A copy: what it was made of may change without changing it; <see cref="Fill"/> takes the numbers anew. C ← A·B by <see cref="MatrixProduct"/> has the bits that packing B for the
/// one product gives, whatever the number of rows of A. Not to be filled while it is used. Randomness: none.
/// </remarks>
public sealed class PackedMatrix
{
    internal PackedMatrix(int rows, int columns, int width)
    {
        (Rows, Columns, Width) = (rows, columns, width);
        Padded = (columns + width - 1) / width * width;
        Values = GC.AllocateUninitializedArray<float>(checked((Padded * rows) + MatrixProduct.Alignment), pinned: true);
        Start = MatrixProduct.AlignedStart(Values);
    }

    /// <summary>Makes room for a matrix of this shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public PackedMatrix(int rows, int columns)
        : this(Positive(rows, nameof(rows)), Positive(columns, nameof(columns)), ProductKernels.Width)
    {
    }

    public int Rows { get; }

    public int Columns { get; }

    internal int Width { get; }

    internal int Padded { get; }

    internal int Start { get; }

    internal float[] Values { get; }

    /// <summary>Takes the numbers of a matrix of the same shape.</summary>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public void Fill(FloatMatrix matrix, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        if (matrix.Rows != Rows || matrix.Columns != Columns)
            throw new ArgumentException($"{matrix.Rows} × {matrix.Columns}; there is room for {Rows} × {Columns}", nameof(matrix));
        MatrixProduct.Pack(matrix, Width, Padded, Values, Start, maxThreads);
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
