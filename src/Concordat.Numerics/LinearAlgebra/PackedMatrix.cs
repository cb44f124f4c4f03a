namespace Concordat.Numerics.LinearAlgebra;

/// <summary>A matrix laid out once for products with many others on its left, as the weights of a decoder are.</summary>
/// <remarks>
/// A copy: what it was made of may change without changing it. C ← A·B by <see cref="MatrixProduct"/> has the bits that packing B for the one product gives, whatever the number of
/// rows of A. Not to be filled while it is used. Randomness: none.
/// </remarks>
public sealed class PackedMatrix
{
    private float[] _values = [];

    /// <summary>Rows of the matrix that it holds; 0 before there is one.</summary>
    public int Rows { get; private set; }

    public int Columns { get; private set; }

    internal int Width { get; } = ProductKernels.Width;

    internal int Padded { get; private set; }

    internal int Start { get; private set; }

    internal float[] Values => _values;

    /// <summary>Takes a matrix; the room grows where it must and is used again where it need not.</summary>
    public void Fill(FloatMatrix matrix, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxThreads);
        (Rows, Columns, Padded) = (matrix.Rows, matrix.Columns, (matrix.Columns + Width - 1) / Width * Width);
        int room = checked((Padded * Rows) + MatrixProduct.Alignment);
        if (_values.Length < room)
            _values = GC.AllocateUninitializedArray<float>(room);
        Start = MatrixProduct.AlignedStart(_values);
        MatrixProduct.Pack(matrix, Width, Padded, _values, Start, maxThreads);
    }
}
