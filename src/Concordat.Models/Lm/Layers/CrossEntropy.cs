using System.Numerics.Tensors;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Models.Lm.Layers;

/// <summary>The loss −Σ wᵢ·log softmax(zᵢ)[targetᵢ] and its gradient wᵢ·(softmax(zᵢ) − e_target), which takes the place of the logits.</summary>
/// <remarks>Shapes: logits (N, V), targets and weights (N). A row of weight 0 counts for nothing and gets a gradient of 0. Units: nats. Randomness: none.</remarks>
public static class CrossEntropy
{
    /// <summary>Replaces the logits by their gradient.</summary>
    /// <returns>The weighted loss; with weights that sum to 1 the mean over what is predicted.</returns>
    public static double Backward(Memory<float> logits, ReadOnlyMemory<int> targets, ReadOnlyMemory<float> weights, int vocabulary, int maxThreads)
    {
        int rows = targets.Length;
        var losses = new double[rows];
        RowBlocks.For(rows, maxThreads, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Span<float> row = logits.Span.Slice(i * vocabulary, vocabulary);
                float weight = weights.Span[i];
                if (weight == 0)
                {
                    row.Clear();
                    continue;
                }

                int target = targets.Span[i];
                float max = TensorPrimitives.Max<float>(row), chosen = row[target];
                float sum = FloatExponential.Replace(row, 1, max);
                losses[i] = weight * (Math.Log(sum) + max - chosen);
                TensorPrimitives.Multiply(row, weight / sum, row);
                row[target] -= weight;
            }
        });
        return losses.Sum();
    }

    /// <summary>log softmax(zᵢ)[targetᵢ] of each row, 0 where the target is negative; leaves the logits as they are.</summary>
    public static double[] LogProbabilities(ReadOnlyMemory<float> logits, ReadOnlyMemory<int> targets, int vocabulary, int maxThreads)
    {
        var result = new double[targets.Length];
        RowBlocks.For(targets.Length, maxThreads, (first, end) =>
        {
            var shifted = new float[vocabulary];
            for (int i = first; i < end; i++)
            {
                if (targets.Span[i] < 0)
                    continue;
                ReadOnlySpan<float> row = logits.Span.Slice(i * vocabulary, vocabulary);
                float max = TensorPrimitives.Max(row);
                row.CopyTo(shifted);
                result[i] = row[targets.Span[i]] - max - Math.Log(FloatExponential.Replace(shifted, 1, max));
            }
        });
        return result;
    }
}
