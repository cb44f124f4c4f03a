using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Scores examples under a policy, evaluates an objective and hands its slopes back to the policy.</summary>
public static class PolicyStep
{
    /// <summary>Adds the objective's gradient to the policy's own.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="examples">The batch; every example of the objective's kind.</param>
    /// <param name="size">What the weighted sum is divided by; the batch's own size unless given.</param>
    /// <param name="groupWeights">The weights on groups that the step before left; the objective's first ones unless given.</param>
    /// <param name="reference">log π_ref of all tokens where they are known; contrasts are then scored under the reference only if <paramref name="contrastReference"/> is not given.</param>
    /// <param name="contrastReference">log π_ref of the contrasts where they are known.</param>
    /// <exception cref="ArgumentException">An example is not of the objective's kind, or all weights are 0.</exception>
    public static (ScoredBatch Batch, ObjectiveValue Value) Evaluate(
        IPolicy policy, IObjective objective, IReadOnlyList<ObjectiveExample> examples, double? size = null, ImmutableArray<double>? groupWeights = null,
        double[]? reference = null, double[]? contrastReference = null)
    {
        double by = size ?? Size(objective, examples);
        if (!(by > 0))
            throw new ArgumentException($"the examples have size {by}; one must have a weight above 0", nameof(examples));
        IReadOnlyList<TokenSequence> sequences = ScoredBatch.Sequences(examples);
        ScoredBatch batch = Score(policy, objective, examples, sequences, reference, contrastReference);
        ObjectiveValue value = objective.Evaluate(batch, by, (groupWeights ?? objective.FirstGroupWeights).AsSpan());
        policy.Backward(sequences, value.Slopes);
        return (batch, value);
    }

    /// <summary>Scores examples as an objective needs them, without a gradient.</summary>
    /// <exception cref="ArgumentException">An example is not of the objective's kind.</exception>
    public static ScoredBatch Score(IPolicy policy, IObjective objective, IReadOnlyList<ObjectiveExample> examples) =>
        Score(policy, objective, examples, ScoredBatch.Sequences(examples), null, null);

    /// <summary>Σ wᵢ·sᵢ.</summary>
    public static double Size(IObjective objective, IEnumerable<ObjectiveExample> examples) => examples.Sum(example => example.Weight * objective.Size(example));

    private static ScoredBatch Score(
        IPolicy policy, IObjective objective, IReadOnlyList<ObjectiveExample> examples, IReadOnlyList<TokenSequence> sequences, double[]? reference, double[]? contrastReference)
    {
        foreach (ObjectiveExample example in examples)
            objective.Require(example);
        ImmutableArray<TokenSequence> contrasts = objective.UsesContrasts ? ScoredBatch.Contrasts(examples) : [];
        if (objective.UsesReference)
            reference ??= policy.ReferenceLogProbabilities(sequences);
        if (!contrasts.IsEmpty)
            contrastReference ??= policy.ReferenceLogProbabilities(contrasts);
        double[]? contrastPolicy = contrasts.IsEmpty ? null : policy.LogProbabilities(contrasts);
        // Last, since a policy keeps what its gradient needs of the sequences scored last.
        double[] scored = policy.LogProbabilities(sequences);
        return new ScoredBatch(examples, scored, reference ?? scored, contrastPolicy, contrasts.IsEmpty ? null : contrastReference);
    }
}
