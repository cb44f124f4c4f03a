namespace Concordat.Models.Objectives;

/// <summary>KL-regularised reinforcement learning on finite candidates, without sampling: the expected reward is a sum.</summary>
/// <remarks>
/// ℓ = −E_π̃[r] + β KL(π̃ ‖ π̃_ref) over a prompt's candidates; ∂ℓ/∂log π(y) = −π̃(y)(r(y) − β log π̃/π̃_ref(y) − its mean under π̃); s = 1. Among listed candidates π̃ ∝ π, π̃_ref ∝ π_ref; of draws
/// from the reference π̃ ∝ π/π_ref and π̃_ref is uniform. Log-probabilities are summed over tokens. The optimum is π̃ ∝ π̃_ref e^{r/β}.
/// Source: Korbak et al. (2022), arXiv 2205.11275; self-normalised importance weights: Owen (2013), Monte Carlo theory, methods and examples, ch. 9.2.
/// </remarks>
public sealed record RlhfObjective : IObjective
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.OrZero(value, nameof(Beta)); } = .1;

    public CandidateOrigin Origin { get; init; } = CandidateOrigin.Listed;

    /// <inheritdoc/>
    public string Name => "rlhf";

    /// <inheritdoc/>
    public void Require(ObjectiveExample example) => Rewarded.Require(example, Name, rewards: 1);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) => WeightedSum.Evaluate(batch, size, (i, w, slopes) =>
        new CandidateProbabilities(batch, i, Origin).AddSlopes([.. batch.Examples[i].Rewards.Select(rewards => rewards[0])], Beta, w, slopes));
}
