namespace Concordat.Charters.Record;

/// <summary>Whether a record's chain holds from its first entry to its last.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="ByKind">How many of each kind.</param>
/// <param name="Sealed">Entries whose content is sealed by a person's key.</param>
/// <param name="Head">Hash of the last entry.</param>
/// <param name="BrokenAt">Sequence of the first entry that does not follow; null where all do.</param>
/// <param name="WhyBroken">What is wrong there.</param>
public sealed record RecordCheck(long Entries, ImmutableSortedDictionary<string, long> ByKind, long Sealed, string Head, long? BrokenAt, string? WhyBroken)
{
    public bool Holds => BrokenAt is null;

    /// <summary>Follows a chain. Time O(bytes).</summary>
    /// <param name="entries">The whole record of one use case, in order.</param>
    /// <param name="publishedHead">A hash that the record must contain, as it was published; null for none.</param>
    public static RecordCheck Of(IEnumerable<RecordEntry> entries, string? publishedHead = null)
    {
        string head = RecordChain.Start;
        long count = 0, sealedEntries = 0;
        bool hasHead = publishedHead is null;
        var kinds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string? useCase = null;
        (long At, string Why)? broken = null;
        foreach (RecordEntry entry in entries)
        {
            count++;
            kinds[entry.Kind] = kinds.GetValueOrDefault(entry.Kind) + 1;
            sealedEntries += entry.Seat is null ? 0 : 1;
            useCase ??= entry.UseCase;
            if (broken is null && entry.UseCase != useCase)
                broken = (count, $"it belongs to '{entry.UseCase}', the record to '{useCase}'");
            else if (broken is null && entry.Sequence != count)
                broken = (count, $"entry {entry.Sequence} stands where {count} is due");
            else if (broken is null && !RecordChain.Follows(entry, head))
                broken = (count, "its hash does not follow from its content and the entry before");
            head = entry.Hash;
            hasHead |= string.Equals(head, publishedHead, StringComparison.OrdinalIgnoreCase);
        }

        if (broken is null && !hasHead)
            broken = (count + 1, "the published hash is not in the record: its end is missing, or it is another record");
        return new RecordCheck(count, kinds.ToImmutableSortedDictionary(StringComparer.Ordinal), sealedEntries, head, broken?.At, broken?.Why);
    }
}
