using Concordat.Choice.Policies;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Tests.Objectives;

/// <summary>An example of every objective with examples of its kind, of unequal weights, groups and lengths.</summary>
internal static class Specimens
{
    // Group weights stand still, so that the loss is a function of the log-probabilities alone.
    public static IObjective[] All =>
    [
        new SupervisedObjective(),
        new DpoObjective { Beta = .7 },
        new IpoObjective { Beta = .7 },
        new IpoObjective { Beta = .7, IsAveraged = true },
        new KtoObjective { Beta = .7, DesirableWeight = 1.3, UndesirableWeight = .8 },
        new GroupRobustObjective([2, 5]) { Beta = .7, GroupRate = 0 },
        new GroupRobustObjective([2, 5]) { Beta = .7, GroupRate = 0, Loss = PreferenceLoss.Ipo },
        new SegmentDpoObjective { Beta = .7 },
        new DmpoObjective { Beta = .7 },
        new RlhfObjective { Beta = .7 },
        new RlhfObjective { Beta = .7, Origin = CandidateOrigin.DrawnFromReference },
        new MaxMinObjective(2) { Beta = .7, GroupRate = 0 },
        new GroupRelativeObjective { Beta = .3 },
        new PolicyGradientObjective { Beta = .3, Lambda = .4, Gamma = .8 },
    ];

    /// <summary>Slopes are those of −Σ A·log π with A held still, not of the loss itself.</summary>
    public static bool HoldsAdvantageStill(IObjective objective) => objective is PolicyGradientObjective;

    /// <param name="objective">The objective.</param>
    /// <param name="make">Sequence number i, of two turns.</param>
    /// <param name="after">The same turns after another prompt.</param>
    public static ImmutableArray<ObjectiveExample> Examples(IObjective objective, Func<int, TokenSequence> make, Func<int, TokenSequence> after)
    {
        ObjectiveExample Of(int i) => objective switch
        {
            SupervisedObjective => ObjectiveExample.Answer(make(i)),
            KtoObjective => ObjectiveExample.Answer(make(i)) with { Contrasts = [make(i + 5)], IsDesirable = i % 2 == 0 },
            SegmentDpoObjective => ObjectiveExample.Pair(make(2 * i), make((2 * i) + 1)) with { Segments = i == 0 ? [new TurnRange(1, 1), new TurnRange(0, 1)] : [new TurnRange(0, 2), new TurnRange(0, 2)] },
            DpoObjective or IpoObjective or GroupRobustObjective or DmpoObjective => ObjectiveExample.Pair(make(2 * i), make((2 * i) + 1)),
            _ => new ObjectiveExample([make(3 * i), make((3 * i) + 1), make((3 * i) + 2)])
            {
                Rewards =
                [
                    .. Enumerable.Range(0, 3).Select(y => (ImmutableArray<double>)(objective is MaxMinObjective ? [.4 * y, 1 - (y * i)]
                        : objective is PolicyGradientObjective && y > 0 ? [.3, y - i] : [(.7 * y * y) - i])),
                ],
                SequenceWeights = i == 1 ? [1, .5, 2] : [],
                Contrasts = objective is PolicyGradientObjective ? [after(3 * i), after((3 * i) + 1), after((3 * i) + 2)] : [],
            },
        };

        return [.. Enumerable.Range(0, 3).Select(i => Of(i) with { Weight = .5 + (.4 * i), Group = i % 2 })];
    }
}
