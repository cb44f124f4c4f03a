namespace Concordat.Web.Features.Desk;

/// <summary>Counts first answers by group and unit, and says how far each quota is filled.</summary>
/// <remarks>A quota wants so many first answers to each unit; what a unit has beyond them fills nothing. A pass and no opinion are answers, and fill.</remarks>
internal sealed class QuotaFilling(int units, int groups, int seats)
{
    private readonly int[] _answers = new int[units * groups];
    private readonly bool[] _isThere = new bool[groups * seats];

    public void Add(int seat, int group, int unit)
    {
        _answers[(group * units) + unit]++;
        _isThere[(group * seats) + seat] = true;
    }

    /// <summary>The filling of each quota; of each group that answered, and of everyone else, where the round has none.</summary>
    public ImmutableArray<GroupFilling> Of(ImmutableArray<(string Group, long PerItem)> quotas, long perItem, NameCodes names, int minimumCell)
    {
        if (quotas.IsEmpty)
            quotas = [.. Enumerable.Range(0, groups).Where(group => People(group).Any()).Select(group => names[group]).Append("").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(group => (group, perItem))];
        int[] codes = [.. quotas.Select(quota => names.TryCode(quota.Group, out int code) && code < groups ? code : -1)];
        long[] people = [.. codes.Select(code => code < 0 ? 0L : People(code).Count())];
        // Somebody may have answered for two groups: whoever describes themselves otherwise counts where they stood when they were asked.
        long others = Enumerable.Range(0, groups).Where(group => !codes.Contains(group)).SelectMany(People).Distinct().Count();
        ImmutableArray<bool> shown = GroupDisclosure.Shown(people, others, minimumCell);
        return [.. quotas.Select((quota, i) => new GroupFilling(quota.Group, shown[i] || people[i] == 0 ? Filled(codes[i], quota.PerItem) : null, quota.PerItem * units))];
    }

    private IEnumerable<int> People(int group) => Enumerable.Range(0, seats).Where(seat => _isThere[(group * seats) + seat]);

    private long Filled(int group, long perItem)
    {
        long filled = 0;
        for (int unit = 0; group >= 0 && unit < units; unit++)
            filled += Math.Min(_answers[(group * units) + unit], perItem);
        return filled;
    }
}
