using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Group-relative policy optimisation: an answer counts by how far it is above the mean of its prompt's answers, in their standard deviations.</summary>
/// <remarks>
/// ℓ = −mean over answers of 1/|o| Σ_t {min(ρ_t A, clip(ρ_t, 1 − ε, 1 + ε) A) − β(π_ref/π − log π_ref/π − 1)}; s = 1. A = (r − mean)/std over the prompt's answers, std with
/// divisor n; where all rewards are alike A is 0. ρ_t = π/π_behaviour of token t, the behaviour being what drew the answers; without Behaviour it is the policy as it is, ρ = 1 with a gradient.
/// On-policy and in expectation the fixed point over finite candidates is not π_ref e^{r/β} but π = π_ref/(1 − A/β).
/// Source: Shao et al. (2024), arXiv 2402.03300, eq. 3–4; the fixed point: Vojnovic and Yun (2025), arXiv 2502.18548.
/// </remarks>
public sealed record GroupRelativeObjective : IObjective
{
    /// <summary>ε of the clipping.</summary>
    public double ClipRange { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(ClipRange), value, "must lie between 0 and 1"); } = .2;

    /// <summary>β of the penalty on each token.</summary>
    public double Beta { get; init => field = Positive.OrZero(value, nameof(Beta)); } = .04;

    /// <inheritdoc/>
    public string Name => "grpo";

    /// <inheritdoc/>
    public bool UsesBehaviour => true;

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        Rewarded.Require(example, Name, rewards: 1);
        int tokens = example.Sequences.Sum(sequence => sequence.ScoredTokens);
        if (!example.Behaviour.IsEmpty && example.Behaviour.Length != tokens)
            throw new ArgumentException($"{example.Behaviour.Length} log-probabilities of the behaviour for {tokens} tokens", nameof(example));
    }

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) => WeightedSum.Evaluate(batch, size, (i, w, slopes) =>
    {
        ObjectiveExample example = batch.Examples[i];
        double answers = Rewarded.Answers(example), loss = 0;
        double[] advantages = Advantages(example, answers);
        int behaviour = -batch.Start(i, 0);
        for (int s = 0; s < advantages.Length; s++)
        {
            TokenSpan tokens = batch.Span(i, s);
            double share = answers > 0 ? (example.SequenceWeights.IsEmpty ? 1 : example.SequenceWeights[s]) / (answers * tokens.Length) : 0;
            for (int t = tokens.Start; t < tokens.End; t++)
            {
                double ratio = example.Behaviour.IsEmpty ? 1 : Math.Exp(batch.Policy[t] - example.Behaviour[behaviour + t]);
                double clipped = Math.Clamp(ratio, 1 - ClipRange, 1 + ClipRange);
                bool isFree = ratio * advantages[s] <= clipped * advantages[s];
                double toReference = batch.Reference[t] - batch.Policy[t], back = Math.Exp(toReference);
                loss -= share * (Math.Min(ratio * advantages[s], clipped * advantages[s]) - (Beta * (back - toReference - 1)));
                slopes[t] = -w * share * ((isFree ? ratio * advantages[s] : 0) - (Beta * (1 - back)));
            }
        }

        return loss;
    });

    private static double[] Advantages(ObjectiveExample example, double answers)
    {
        double[] rewards = [.. example.Rewards.Select(reward => reward[0])];
        double[] weights = example.SequenceWeights.IsEmpty ? [.. rewards.Select(_ => 1.0)] : [.. example.SequenceWeights];
        double mean = rewards.Zip(weights, (r, w) => r * w).Sum() / answers;
        double deviation = Math.Sqrt(rewards.Zip(weights, (r, w) => w * (r - mean) * (r - mean)).Sum() / answers);
        // Rewards that differ only by rounding have no order to learn from.
        bool isFlat = !(deviation > 1e-12 * Math.Max(1, rewards.Max(Math.Abs)));
        return [.. rewards.Select(reward => isFlat ? 0 : (reward - mean) / deviation)];
    }
}
