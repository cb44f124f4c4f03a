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
        foreach (ObjectiveExample example in examples)
            objective.Require(example);
        double by = size ?? Size(objective, examples);
        if (!(by > 0))
            throw new ArgumentException($"the examples have size {by}; one must have a weight above 0", nameof(examples));
        ImmutableArray<TokenSequence> sequences = ScoredBatch.Sequences(examples), contrasts = objective.UsesContrasts ? ScoredBatch.Contrasts(examples) : [];
        bool hasContrasts = !contrasts.IsEmpty;
        if (objective.UsesReference)
            reference ??= policy.ReferenceLogProbabilities(sequences);
        if (hasContrasts)
            contrastReference ??= policy.ReferenceLogProbabilities(contrasts);
        double[]? contrastPolicy = hasContrasts ? policy.LogProbabilities(contrasts) : null;
        // Last, since a policy keeps what its gradient needs of the sequences scored last.
        IReadOnlyList<TokenSequence> list = sequences;
        double[] scored = policy.LogProbabilities(list);
        var batch = new ScoredBatch(examples, scored, reference ?? scored, contrastPolicy, hasContrasts ? contrastReference : null);
        ObjectiveValue value = objective.Evaluate(batch, by, (groupWeights ?? objective.FirstGroupWeights).AsSpan());
        policy.Backward(list, value.Slopes);
        return (batch, value);
    }

    /// <summary>Σ wᵢ·sᵢ.</summary>
    public static double Size(IObjective objective, IEnumerable<ObjectiveExample> examples) => examples.Sum(example => example.Weight * objective.Size(example));
}
