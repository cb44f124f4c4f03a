using Concordat.Numerics.LinearAlgebra;
using Concordat.Numerics.Sampling;

namespace Concordat.Numerics.Tests;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 40, 7)]
    [InlineData(8, 65, 30)]
    [InlineData(13, 33, 300)]
    [InlineData(97, 513, 257)]
    [InlineData(120, 70, 520)]
    public void Multiply_EveryTranspositionAndWidth_GivesTheChainOfFusedMultiplyAdds(int m, int n, int k)
    {
        foreach ((bool left, bool right) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            FloatMatrix a = Random(m, k, left, 1), b = Random(k, n, right, 2);
            float[] expected = new float[m * n];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    for (int p = 0; p < k; p++)
                        expected[(i * n) + j] = MathF.FusedMultiplyAdd(At(a, i, p), At(b, p, j), expected[(i * n) + j]);
                }
            }

            foreach (int width in new[] { 16, 32 })
            {
                var product = new FloatMatrix(Filled((m * (n + 3)) + 1, -1f), m, n, n + 3);
                MatrixProduct.Multiply(a, b, product, accumulates: false, 2, width);
                var sum = new FloatMatrix(Filled(m * n, 1f), m, n);
                MatrixProduct.Multiply(a, b, sum, accumulates: true, 1, width);
                for (int i = 0; i < m; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        Assert.Equal(expected[(i * n) + j], At(product, i, j));
                        Assert.Equal(1f + expected[(i * n) + j], At(sum, i, j));
                    }

                    // What lies between the rows is not C's.
                    Assert.Equal(-1f, product.Values.Span[(i * (n + 3)) + n]);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Multiply_ByAMatrixPackedBeforehand_GivesEachRowTheBitsItHasAlone(bool isTransposed)
    {
        const int K = 270, N = 700;
        var packed = new PackedMatrix();
        packed.Fill(Random(K + 3, N, !isTransposed, 9), 1);
        FloatMatrix b = Random(K, N, isTransposed, 2), a = Random(150, K, false, 1);
        packed.Fill(b, 2);
        var whole = new FloatMatrix(new float[150 * N], 150, N);
        MatrixProduct.Multiply(a, b, whole, false, 2);
        foreach (int rows in new[] { 1, 2, 5, 11, 16, 64, 150 })
        {
            FloatMatrix some = new(a.Values, rows, K), product = new(new float[rows * N], rows, N);
            MatrixProduct.Multiply(some, packed, product, false, 2);
            Assert.True(whole.Values.Span[..(rows * N)].SequenceEqual(product.Values.Span), $"{rows} rows");
        }

        // Fewer columns on either side take a part of B; the last slab of B is shorter than its others, the part of it shorter still.
        foreach ((int k, int n) in new[] { (259, 100), (40, 33), (270, 1) })
        {
            var part = new FloatMatrix(new float[150 * n], 150, n);
            MatrixProduct.Multiply(new FloatMatrix(a.Values, 150, k, K), packed, part, false, 1);
            for (int i = 0; i < 150; i += 7)
            {
                float expected = 0;
                for (int p = 0; p < k; p++)
                    expected = MathF.FusedMultiplyAdd(At(a, i, p), At(b, p, n - 1), expected);
                Assert.Equal(expected, At(part, i, n - 1));
            }
        }

        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(Random(2, K + 1, false, 1), packed, new FloatMatrix(new float[2], 2, 1), false, 1));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(a, packed, new FloatMatrix(new float[150 * (N + 1)], 150, N + 1), false, 1));
    }

    [Fact]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBits()
    {
        FloatMatrix a = Random(200, 90, false, 1), b = Random(90, 600, true, 2);
        var one = new FloatMatrix(new float[200 * 600], 200, 600);
        var many = new FloatMatrix(new float[200 * 600], 200, 600);
        MatrixProduct.Multiply(a, b, one, false, 1);
        MatrixProduct.Multiply(a, b, many, false, 5);
        Assert.True(one.Values.Span.SequenceEqual(many.Values.Span));
    }

    [Fact]
    public void Multiply_ShapesThatDoNotFit_NamesThem()
    {
        FloatMatrix a = Random(2, 3, false, 1), b = Random(4, 5, false, 2);
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(a, b, Random(2, 5, false, 3), false, 1));
        Assert.Contains("(2 × 3) · (4 × 5)", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FloatMatrix(new float[5], 2, 3));
    }

    [Fact]
    public void Reductions_AtAnyOffset_GiveTheSameBitsAndTheSumInDouble()
    {
        float[] numbers = Random(1, 1000, false, 4).Values.ToArray();
        foreach (int length in new[] { 0, 1, 7, 31, 100, 1000 })
        {
            ReadOnlySpan<float> x = numbers.AsSpan(0, length);
            double dot = 0, sum = 0;
            foreach (float value in x)
                (dot, sum) = (dot + ((double)value * value), sum + value);
            Assert.Equal(dot, FloatReduction.Dot(x, x), 1e-3);
            Assert.Equal(dot, FloatReduction.SumOfSquares(x), 1e-3);
            Assert.Equal(sum, FloatReduction.Sum(x), 1e-3);
            for (int offset = 1; offset < 17; offset++)
            {
                var moved = new float[length + offset];
                x.CopyTo(moved.AsSpan(offset));
                Assert.Equal(FloatReduction.Dot(x, x), FloatReduction.Dot(moved.AsSpan(offset), moved.AsSpan(offset)));
                Assert.Equal(FloatReduction.Sum(x), FloatReduction.Sum(moved.AsSpan(offset)));
            }
        }
    }

    private static float At(FloatMatrix matrix, int i, int j) => matrix.Values.Span[matrix.IsTransposed ? (j * matrix.Stride) + i : (i * matrix.Stride) + j];

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private static FloatMatrix Random(int rows, int columns, bool isTransposed, ulong seed)
    {
        var random = new Xoshiro(seed);
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextNormal();
        return isTransposed ? new FloatMatrix(values, columns, rows).Transposed : new FloatMatrix(values, rows, columns);
    }
}
