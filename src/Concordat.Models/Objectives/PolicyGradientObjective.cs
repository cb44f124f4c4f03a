using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Policy gradient with a baseline for rewards less a KL penalty, and less what the policy changes its answers by under a counterfactual prompt.</summary>
/// <remarks>
/// Climbs E[Σ_t γᵗ R_t] − β KL(π ‖ π_ref) − λ KL(π(·|s) ‖ π(·|s^CF)) by L = −Σ_i wᵢ Σ_t γᵗ A_t·log π(turn t), s the number of answers, from answers that the policy drew, several to a prompt.
/// R_t takes in −β log π/π_ref − λ log π/π(·|s^CF) of turn t, as numbers: E[log-ratio·∇log π] is the gradient of the divergence, whereas that of a sampled log-ratio itself is 0 on
/// average. The same tokens are scored again under the counterfactual prompt, without a gradient. A_t = Σ_{u≥t} γ^{u−t} R_u − baseline.
/// Baseline: the weighted mean over the prompt's answers that have a turn t; for n answers of equal weight that is the leave-one-out baseline times (n − 1)/n.
/// One reward for an answer of several turns is that of its last. With λ = 0 the counterfactual is not looked at. SequenceWeights may be probabilities: then L's slope is exact.
/// Source: Williams (1992), Mach. Learn. 8:229–256; Nath and Krishnaswamy, arXiv 2510.22462, for the counterfactual term.
/// </remarks>
public sealed record PolicyGradientObjective : IObjective
{
    /// <summary>β of the penalty on leaving the reference.</summary>
    public double Beta { get; init => field = Positive.OrZero(value, nameof(Beta)); } = .05;

    /// <summary>λ of the penalty on depending on what the counterfactual prompt takes away.</summary>
    public double Lambda { get; init => field = Positive.OrZero(value, nameof(Lambda)); }

    /// <summary>γ between turns.</summary>
    public double Gamma { get; init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Gamma), value, "must lie in 0 … 1"); } = 1;

    /// <summary>Whether the prompt's mean is taken off; without it the slope varies more and is the same on average.</summary>
    public bool HasBaseline { get; init; } = true;

    /// <inheritdoc/>
    public string Name => "policy-gradient";

    /// <inheritdoc/>
    public bool UsesContrasts => Lambda > 0;

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        Rewarded.Require(example, Name);
        for (int s = 0; s < example.Sequences.Length; s++)
        {
            int turns = example.Sequences[s].Turns.Length, rewards = example.Rewards[s].Length;
            if (rewards != 1 && rewards != turns)
                throw new ArgumentException($"{rewards} rewards for an answer of {turns} turns; expected one, or one for each turn", nameof(example));
        }

        if (UsesContrasts && (example.Contrasts.Length != example.Sequences.Length || example.Contrasts.Zip(example.Sequences).Any(pair => !HasSameTurns(pair.First, pair.Second))))
            throw new ArgumentException("λ > 0 needs every answer a second time, the same turns after a counterfactual prompt", nameof(example));
    }

    /// <inheritdoc/>
    public double Size(ObjectiveExample example) => Rewarded.Answers(example);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) => WeightedSum.Evaluate(batch, size, (i, w, slopes) =>
    {
        ObjectiveExample example = batch.Examples[i];
        double[][] returns = [.. Enumerable.Range(0, example.Sequences.Length).Select(s => Returns(batch, i, s))];
        double loss = 0;
        for (int s = 0; s < returns.Length; s++)
        {
            double discount = example.SequenceWeights.IsEmpty ? 1 : example.SequenceWeights[s];
            TokenSpan[] turns = [.. batch.Turns(i, s)];
            for (int t = 0; t < turns.Length; t++, discount *= Gamma)
            {
                double slope = -discount * (returns[s][t] - (HasBaseline ? Baseline(example, returns, t) : 0));
                for (int token = turns[t].Start; token < turns[t].End; token++)
                {
                    loss += slope * batch.Policy[token];
                    slopes[token] = w * slope;
                }
            }
        }

        return loss;
    });

    private double[] Returns(ScoredBatch batch, int example, int sequence)
    {
        TokenSpan[] turns = [.. batch.Turns(example, sequence)];
        ImmutableArray<double> rewards = batch.Examples[example].Rewards[sequence];
        ReadOnlySpan<double> counterfactual = UsesContrasts ? batch.ContrastLogPolicy(example, sequence) : [];
        var returns = new double[turns.Length];
        double after = 0;
        for (int t = turns.Length - 1; t >= 0; t--)
        {
            double reward = rewards.Length == turns.Length ? rewards[t] : t == turns.Length - 1 ? rewards[0] : 0;
            if (Beta > 0)
                reward -= Beta * batch.LogRatio(turns[t]);
            if (UsesContrasts)
            {
                for (int token = turns[t].Start; token < turns[t].End; token++)
                    reward -= Lambda * (batch.Policy[token] - counterfactual[token - turns[0].Start]);
            }

            returns[t] = after = reward + (Gamma * after);
        }

        return returns;
    }

    private static double Baseline(ObjectiveExample example, double[][] returns, int turn)
    {
        double sum = 0, mass = 0;
        for (int s = 0; s < returns.Length; s++)
        {
            double w = example.SequenceWeights.IsEmpty ? 1 : example.SequenceWeights[s];
            if (turn >= returns[s].Length || w == 0)
                continue;
            sum += w * returns[s][turn];
            mass += w;
        }

        return mass > 0 ? sum / mass : 0;
    }

    private static bool HasSameTurns(TokenSequence a, TokenSequence b) =>
        a.Turns.Length == b.Turns.Length && Enumerable.Range(0, a.Turns.Length).All(turn => a.HasSameTurn(turn, b, turn));
}
