using System.Runtime.InteropServices;
using Concordat.Evidence;

namespace Concordat.Audits;

/// <summary>Leaves out of all figures the people (or items) of whom something could otherwise be told by subtracting published figures from each other.</summary>
/// <remarks>
/// Model: the published sets S₁ … S_k are the groups that are large enough, everyone, and every level of the attributes whose groups are compared. Units that belong to
/// the same sets form an atom. A set T of units can be told exactly when its indicator lies in the linear span of the indicators of S₁ … S_k over the atoms; if T holds 1 to
/// min − 1 units, its units are left out and the check is made again. What then remains can be added and subtracted at will: no difference isolates fewer than min units.
/// Sets T tried: every small atom, unions of up to three of them, and all together. Time O(k²·atoms) for each round. Randomness: none.
/// Source: complementary suppression as in Willenborg &amp; de Waal (2001), Elements of Statistical Disclosure Control, ch. 4 (linear sensitivity, recoverability by linear relations).
/// </remarks>
internal sealed class SmallCells
{
    private SmallCells(EvidenceSet evidence, ImmutableHashSet<GroupKey> tooSmall, SampleUnit unit, bool anyLeftOut)
    {
        Evidence = evidence;
        TooSmall = tooSmall;
        Unit = unit;
        AnyLeftOut = anyLeftOut;
    }

    /// <summary>The evidence without the units that were left out.</summary>
    public EvidenceSet Evidence { get; }

    /// <summary>Groups that hold at least one and fewer than the minimum of units.</summary>
    public ImmutableHashSet<GroupKey> TooSmall { get; }

    /// <summary>What was counted: raters where the criterion was rated, items where it is an outcome.</summary>
    public SampleUnit Unit { get; }

    /// <summary>Whether anyone was left out.</summary>
    public bool AnyLeftOut { get; }

    /// <summary>Checks one criterion of the evidence.</summary>
    /// <param name="evidence">The tables.</param>
    /// <param name="criterion">The criterion; null takes all rows, comparisons among them.</param>
    /// <param name="groups">Groups of which figures are published.</param>
    /// <param name="attributes">Attributes, or intersections of several, every level of which is published.</param>
    /// <param name="minimum">Fewest units of which anything may be told.</param>
    /// <param name="models">Raters that are no people and need no hiding, besides those whose attribute <c>kind</c> is <c>model</c> or <c>panel</c>.</param>
    public static SmallCells Check(
        EvidenceSet evidence, string? criterion, IEnumerable<GroupKey> groups, IEnumerable<ImmutableArray<string>> attributes, int minimum, params ReadOnlySpan<string> models)
    {
        int code = criterion is null ? -1 : evidence.CriterionIndex(criterion);
        bool byItem = code >= 0 ? !evidence.Ratings.Criterion.Contains(code) : evidence.Ratings.Count == 0 && evidence.Comparisons.Count == 0 && evidence.Outcomes.Count > 0;
        bool[] active = Active(evidence, code, byItem);
        bool[] isModel = byItem ? new bool[active.Length] : Models(evidence.Raters, models);
        for (int unit = 0; unit < active.Length; unit++)
            active[unit] &= !isModel[unit];
        List<(GroupKey? Group, bool[] Members)> sets = Sets(evidence, groups, attributes, byItem, active);
        var tooSmall = sets.Where(set => set.Group is not null && Count(set.Members) is var n && n > 0 && n < minimum).Select(set => set.Group!).ToImmutableHashSet();
        bool anyLeftOut = false;
        var removed = new bool[active.Length];
        while (Recoverable(sets, active, minimum) is { Count: > 0 } units)
        {
            anyLeftOut = true;
            foreach (int unit in units)
            {
                active[unit] = false;
                removed[unit] = true;
                foreach ((_, bool[] members) in sets)
                    members[unit] = false;
            }
        }

        SampleUnit what = byItem ? SampleUnit.Items : SampleUnit.Raters;
        return new SmallCells(anyLeftOut ? Without(evidence, [.. active.Zip(isModel, (isActive, isExempt) => isActive || isExempt)], removed, code, byItem) : evidence, tooSmall, what, anyLeftOut);
    }

    private static bool[] Active(EvidenceSet evidence, int criterion, bool byItem)
    {
        var active = new bool[byItem ? evidence.Items.Count : evidence.Raters.Count];
        if (byItem)
        {
            for (int row = 0; row < evidence.Outcomes.Count; row++)
                active[evidence.Outcomes.Item[row]] |= criterion < 0 || evidence.Outcomes.Criterion[row] == criterion;
            return active;
        }

        for (int row = 0; row < evidence.Ratings.Count; row++)
        {
            if (evidence.Ratings.Rater[row] >= 0)
                active[evidence.Ratings.Rater[row]] |= criterion < 0 || evidence.Ratings.Criterion[row] == criterion;
        }

        // Comparisons have no criterion: what is asked of all rows is asked of them too.
        foreach (int rater in criterion < 0 ? evidence.Comparisons.Rater : [])
        {
            if (rater >= 0)
                active[rater] = true;
        }

        return active;
    }

