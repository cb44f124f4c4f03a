namespace Concordat.Models.Objectives;

/// <summary>Direct multi-turn preference optimisation: later turns count less, and conversations are made equally long.</summary>
/// <remarks>
/// ℓ = −log σ(β[Σ_t φ(t, T⁺) log π/π_ref(y⁺_t) − Σ_t φ(t, T⁻) log π/π_ref(y⁻_t)]), φ(t, T) = γᵗ(1 − γ^{T−t})/(1 − γ^T), t from 0, (T − t)/T at γ = 1; s = 1.
/// φ is the discount Σ_{u≥t} γᵘ of a turn divided by that of the first. Source: Shi et al. (2024), arXiv 2406.14868.
/// </remarks>
public sealed record DmpoObjective : IObjective
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <summary>γ.</summary>
    public double Gamma { get; init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Gamma), value, "must lie in (0, 1]"); } = .7;

    /// <inheritdoc/>
    public string Name => "dmpo";

    /// <summary>φ(t, T) of each turn.</summary>
    /// <param name="turns">T.</param>
    public double[] TurnWeights(int turns)
    {
        var weights = new double[turns];
        double after = 0;
        for (int t = turns - 1; t >= 0; t--)
            weights[t] = after += Math.Pow(Gamma, t);
        for (int t = 0; t < turns; t++)
            weights[t] /= after;
        return weights;
    }

    /// <inheritdoc/>
    public void Require(ObjectiveExample example) => PairLoss.RequirePair(example, Name);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) =>
        PairLoss.Evaluate(batch, size, (example, sequence) => TurnWeights(example.Sequences[sequence].Turns.Length), new DpoObjective { Beta = Beta }.OfMargin);
}
