using System.Runtime.InteropServices;
using Concordat.Estimators.Curation;
using Concordat.Estimators.Embeddings;
using Concordat.Numerics.Sampling;

namespace Concordat.Bench;

/// <summary>500 of 20,000 unit vectors of 256 dimensions in 200 clusters, by one method.</summary>
internal sealed class CurationCase(SelectionMethod method, string name) : IBenchCase
{
    private const int Rows = 20_000, Dimensions = 256, Clusters = 200, Size = 500;

    private EmbeddingMatrix _vectors = new(1, default);
    private double[] _scores = [];

    public string Name => "curate-" + name;

    public string What => $"{Size} of 20,000 × {Dimensions} floats chosen by {name} (Python: the same method with NumPy and a heap)";

    public string PythonScript => "curation.py";

    public TimeSpan? Target => TimeSpan.FromSeconds(10);

    public int Repetitions => 3;

    public string? Prepare(string folder)
    {
        var random = new Xoshiro(4);
        var centres = new float[Clusters * Dimensions];
        for (int i = 0; i < centres.Length; i++)
            centres[i] = (float)random.NextNormal();
        var values = new float[Rows * Dimensions];
        _scores = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> vector = values.AsSpan(row * Dimensions, Dimensions);
            for (int j = 0; j < Dimensions; j++)
                vector[j] = centres[row % Clusters * Dimensions + j] + (float)random.NextNormal();
            float norm = System.Numerics.Tensors.TensorPrimitives.Norm<float>(vector);
            System.Numerics.Tensors.TensorPrimitives.Divide(vector, norm, vector);
            _scores[row] = .1 + random.NextDouble();
        }

        _vectors = new EmbeddingMatrix(Dimensions, values);
        File.WriteAllBytes(Path.Combine(folder, "x.f32"), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "scores.f64"), MemoryMarshal.AsBytes(_scores.AsSpan()).ToArray());
        File.WriteAllText(Path.Combine(folder, "method.txt"), name);
        return null;
    }

    public void Run()
    {
        int threads = Environment.ProcessorCount;
        Selection selection = method switch
        {
            SelectionMethod.KCentre => KCentreSelection.Choose(_vectors, _scores, Size, SelectionQuotas.None, threads, CancellationToken.None),
            SelectionMethod.FacilityLocation => FacilityLocationSelection.Choose(_vectors, _scores, 1, Size, 256, SelectionQuotas.None, threads, CancellationToken.None),
            _ => DppSelection.Choose(_vectors, _scores, Size, SelectionQuotas.None, threads, CancellationToken.None),
        };
        if (selection.Rows.Length == 0)
            throw new InvalidOperationException("nothing chosen");
    }
}
