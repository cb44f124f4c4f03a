namespace Concordat.Models.Segments;

/// <summary>What the pipeline made of sessions: each is a pair, a drop or waits for the judge.</summary>
/// <param name="Sessions">All that were looked at.</param>
/// <param name="Negative">Those whose goal is under the threshold.</param>
/// <param name="ErrorTurns">Those in which the judge found an error turn.</param>
/// <param name="Continuations">Continuations that were sampled.</param>
/// <param name="Pairs">The pairs, in the order of sessions.</param>
/// <param name="Drops">The drops, in the order of sessions.</param>
/// <param name="Waiting">Those that wait for the judge or the sampler, each with what it waits for.</param>
public sealed record SegmentOutcome(
    int Sessions, int Negative, int ErrorTurns, int Continuations, ImmutableArray<SegmentPair> Pairs, ImmutableArray<SegmentDrop> Drops, ImmutableArray<(string Session, string For)> Waiting)
{
    /// <summary>Drops by rule, rules without drops included.</summary>
    public ImmutableArray<(SegmentRule Rule, int Count)> ByRule => [.. Enum.GetValues<SegmentRule>().Select(rule => (rule, Drops.Count(drop => drop.Rule == rule)))];

    /// <summary>Pairs by number of turns.</summary>
    public ImmutableSortedDictionary<int, int> ByLength => Pairs.GroupBy(pair => pair.Chosen.Length).ToImmutableSortedDictionary(group => group.Key, group => group.Count());
}
