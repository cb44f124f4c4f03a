using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Runs;

/// <summary>What a whole run needs counted: what its audits read, and what keeps small groups from being told.</summary>
internal static class CountedRun
{
    /// <summary>The judgements of a run as distinct rows with their number.</summary>
    /// <exception cref="InputDataException">A standard's measure reads single rows, which a source of counts does not hand out.</exception>
    public static EvidenceSet Evidence(EffectiveCharter charter, ICountSource counts, Func<EvidenceSet, bool> leavesOut, CancellationToken cancellationToken)
    {
        CountNeeds needs = Needs(charter, counts.Frame);
        EvidenceSet evidence = CountedEvidence.Of(counts, needs, cancellationToken);
        if (!leavesOut(evidence))
            return evidence;

        // Then the sizes of what remains are told, which are numbers of raters and items over all criteria.
        needs = needs.OnAll().With(JudgementTable.Comparisons, CountColumn.Item).With(JudgementTable.Ratings, CountColumn.Item);
        return CountedEvidence.Of(counts, needs, cancellationToken);
    }

    private static CountNeeds Needs(EffectiveCharter charter, EvidenceSet frame)
    {
        CountNeeds needs = CountNeeds.None
            .With(JudgementTable.Comparisons, CountColumn.Rater)
            .With(JudgementTable.Ratings, CountColumn.Rater)
            .With(JudgementTable.Outcomes, CountColumn.Item);
        if (frame.Responses.Attributes.Any(column => column.Name == "writer"))
            needs = needs.With(JudgementTable.Ratings, CountColumn.Response);
        foreach (EffectiveStandard standard in charter.Standards)
        {
            (IAudit audit, MeasureDescription measure) = Auditor.MeasureOf(standard);
            SourcePlace place = standard.Standard.Place;
            if (audit is not ICountedAudit counted)
            {
                throw new InputDataException(
                    place.File, place.Line, place.Column, $"standard '{standard.Standard.Id}' with measure '{measure.Id}', which reads single judgements",
                    $"evidence in a folder for it, or one of the audits that run on counts: {string.Join(", ", Catalog.Audits.OfType<ICountedAudit>().Select(known => known.Description.Id))}");
            }

            ImmutableArray<GroupKey> groups = measure.Populations == MeasurePopulations.Each ? [.. standard.Populations.Select(population => population.Group)] : [];
            try
            {
                needs = needs.Union(counted.Needs(frame, measure.Id, standard.Standard.Options, groups));
            }
            catch (ArgumentException exception)
            {
                throw Auditor.Unfit(standard.Standard, exception);
            }

            // Where no criterion is named, or none of that name is there, small groups are looked for among all judgements.
            string criterion = SmallCellGuard.CriterionOf(standard.Standard);
            needs = frame.CriterionIndex(criterion) < 0 ? needs.OnAll() : needs.On(criterion);
        }

        return needs;
    }
}
