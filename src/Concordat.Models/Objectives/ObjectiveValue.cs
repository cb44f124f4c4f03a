namespace Concordat.Models.Objectives;

/// <summary>A loss and its slopes.</summary>
/// <param name="Loss">L.</param>
/// <param name="Slopes">∂L/∂log π of each token, (N).</param>
/// <param name="ExampleLosses">Each example's own loss, without weights and before any division.</param>
/// <param name="Margins">By how much each example is already as it is wanted, in nats: log-ratio of the chosen less that of the rejected; empty where the objective has none.</param>
/// <param name="GroupWeights">The weights on groups for the next step; empty where the objective has none.</param>
public sealed record ObjectiveValue(
    double Loss, double[] Slopes, ImmutableArray<double> ExampleLosses, ImmutableArray<double> Margins, ImmutableArray<double> GroupWeights);
