namespace Concordat.Estimators.RewardModels;

/// <summary>The logistic function and its integral, without overflow.</summary>
public static class Logistic
{
    /// <summary>σ(s) = 1/(1 + e⁻ˢ).</summary>
    public static double Sigmoid(double s) => s >= 0 ? 1 / (1 + Math.Exp(-s)) : Math.Exp(s) / (1 + Math.Exp(s));

    /// <summary>log(1 + eˢ) = −log σ(−s).</summary>
    public static double Softplus(double s) => Math.Max(s, 0) + Math.Log(1 + Math.Exp(-Math.Abs(s)));
}
