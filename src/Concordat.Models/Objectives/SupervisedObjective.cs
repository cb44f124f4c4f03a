using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Supervised fine-tuning: raises the probability of each answer.</summary>
/// <remarks>ℓ = −Σ log π over the tokens of the first sequence; s is their number, so that L is a mean over tokens. Needs no reference.</remarks>
public sealed record SupervisedObjective : IObjective
{
    /// <inheritdoc/>
    public string Name => "sft";

    /// <inheritdoc/>
    public bool UsesReference => false;

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        if (example.Sequences.IsEmpty)
            throw new ArgumentException("sft learns from an answer; the example has none", nameof(example));
    }

    /// <inheritdoc/>
    public double Size(ObjectiveExample example) => example.Sequences[0].ScoredTokens;

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) => WeightedSum.Evaluate(batch, size, (i, w, slopes) =>
    {
        TokenSpan tokens = batch.Span(i, 0);
        slopes.AsSpan(tokens.Start, tokens.Length).Fill(-w);
        return -batch.LogPolicy(i, 0);
    });
}
