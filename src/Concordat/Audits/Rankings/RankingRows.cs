using Concordat.Evidence;

namespace Concordat.Audits.Rankings;

/// <summary>The comparisons, each with the pattern of groups that it belongs to.</summary>
/// <param name="Patterns">A pattern for each row, (n), numbered by who belongs where, whatever the order of the rows.</param>
/// <param name="Members">Whether a pattern belongs to a group, <c>Members[g][pattern]</c>.</param>
/// <param name="PatternCount">Number of patterns.</param>
/// <param name="WhyMissing">Why a group cannot be told, (g); null where it can.</param>
internal sealed record RankingRows(int[] Patterns, bool[][] Members, int PatternCount, string?[] WhyMissing)
{
    public static RankingRows Of(EvidenceSet evidence, ImmutableArray<GroupKey> groups)
    {
        ComparisonTable table = evidence.Comparisons;
        var patterns = new int[table.Count];
        var why = new string?[groups.Length];
        var members = new List<List<bool>>();
        int count = patterns.Length > 0 ? 1 : 0;
        for (int g = 0; g < groups.Length; g++)
        {
            var own = new bool[table.Count];
            try
            {
                var membership = GroupMembership.Resolve(evidence, table.Attributes, groups[g]);
                for (int row = 0; row < own.Length; row++)
                    own[row] = membership.Contains(row, table.Rater[row], table.Item[row], -1);
            }
            catch (ArgumentException unknown)
            {
                why[g] = unknown.Message;
            }

            count = Refine(patterns, own, members, count);
        }

        return new RankingRows(patterns, [.. members.Select(list => list.ToArray())], count, why);
    }

    /// <summary>Independent raters among the rows of some patterns; a row that names none counts as one.</summary>
    public long Raters(ComparisonTable table, bool[] inSet)
    {
        var seen = new HashSet<int>();
        long nameless = 0;
        for (int row = 0; row < Patterns.Length; row++)
        {
            if (!inSet[Patterns[row]] || table.Outcome[row] > ComparisonOutcome.Tie)
                continue;
            if (table.Rater[row] < 0)
                nameless += table.Times(row);
            else
                seen.Add(table.Rater[row]);
        }

        return nameless + seen.Count;
    }

    // Splits each pattern into the part outside the group and the part inside it, in that order.
    private static int Refine(int[] patterns, bool[] own, List<List<bool>> members, int count)
    {
        var occurs = new bool[2 * count];
        for (int row = 0; row < patterns.Length; row++)
            occurs[2 * patterns[row] + (own[row] ? 1 : 0)] = true;

        var number = new int[occurs.Length];
        int[] kept = [.. Enumerable.Range(0, occurs.Length).Where(split => occurs[split])];
        for (int i = 0; i < kept.Length; i++)
            number[kept[i]] = i;
        for (int row = 0; row < patterns.Length; row++)
            patterns[row] = number[2 * patterns[row] + (own[row] ? 1 : 0)];

        for (int g = 0; g < members.Count; g++)
            members[g] = [.. kept.Select(split => members[g][split / 2])];
        members.Add([.. kept.Select(split => split % 2 == 1)]);
        return kept.Length;
    }
}
