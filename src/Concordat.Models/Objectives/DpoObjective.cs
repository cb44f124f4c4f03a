using Concordat.Estimators.RewardModels;

namespace Concordat.Models.Objectives;

/// <summary>Direct preference optimisation.</summary>
/// <remarks>
/// ℓ = −log σ(βh), h = log[π(y⁺)π_ref(y⁻)/(π(y⁻)π_ref(y⁺))], log-probabilities summed over tokens; s = 1. Of conversations all of the policy's turns count alike.
/// Source: Rafailov et al. (2023), arXiv 2305.18290, eq. 7.
/// </remarks>
public sealed record DpoObjective : IObjective
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <inheritdoc/>
    public string Name => "dpo";

    /// <inheritdoc/>
    public void Require(ObjectiveExample example) => PairLoss.RequirePair(example, Name);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) =>
        PairLoss.Evaluate(batch, size, PairLoss.Summed, OfMargin);

    internal (double Loss, double Slope) OfMargin(double h) => (Logistic.Softplus(-Beta * h), -Beta * Logistic.Sigmoid(-Beta * h));
}