    private static bool[] Models(EntityTable raters, ReadOnlySpan<string> named)
    {
        var isModel = new bool[raters.Count];
        foreach (string name in named)
        {
            if (raters.Keys.CodeOf(name) is >= 0 and var code)
                isModel[code] = true;
        }

        if (raters.Attribute("kind") is { } kind)
        {
            for (int rater = 0; rater < isModel.Length; rater++)
                isModel[rater] |= kind.LevelOf(rater) is { } level && (level.Equals("model", StringComparison.OrdinalIgnoreCase) || level.Equals("panel", StringComparison.OrdinalIgnoreCase));
        }

        return isModel;
    }

    private static List<(GroupKey? Group, bool[] Members)> Sets(
        EvidenceSet evidence, IEnumerable<GroupKey> groups, IEnumerable<ImmutableArray<string>> attributes, bool byItem, bool[] active)
    {
        var sets = new List<(GroupKey? Group, bool[] Members)> { (null, [.. active]) };
        foreach (GroupKey group in groups.Concat(attributes.SelectMany(names => LevelsOf(evidence, names, byItem))).Distinct())
        {
            if (MembersOf(evidence, group, byItem) is { } members)
                sets.Add((group, [.. members.Select((isMember, unit) => isMember && active[unit])]));
        }

        return sets;
    }

    private static bool[]? MembersOf(EvidenceSet evidence, GroupKey group, bool byItem)
    {
        try
        {
            var membership = GroupMembership.Resolve(evidence, [], group);
            return byItem ? (membership.IsByItem ? membership.Items!.Value.ToArray() : null) : membership.IsByRater ? membership.Raters!.Value.ToArray() : null;
        }
        catch (ArgumentException)
        {
            return null; // an attribute or level that the evidence lacks: the audit says so, and nothing is published of it
        }
    }

    // Every combination of levels that occurs.
    private static IEnumerable<GroupKey> LevelsOf(EvidenceSet evidence, ImmutableArray<string> names, bool byItem)
    {
        EntityTable table = byItem ? evidence.Items : evidence.Raters;
        string prefix = byItem ? "item." : "rater.";
        AttributeColumn?[] columns = [.. names.Select(name => table.Attribute(name) ?? (name.StartsWith(prefix, StringComparison.Ordinal) ? table.Attribute(name[prefix.Length..]) : null))];
        if (columns.Length == 0 || columns.Contains(null))
            return [];
        return Enumerable.Range(0, table.Count)
            .Where(unit => columns.All(column => column!.Codes[unit] >= 0))
            .Select(unit => new GroupKey([.. columns.Select((column, i) => new AttributeLevel(names[i], column!.LevelOf(unit)!))]))
            .Distinct();
    }

    private static int Count(bool[] members) => members.AsSpan().Count(true);

    private static List<int> Recoverable(List<(GroupKey? Group, bool[] Members)> sets, bool[] active, int minimum)
    {
        bool[][] published = [.. sets.Where(set => Count(set.Members) >= minimum).Select(set => set.Members)];
        var atoms = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var pattern = new char[sets.Count];
        for (int unit = 0; unit < active.Length; unit++)
        {
            if (!active[unit])
                continue;
            for (int s = 0; s < sets.Count; s++)
                pattern[s] = sets[s].Members[unit] ? '1' : '0';
            string key = new(pattern);
            (CollectionsMarshal.GetValueRefOrAddDefault(atoms, key, out _) ??= []).Add(unit);
        }

        List<int>[] members = [.. atoms.OrderBy(atom => atom.Key, StringComparer.Ordinal).Select(atom => atom.Value)];
        double[][] rows = [.. published.Select(set => members.Select(units => set[units[0]] ? 1.0 : 0.0).ToArray())];
        int[] pivots = Reduce(rows, members.Length);
        int[] small = [.. Enumerable.Range(0, members.Length).Where(a => members[a].Count < minimum).Take(60)];
        foreach (int[] union in Unions(small))
        {
            if (union.Sum(a => members[a].Count) < minimum && IsInSpan(rows, pivots, union))
                return [.. union.SelectMany(a => members[a])];
        }

        return [];
    }

    private static IEnumerable<int[]> Unions(int[] small)
    {
        foreach (int a in small)
            yield return [a];
        for (int i = 0; i < small.Length; i++)
        {
            for (int j = i + 1; j < small.Length; j++)
                yield return [small[i], small[j]];
        }

        for (int i = 0; i < small.Length; i++)
        {
            for (int j = i + 1; j < small.Length; j++)
            {
                for (int k = j + 1; k < small.Length; k++)
                    yield return [small[i], small[j], small[k]];
            }
        }

        if (small.Length > 3)
            yield return small;
    }

