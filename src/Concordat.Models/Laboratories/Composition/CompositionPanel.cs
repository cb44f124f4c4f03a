using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>What a panel of a given composition chose.</summary>
/// <remarks>
/// Randomness: panels of one replicate meet the same answers with the same luck and differ only in whose raters belong to which group, so that differences between them are
/// what the composition makes.
/// </remarks>
internal sealed class CompositionPanel
{
    private readonly (int Group, int Topic, int Chosen, int Rejected)[] _choices;
    private readonly double _share;

    public CompositionPanel(CompositionScale scale, double share, ulong seed)
    {
        _share = share;
        _choices = new (int, int, int, int)[scale.Raters * scale.Each];
        int first = (int)Math.Round(share * scale.Raters);
        var random = new Xoshiro(seed);
        for (int k = 0; k < _choices.Length; k++)
        {
            int group = k / scale.Each < first ? 0 : 1, topic = random.NextInt(CompositionWorld.Topics);
            int one = random.NextInt(CompositionWorld.Answers), other = random.NextInt(CompositionWorld.Answers - 1);
            other += other >= one ? 1 : 0;
            bool takesOne = random.NextDouble() < CompositionWorld.Preference(group, CompositionWorld.ClassOf(one), CompositionWorld.ClassOf(other));
            _choices[k] = takesOne ? (group, topic, one, other) : (group, topic, other, one);
        }
    }

    /// <summary>The choices as pairs of classes with their counts.</summary>
    /// <param name="isEvened">Whether each group's choices count for half of all, whatever its share.</param>
    public ImmutableArray<ObjectiveExample> Classes(bool isEvened)
    {
        int n = CompositionWorld.Candidates.Count;
        var weights = new double[n * n];
        foreach ((int group, _, int chosen, int rejected) in _choices)
            weights[(CompositionWorld.ClassOf(chosen) * n) + CompositionWorld.ClassOf(rejected)] += Weight(group, isEvened);
        return Pairs(weights);
    }

    /// <summary>The choices as they were made, in the words of their topics.</summary>
    public ImmutableArray<ObjectiveExample> Answers(bool isEvened) =>
    [
        .. _choices.Select(choice => ObjectiveExample.Pair(CompositionWorld.Sequence(choice.Topic, choice.Chosen), CompositionWorld.Sequence(choice.Topic, choice.Rejected)) with
        {
            Weight = Weight(choice.Group, isEvened),
            Group = choice.Group,
        }),
    ];

    /// <summary>What endless feedback of a panel of this composition comes to: each pair of classes by how often it is met and how it is chosen.</summary>
    public static ImmutableArray<ObjectiveExample> Endless(double share)
    {
        int n = CompositionWorld.Candidates.Count;
        ReadOnlySpan<double> met = CompositionWorld.Candidates.Reference;
        var weights = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                weights[(i * n) + j] = met[i] * met[j] * ((share * CompositionWorld.Preference(0, i, j)) + ((1 - share) * CompositionWorld.Preference(1, i, j)));
        }

        return Pairs(weights);
    }

    private double Weight(int group, bool isEvened) => !isEvened ? 1 : group == 0 ? .5 / _share : .5 / (1 - _share);

    // Classes that are equal teach nothing of their difference.
    private static ImmutableArray<ObjectiveExample> Pairs(double[] weights)
    {
        int n = CompositionWorld.Candidates.Count;
        return
        [
            .. from i in Enumerable.Range(0, n)
               from j in Enumerable.Range(0, n)
               where i != j && weights[(i * n) + j] > 0
               select ObjectiveExample.Pair(TokenSequence.Answer([0], [i]), TokenSequence.Answer([0], [j])) with { Weight = weights[(i * n) + j] },
        ];
    }
}
