namespace Concordat.Formats.TrlExport;

/// <summary>Counts what is left out and why.</summary>
internal sealed class ExportLog
{
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);

    public long Considered { get; set; }

    public void LeaveOut(string why) => _reasons[why] = _reasons.GetValueOrDefault(why) + 1;

    /// <summary>Forgets what was counted, where the records become others: ratings of one response become one response.</summary>
    public void Clear() => _reasons.Clear();

    public ExclusionCounts Counts() => new(Considered, Considered - _reasons.Values.Sum(), _reasons.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
