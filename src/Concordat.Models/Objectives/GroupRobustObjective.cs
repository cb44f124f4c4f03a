using Concordat.Choice.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Group-robust preference optimisation: DPO or IPO for the group with the greatest loss.</summary>
/// <remarks>
/// L = Σ_g α_g L_g, L_g the weighted mean of ℓ over group g: Σ_{i∈g} wᵢℓᵢ/(size·share_g), which over batches is right on average whatever groups a batch holds. Before each step
/// α_g ∝ α_g·exp(η(L_g + C/√n_g)), from alike; no gradient goes through α. s = 1. Source: Ramesh et al. (2024), arXiv 2405.20304, algorithm 1.
/// </remarks>
public sealed record GroupRobustObjective : IObjective
{
    /// <param name="groupSizes">n_g: the summed weight of each group's pairs in all the data.</param>
    /// <exception cref="ArgumentException">There is no group, or one has no weight.</exception>
    public GroupRobustObjective(ImmutableArray<double> groupSizes)
    {
        if (groupSizes.IsDefaultOrEmpty || groupSizes.Any(size => !(size > 0) || !double.IsFinite(size)))
            throw new ArgumentException("every group needs pairs with a weight above 0; its loss is undefined without", nameof(groupSizes));
        GroupSizes = groupSizes;
    }

    /// <summary>n_g.</summary>
    public ImmutableArray<double> GroupSizes { get; }

    /// <summary>The loss of a pair.</summary>
    public PreferenceLoss Loss { get; init; } = PreferenceLoss.Dpo;

    /// <summary>β of the loss.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <summary>η of the weights on groups; 0 leaves them alike.</summary>
    public double GroupRate { get; init => field = Positive.OrZero(value, nameof(GroupRate)); } = .05;

    /// <summary>C: how much more a small group counts.</summary>
    public double SizeAdjustment { get; init => field = Positive.OrZero(value, nameof(SizeAdjustment)); }

    /// <inheritdoc/>
    public string Name => Loss == PreferenceLoss.Dpo ? "group-dpo" : "group-ipo";

    /// <inheritdoc/>
    public ImmutableArray<double> FirstGroupWeights => [.. Enumerable.Repeat(1.0 / GroupSizes.Length, GroupSizes.Length)];

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        PairLoss.RequirePair(example, Name);
        if (example.Group >= GroupSizes.Length)
            throw new ArgumentException($"a pair of group {example.Group}; there are {GroupSizes.Length}", nameof(example));
    }

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights)
    {
        double all = GroupSizes.Sum();
        PairLoss.OfMargin ofMargin = Loss == PreferenceLoss.Dpo ? new DpoObjective { Beta = Beta }.OfMargin : new IpoObjective { Beta = Beta }.OfMargin;
        ImmutableArray<double> alike = PairLoss.Evaluate(batch, size, PairLoss.Summed, ofMargin).ExampleLosses;
        var exponents = new double[GroupSizes.Length];
        for (int i = 0; i < alike.Length; i++)
            exponents[batch.Examples[i].Group] += batch.Examples[i].Weight * alike[i] / (size * GroupSizes[batch.Examples[i].Group] / all);
        for (int g = 0; g < exponents.Length; g++)
            exponents[g] = GroupRate * (exponents[g] + (SizeAdjustment / Math.Sqrt(GroupSizes[g])));
        double[] alpha = GroupWeights.Step(groupWeights, exponents);
        ObjectiveValue value = PairLoss.Evaluate(
            batch, size, PairLoss.Summed, ofMargin, example => example.Weight * alpha[example.Group] / (GroupSizes[example.Group] / all));
        return value with { GroupWeights = [.. alpha] };
    }
}
