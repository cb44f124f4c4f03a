using Concordat.Models.Objectives;

namespace Concordat.Models.Preferences;

/// <summary>How far examples are as they are wanted, by their weights.</summary>
/// <param name="Margin">Mean margin in nats; null where the objective has none.</param>
/// <param name="Accuracy">Share of margins above 0, a margin of 0 counting half; null where the objective has none.</param>
/// <param name="GroupLosses">Mean loss of each group's examples; null where there is none of the group.</param>
public sealed record PolicyMeasures(double? Margin, double? Accuracy, ImmutableArray<double?> GroupLosses)
{
    /// <summary>Measures one evaluation.</summary>
    public static PolicyMeasures Of(IReadOnlyList<ObjectiveExample> examples, ObjectiveValue value)
    {
        double mass = examples.Sum(example => example.Weight);
        double? Mean(Func<double, double> of) => value.Margins.IsEmpty || mass == 0 ? null : value.Margins.Select((margin, i) => examples[i].Weight * of(margin)).Sum() / mass;
        int groups = examples.Max(example => example.Group) + 1;
        double[] losses = new double[groups], weights = new double[groups];
        for (int i = 0; i < examples.Count; i++)
        {
            losses[examples[i].Group] += examples[i].Weight * value.ExampleLosses[i];
            weights[examples[i].Group] += examples[i].Weight;
        }

        return new PolicyMeasures(
            Mean(margin => margin), Mean(margin => margin > 0 ? 1 : margin == 0 ? .5 : 0),
            [.. losses.Zip(weights, (loss, weight) => weight > 0 ? (double?)(loss / weight) : null)]);
    }
}
