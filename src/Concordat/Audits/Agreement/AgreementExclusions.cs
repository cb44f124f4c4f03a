namespace Concordat.Audits.Agreement;

/// <summary>Which ratings stand behind the α of the groups asked about, and why the others do not.</summary>
internal static class AgreementExclusions
{
    public static ExclusionCounts Count(RatingPanel panel, ImmutableArray<AgreementGroup> groups)
    {
        var used = new bool[panel.Count];
        var single = new bool[panel.Count];
        var selected = new bool[panel.Count];
        foreach (AgreementGroup group in groups.Where(group => group.WhyMissing is null))
        {
            var ratings = new int[panel.ItemOfUnit.Length];
            foreach (int place in group.Places)
                ratings[panel.Unit[place]]++;
            foreach (int place in group.Places)
                (ratings[panel.Unit[place]] > 1 ? used : single)[place] = true;
            for (int place = 0; place < panel.Count; place++)
                selected[place] |= panel.Belongs(place, group.Membership);
        }

        var reasons = panel.Excluded.ToBuilder();
        long count = 0;
        for (int place = 0; place < panel.Count; place++)
        {
            string? reason = used[place] ? null
                : single[place] ? "the only rating of its item in its group"
                : selected[place] ? RatingPanel.Repeated
                : "by nobody in a population that could be measured";
            // Of equal ratings by one rater the first is looked at, the others repeat it.
            long repeats = used[place] || single[place] ? panel.Times(place) - 1 : 0;
            if (repeats > 0)
                reasons[RatingPanel.Repeated] = reasons.GetValueOrDefault(RatingPanel.Repeated) + repeats;
            if (reason is null)
                count++;
            else
                reasons[reason] = reasons.GetValueOrDefault(reason) + panel.Times(place) - repeats;
        }

        return new ExclusionCounts(panel.Considered, count, reasons.ToImmutable());
    }
}
