namespace Concordat.Web.Features.Workshop;

/// <summary>Whether what was shown earlier and what is to be shown now tell, laid side by side, what few people said.</summary>
/// <remarks>
/// Each release counts people in groups, by answer. Whatever groups of one are added up and held against whatever groups of the other, the difference must be nobody's or that of as many people as the
/// smallest cell. Time O(4^groups · kinds of change).
/// Source: differencing of releases, as in Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
/// </remarks>
internal static class TwoReleases
{
    /// <param name="before">Seat → group and answer, as shown earlier; empty where nothing was.</param>
    /// <param name="after">Seat → group and answer, as they would be shown now.</param>
    /// <param name="minimumCell">The smallest number of people of whom something may be told.</param>
    public static bool TellOfFew(IReadOnlyDictionary<string, (int Group, string Answer)> before, IReadOnlyDictionary<string, (int Group, string Answer)> after, long minimumCell)
    {
        if (before.Count == 0)
            return false;
        int[] earlier = [.. before.Values.Select(value => value.Group).Distinct()], later = [.. after.Values.Select(value => value.Group).Distinct()];
        var changes = before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .GroupBy(seat => (Before: Place(before, seat, earlier), After: Place(after, seat, later)))
            .Select(change => (change.Key.Before, change.Key.After, People: change.Count())).ToArray();
        for (int some = 1; some < 1 << earlier.Length; some++)
        {
            for (int others = 1; others < 1 << later.Length; others++)
            {
                long different = changes.Where(change => Within(change.Before, some) != Within(change.After, others)).Sum(change => change.People);
                if (different > 0 && different < minimumCell)
                    return true;
            }
        }

        return false;
    }

    private static (int Bit, string Answer)? Place(IReadOnlyDictionary<string, (int Group, string Answer)> release, string seat, int[] groups) =>
        release.TryGetValue(seat, out (int Group, string Answer) found) ? (1 << Array.IndexOf(groups, found.Group), found.Answer) : null;

    private static string? Within((int Bit, string Answer)? place, int groups) => place is { } at && (at.Bit & groups) != 0 ? at.Answer : null;
}
