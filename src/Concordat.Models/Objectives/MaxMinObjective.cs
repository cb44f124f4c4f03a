namespace Concordat.Models.Objectives;

/// <summary>KL-regularised reinforcement learning on finite candidates for the group that is served worst.</summary>
/// <remarks>
/// L = −Σ_u α_u E_π̃[r_u] + β KL(π̃ ‖ π̃_ref), a reward for each group; before each step α_u ∝ α_u·exp(−η·U_u), U_u = Σ wᵢE_π̃[r_u]/size, from alike; no gradient goes through α. s = 1; π̃ as in
/// <see cref="RlhfObjective"/>. Rewards of the groups must be on one scale: who is worst off is read from them.
/// Source: Chakraborty et al. (2024), MaxMin-RLHF, arXiv 2402.08925, algorithm 1, with exponentiated-gradient steps in place of the hard minimum.
/// </remarks>
public sealed record MaxMinObjective : IObjective
{
    /// <param name="groups">Number of groups, which is that of rewards of a candidate.</param>
    public MaxMinObjective(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        Groups = groups;
    }

    public int Groups { get; }

    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.OrZero(value, nameof(Beta)); } = .1;

    /// <summary>η of the weights on groups.</summary>
    public double GroupRate { get; init => field = Positive.OrZero(value, nameof(GroupRate)); } = .1;

    public CandidateOrigin Origin { get; init; } = CandidateOrigin.Listed;

    /// <inheritdoc/>
    public string Name => "maxmin";

    /// <inheritdoc/>
    public ImmutableArray<double> FirstGroupWeights => [.. Enumerable.Repeat(1.0 / Groups, Groups)];

    /// <inheritdoc/>
    public void Require(ObjectiveExample example) => Rewarded.Require(example, Name, Groups);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights)
    {
        int n = batch.Examples.Count;
        CandidateProbabilities[] candidates = [.. Enumerable.Range(0, n).Select(i => new CandidateProbabilities(batch, i, Origin))];
        var exponents = new double[Groups];
        for (int i = 0; i < n; i++)
        {
            ObjectiveExample example = batch.Examples[i];
            for (int u = 0; u < Groups; u++)
                exponents[u] -= GroupRate * example.Weight / size * candidates[i].Expect(y => example.Rewards[y][u]);
        }

        double[] alpha = GroupWeights.Step(groupWeights, exponents);
        ObjectiveValue value = WeightedSum.Evaluate(batch, size, (i, w, slopes) =>
            candidates[i].AddSlopes([.. batch.Examples[i].Rewards.Select(rewards => rewards.Select((reward, u) => alpha[u] * reward).Sum())], Beta, w, slopes));
        return value with { GroupWeights = [.. alpha] };
    }
}
