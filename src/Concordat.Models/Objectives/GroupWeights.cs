using System.Numerics.Tensors;

namespace Concordat.Models.Objectives;

/// <summary>Exponentiated-gradient steps of weights over groups.</summary>
internal static class GroupWeights
{
    /// <summary>α_g·e^{x_g}, normalised.</summary>
    public static double[] Step(ReadOnlySpan<double> weights, double[] exponents)
    {
        double largest = exponents.Max();
        var next = new double[exponents.Length];
        for (int g = 0; g < next.Length; g++)
            next[g] = weights[g] * Math.Exp(exponents[g] - largest);
        TensorPrimitives.Divide(next, TensorPrimitives.Sum<double>(next), next);
        return next;
    }
}
