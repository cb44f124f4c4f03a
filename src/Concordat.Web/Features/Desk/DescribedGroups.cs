namespace Concordat.Web.Features.Desk;

/// <summary>Self-descriptions as they may leave the server: whatever of them is put together, it holds for at least so many people, or it is left out.</summary>
/// <remarks>
/// Attribute by attribute, those who are alike so far are parted by the next one; levels of fewer than the minimum become missing, and while those who are missing it are some
/// but fewer than the minimum, the smallest level joins them. So every combination of what is left, missing included, is shared by the minimum or by nobody, and nothing can be told
/// by subtraction. Where fewer people than the minimum gave anything at all, nothing is left. Time O(people × attributes).
/// Source: k-anonymity by local suppression; Sweeney (2002), Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10(5):571–588.
/// </remarks>
public static class DescribedGroups
{
    /// <summary>Leaves out what would tell too much.</summary>
    /// <param name="people">Level of each attribute for each person, null where they gave none: (people)(attributes).</param>
    /// <param name="minimumCell">Fewest people alike, positive.</param>
    public static ImmutableArray<ImmutableArray<string?>> Suppress(ImmutableArray<ImmutableArray<string?>> people, int minimumCell)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCell, 1);
        int attributes = people.IsEmpty ? 0 : people[0].Length;
        var kept = people.Select(_ => new string?[attributes]).ToArray();
        if (people.Length >= minimumCell)
            Part([.. Enumerable.Range(0, people.Length)], 0);
        return [.. kept.Select(levels => levels.ToImmutableArray())];

        void Part(int[] alike, int attribute)
        {
            if (attribute == attributes)
                return;
            List<int[]> groups = [.. alike.Where(person => people[person][attribute] is not null).GroupBy(person => people[person][attribute], StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray())];
            List<int> missing = [.. alike.Where(person => people[person][attribute] is null)];
            while (groups.Count > 0 && (groups[^1].Length < minimumCell || (missing.Count > 0 && missing.Count < minimumCell)))
            {
                missing.AddRange(groups[^1]);
                groups.RemoveAt(groups.Count - 1);
            }

            foreach (int[] group in groups)
            {
                foreach (int person in group)
                    kept[person][attribute] = people[person][attribute];
                Part(group, attribute + 1);
            }

            if (missing.Count > 0)
                Part([.. missing], attribute + 1);
        }
    }
}