    // Reduced row echelon form in place; the pivot column of each row, or −1.
    private static int[] Reduce(double[][] rows, int columns)
    {
        var pivots = new int[rows.Length];
        pivots.AsSpan().Fill(-1);
        int rank = 0;
        for (int column = 0; column < columns && rank < rows.Length; column++)
        {
            int best = rank;
            for (int r = rank + 1; r < rows.Length; r++)
                best = Math.Abs(rows[r][column]) > Math.Abs(rows[best][column]) ? r : best;
            if (Math.Abs(rows[best][column]) < 1e-9)
                continue;
            (rows[rank], rows[best]) = (rows[best], rows[rank]);
            double scale = rows[rank][column];
            for (int c = 0; c < columns; c++)
                rows[rank][c] /= scale;
            for (int r = 0; r < rows.Length; r++)
            {
                double factor = rows[r][column];
                for (int c = 0; r != rank && factor != 0 && c < columns; c++)
                    rows[r][c] -= factor * rows[rank][c];
            }

            pivots[rank++] = column;
        }

        return pivots;
    }

    // In reduced form the pivot columns of the target fix the only combination that could give it.
    private static bool IsInSpan(double[][] rows, int[] pivots, int[] union)
    {
        if (rows.Length == 0)
            return false;
        for (int column = 0; column < rows[0].Length; column++)
        {
            double sum = 0;
            for (int r = 0; r < rows.Length; r++)
                sum += pivots[r] >= 0 && union.Contains(pivots[r]) ? rows[r][column] : 0;
            if (Math.Abs(sum - (union.Contains(column) ? 1 : 0)) > 1e-7)
                return false;
        }

        return true;
    }

    private static EvidenceSet Without(EvidenceSet evidence, bool[] active, bool[] removed, int criterion, bool byItem)
    {
        if (byItem)
        {
            OutcomeTable outcomes = evidence.Outcomes;
            int[] kept = [.. Enumerable.Range(0, outcomes.Count).Where(row => active[outcomes.Item[row]] || (criterion >= 0 && outcomes.Criterion[row] != criterion))];
            return evidence with
            {
                Outcomes = new OutcomeTable(
                    Take(outcomes.System, kept), Take(outcomes.Item, kept), Take(outcomes.Criterion, kept), Take(outcomes.Value, kept), Take(outcomes.Attributes, kept))
                {
                    Multiplicity = outcomes.Multiplicity.IsEmpty ? [] : Take(outcomes.Multiplicity, kept),
                },
            };
        }

        RatingTable ratings = evidence.Ratings;
        bool[] isAbout = About(evidence, removed);
        int[] rows =
        [
            .. Enumerable.Range(0, ratings.Count).Where(row => (criterion >= 0 && ratings.Criterion[row] != criterion)
                || ((ratings.Rater[row] < 0 || active[ratings.Rater[row]]) && (ratings.Response[row] < 0 || !isAbout[ratings.Response[row]]))),
        ];
        return evidence with
        {
            Ratings = new RatingTable(
                Take(ratings.Rater, rows), Take(ratings.Item, rows), Take(ratings.Response, rows), Take(ratings.Criterion, rows), Take(ratings.Value, rows),
                Take(ratings.Condition, rows), Take(ratings.Replicate, rows), ratings.TimeUnixMilliseconds.IsEmpty ? [] : Take(ratings.TimeUnixMilliseconds, rows),
                Take(ratings.Attributes, rows))
            {
                Multiplicity = ratings.Multiplicity.IsEmpty ? [] : Take(ratings.Multiplicity, rows),
            },
            Comparisons = criterion < 0 ? Without(evidence.Comparisons, active) : evidence.Comparisons,
        };
    }

    private static ComparisonTable Without(ComparisonTable comparisons, bool[] active)
    {
        int[] rows = [.. Enumerable.Range(0, comparisons.Count).Where(row => comparisons.Rater[row] < 0 || active[comparisons.Rater[row]])];
        return rows.Length == comparisons.Count ? comparisons : comparisons.Rows(rows);
    }

    // What others say of a person's own writing is about that person.
    private static bool[] About(EvidenceSet evidence, bool[] removed)
    {
        var isAbout = new bool[evidence.Responses.Count];
        if (evidence.Responses.Attributes.FirstOrDefault(column => column.Name == "writer") is not { } writer)
            return isAbout;
        int[] raters = [.. writer.Levels.Ids.Select(evidence.Raters.Keys.CodeOf)];
        for (int response = 0; response < isAbout.Length; response++)
            isAbout[response] = writer.Codes[response] >= 0 && raters[writer.Codes[response]] is >= 0 and var rater && removed[rater];
        return isAbout;
    }

    private static ImmutableArray<T> Take<T>(ImmutableArray<T> column, int[] rows)
    {
        var taken = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            taken[i] = column[rows[i]];
        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }

    private static ImmutableArray<AttributeColumn> Take(ImmutableArray<AttributeColumn> columns, int[] rows) =>
        [.. columns.Select(column => column with { Codes = Take(column.Codes, rows) })];
}
