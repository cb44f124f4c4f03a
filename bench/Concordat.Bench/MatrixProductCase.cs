using System.Globalization;
using System.Runtime.InteropServices;
using Concordat.Numerics.LinearAlgebra;
using Concordat.Numerics.Sampling;

namespace Concordat.Bench;

/// <summary>A product of single-precision matrices with the right side transposed, as in a linear layer.</summary>
internal sealed class MatrixProductCase(string name, int rows, int columns, int depth) : IBenchCase
{
    private const double OperationsOfARun = 4e9;
    private readonly int _repeats = (int)Math.Ceiling(OperationsOfARun / (2.0 * rows * columns * depth));
    private FloatMatrix _left, _right, _product;

    public string Name => $"product-{name}";

    public string What => $"{_repeats} products ({rows} × {depth}) · ({depth} × {columns}), float (Python: NumPy with OpenBLAS as Debian ships it)";

    public string PythonScript => "matrix_product.py";

    public TimeSpan? Target => null;

    public int Repetitions => 25;

    public string? Prepare(string folder)
    {
        float[] a = Normal(rows * depth, 1), b = Normal(columns * depth, 2);
        (_left, _right, _product) = (new FloatMatrix(a, rows, depth), new FloatMatrix(b, columns, depth).Transposed, new FloatMatrix(new float[rows * columns], rows, columns));
        File.WriteAllBytes(Path.Combine(folder, "a.f32"), MemoryMarshal.AsBytes(a.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "b.f32"), MemoryMarshal.AsBytes(b.AsSpan()).ToArray());
        File.WriteAllText(Path.Combine(folder, "shape.txt"), string.Create(CultureInfo.InvariantCulture, $"{rows} {columns} {depth} {_repeats}"));
        return null;
    }

    public void Run()
    {
        for (int i = 0; i < _repeats; i++)
            MatrixProduct.Multiply(_left, _right, _product, false, Environment.ProcessorCount);
    }

    public string? Remark(double milliseconds, bool ofProcessor)
    {
        double made = 2.0 * rows * columns * depth * _repeats / (milliseconds / 1000), peak = MultiplyAddPeak.OperationsPerSecond(ofProcessor);
        return string.Create(CultureInfo.InvariantCulture, $"{made / 1e9:0} GF/s, {made / peak:0.00} of a measured multiply–add peak of {peak / 1e9:0}");
    }

    private static float[] Normal(int count, ulong seed)
    {
        var random = new Xoshiro(seed);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (float)random.NextNormal();
        return values;
    }
}
