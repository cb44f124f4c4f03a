namespace Concordat.Web.Features.Desk;

/// <summary>Counts first answers by group and unit, and says how far each quota is filled.</summary>
/// <remarks>A quota wants so many first answers to each unit; what a unit has beyond them fills nothing. A pass and no opinion are answers, and fill.</remarks>
internal sealed class QuotaFilling(int units, int groups)
{
    private readonly int[] _answers = new int[units * groups];
    private readonly HashSet<int>[] _people = [.. Enumerable.Range(0, groups).Select(_ => new HashSet<int>())];

    public void Add(int seat, int group, int unit)
    {
        _answers[(group * units) + unit]++;
        _people[group].Add(seat);
    }

    /// <summary>The filling of each quota; of each group that answered, and of everyone else, where the round has none.</summary>
    public ImmutableArray<GroupFilling> Of(ImmutableArray<(string Group, long PerItem)> quotas, long perItem, NameCodes names, int minimumCell)
    {
        if (quotas.IsEmpty)
            quotas = [.. Enumerable.Range(0, groups).Where(group => _people[group].Count > 0).Select(group => names[group]).Append("").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(group => (group, perItem))];
        int[] codes = [.. quotas.Select(quota => names.TryCode(quota.Group, out int code) && code < groups ? code : -1)];
        long[] people = [.. codes.Select(code => code < 0 ? 0L : _people[code].Count)];
        // Somebody may have answered for two groups: whoever describes themselves otherwise counts where they stood when they were asked.
        long others = Enumerable.Range(0, groups).Where(group => !codes.Contains(group)).SelectMany(group => _people[group]).Distinct().Count();
        ImmutableArray<bool> shown = GroupDisclosure.Shown(people, others, minimumCell);
        return [.. quotas.Select((quota, i) => new GroupFilling(quota.Group, shown[i] || people[i] == 0 ? Filled(codes[i], quota.PerItem) : null, quota.PerItem * units))];
    }

    private long Filled(int group, long perItem)
    {
        long filled = 0;
        for (int unit = 0; group >= 0 && unit < units; unit++)
            filled += Math.Min(_answers[(group * units) + unit], perItem);
        return filled;
    }
}
