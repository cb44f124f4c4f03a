using Concordat.Numerics.Sampling;

namespace Concordat.Estimators.Planning;

/// <summary>Says which rater should rate which item next, so that every group covers every item and no rater carries more than the others.</summary>
/// <remarks>
/// Rule: the item and group with least coverage come first; within the group the rater with the smallest load who has not rated the item. Ties go to the lower index.
/// Time O((items · groups + count) log(items · groups) + count · raters tried). Randomness: none.
/// </remarks>
public static class AssignmentPlanner
{
    /// <summary>Proposes up to <paramref name="count"/> assignments; fewer where every rater has rated every item.</summary>
    /// <param name="groupOfRater">The group of each rater, −1 for a rater who is not to be asked, (raters).</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="rated">The pairs (rater, item) rated so far; a pair may occur more than once.</param>
    /// <param name="count">How many are wanted.</param>
    /// <exception cref="ArgumentException">A code lies outside its range, or the count is negative.</exception>
    public static ImmutableArray<Assignment> Next(
        ReadOnlySpan<int> groupOfRater, int groups, int items, IEnumerable<(int Rater, int Item)> rated, int count)
    {
        if (count < 0)
            throw new ArgumentException($"{count} assignments; expected none or more", nameof(count));
        int[] load = new int[groupOfRater.Length], coverage = new int[items * groups];
        var done = new HashSet<(int, int)>();
        foreach (int group in groupOfRater)
        {
            if (group >= groups)
                throw new ArgumentException($"group {group} of {groups}", nameof(groupOfRater));
        }

        foreach ((int rater, int item) in rated)
        {
            if (rater < 0 || rater >= load.Length || item < 0 || item >= items)
                throw new ArgumentException($"rater {rater} of {load.Length} rated item {item} of {items}", nameof(rated));
            load[rater]++;
            if (done.Add((rater, item)) && groupOfRater[rater] >= 0)
                coverage[(item * groups) + groupOfRater[rater]]++;
        }

        var free = new SortedSet<(int Load, int Rater)>[groups];
        for (int group = 0; group < groups; group++)
            free[group] = [];
        for (int rater = 0; rater < load.Length; rater++)
        {
            if (groupOfRater[rater] >= 0)
                free[groupOfRater[rater]].Add((load[rater], rater));
        }

        var queue = new PriorityQueue<int, (int Coverage, int Cell)>();
        for (int cell = 0; cell < coverage.Length; cell++)
            queue.Enqueue(cell, (coverage[cell], cell));
        var next = ImmutableArray.CreateBuilder<Assignment>();
        while (next.Count < count && queue.TryDequeue(out int cell, out _))
        {
            (int item, int group) = Math.DivRem(cell, groups);
            int rater = -1;
            foreach ((int Load, int Rater) candidate in free[group])
            {
                if (!done.Contains((candidate.Rater, item)))
                {
                    rater = candidate.Rater;
                    break;
                }
            }

            if (rater < 0)
                continue;
            next.Add(new Assignment(rater, item, group, coverage[cell]++));
            done.Add((rater, item));
            free[group].Remove((load[rater], rater));
            free[group].Add((++load[rater], rater));
            queue.Enqueue(cell, (coverage[cell], cell));
        }

        return next.ToImmutable();
    }

    /// <summary>Proposes items to one rater who is there now: those that the rater's group has covered least, as long as the group still needs them.</summary>
    /// <param name="coverage">Ratings that each item has from the rater's group, (items).</param>
    /// <param name="wanted">Ratings of each item that the group is to give.</param>
    /// <param name="isDone">Whether this rater has had the item, (items).</param>
    /// <param name="count">How many are wanted; fewer come where the group's plan is filled.</param>
    /// <param name="seed">Orders items of equal coverage; raters with different seeds start at different ones.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static ImmutableArray<int> For(ReadOnlySpan<int> coverage, int wanted, ReadOnlySpan<bool> isDone, int count, ulong seed)
    {
        if (coverage.Length != isDone.Length)
            throw new ArgumentException($"{coverage.Length} items with coverage and {isDone.Length} done or not; expected as many", nameof(isDone));
        if (count < 0 || wanted < 0)
            throw new ArgumentException($"{count} items, {wanted} ratings of each; expected none negative", nameof(count));
        var open = new List<(int Coverage, ulong Tie, int Item)>();
        for (int item = 0; item < coverage.Length; item++)
        {
            if (!isDone[item] && coverage[item] < wanted)
                open.Add((coverage[item], Xoshiro.DeriveSeed(seed, (ulong)item), item));
        }

        open.Sort();
        return [.. open.Take(count).Select(candidate => candidate.Item)];
    }
}
