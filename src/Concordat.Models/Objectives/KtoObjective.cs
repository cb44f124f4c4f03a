using Concordat.Estimators.RewardModels;
using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Kahneman–Tversky optimisation: from answers that were found good or bad, without pairs.</summary>
/// <remarks>
/// ρ = log π/π_ref, summed; ℓ = λ_D(1 − σ(β(ρ − z₀))) of a good answer, λ_U(1 − σ(β(z₀ − ρ))) of a bad one; s = 1. z₀ = max(0, the batch's weighted mean of ρ over mismatched
/// answers), each example's contrast: another prompt's answer after this prompt. No gradient goes through z₀. The margin is ρ − z₀, turned around for a bad answer.
/// Source: Ethayarajh et al. (2024), arXiv 2402.01306, §4.1.
/// </remarks>
public sealed record KtoObjective : IObjective
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <summary>λ_D, what a good answer counts.</summary>
    public double DesirableWeight { get; init => field = Positive.OrZero(value, nameof(DesirableWeight)); } = 1;

    /// <summary>λ_U, what a bad answer counts.</summary>
    public double UndesirableWeight { get; init => field = Positive.OrZero(value, nameof(UndesirableWeight)); } = 1;

    /// <inheritdoc/>
    public string Name => "kto";

    /// <inheritdoc/>
    public bool UsesContrasts => true;

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        if (example.Sequences.Length != 1 || example.Contrasts.Length != 1)
            throw new ArgumentException($"kto learns from one answer beside one mismatched answer; the example has {example.Sequences.Length} and {example.Contrasts.Length}", nameof(example));
    }

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights)
    {
        int n = batch.Examples.Count;
        double[] slopes = new double[batch.Policy.Length], losses = new double[n], margins = new double[n];
        double zero = Zero(batch), total = 0;
        for (int i = 0; i < n; i++)
        {
            ObjectiveExample example = batch.Examples[i];
            double sign = example.IsDesirable ? 1 : -1, lambda = example.IsDesirable ? DesirableWeight : UndesirableWeight, w = example.Weight / size;
            margins[i] = sign * (batch.LogRatio(i, 0) - zero);
            double value = Logistic.Sigmoid(Beta * margins[i]);
            losses[i] = lambda * (1 - value);
            total += w * losses[i];
            TokenSpan tokens = batch.Span(i, 0);
            slopes.AsSpan(tokens.Start, tokens.Length).Fill(-w * lambda * sign * Beta * value * (1 - value));
        }

        return new ObjectiveValue(total, slopes, [.. losses], [.. margins], []);
    }

    private static double Zero(ScoredBatch batch)
    {
        double sum = 0, mass = 0;
        for (int i = 0; i < batch.Examples.Count; i++)
        {
            sum += batch.Examples[i].Weight * batch.ContrastLogRatio(i, 0);
            mass += batch.Examples[i].Weight;
        }

        return mass > 0 ? Math.Max(0, sum / mass) : 0;
    }
}
