namespace Concordat.Models.Policies;

/// <summary>Adam for the few coefficients of a log-linear policy, in double precision; <c>AdamW</c> is for decoders.</summary>
/// <remarks>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − η·(m/(1 − β₁ᵗ))/(√(v/(1 − β₂ᵗ)) + ε), β₁ = .9, β₂ = .999, ε = 10⁻⁸. Source: Kingma &amp; Ba (2015), ICLR, algorithm 1. Randomness: none.</remarks>
internal sealed class AdamSteps(int length)
{
    private const double Beta1 = .9, Beta2 = .999, Epsilon = 1e-8;

    private readonly double[] _mean = new double[length], _square = new double[length];
    private int _step;

    public void Step(double[] parameters, ReadOnlySpan<double> gradient, double learningRate)
    {
        _step++;
        double first = 1 - Math.Pow(Beta1, _step), second = 1 - Math.Pow(Beta2, _step);
        for (int i = 0; i < parameters.Length; i++)
        {
            _mean[i] = (Beta1 * _mean[i]) + ((1 - Beta1) * gradient[i]);
            _square[i] = (Beta2 * _square[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
            parameters[i] -= learningRate * _mean[i] / first / (Math.Sqrt(_square[i] / second) + Epsilon);
        }
    }
}
