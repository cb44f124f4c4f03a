using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.GroupOutcomes;

/// <summary>Rates and means by group, with difference, ratio, gap, worst group, and change between two systems.</summary>
/// <remarks>
/// Model: value(g) = Σ numerator / Σ denominator over the observations in g, whatever their unit; see <c>docs/methods/group-outcomes.md</c>.
/// Intervals: bootstrap over independent units on sums by unit and cell, identical units merged. Time O(rows·cells + replicates·distinct units).
/// Randomness: replicate b draws from stream b of the request's seed.
/// Source: fairlearn's MetricFrame for the definitions (Weerts et al. 2023, JMLR 24(257):1–8); Davison &amp; Hinkley (1997), §3.8, for the resampling.
/// </remarks>
public sealed class GroupOutcomesAudit : ICountedAudit
{
    public AuditDescription Description { get; } = new(
        "group-outcomes",
        "Group outcomes",
        "What each group gets: a rate or mean by group, differences, ratios, the worst group, and who gained how much from a stage of alignment.",
        "A difference says that groups fare differently on these items, not why; items, raters and criterion are taken as given, and a group that was not asked about stays unseen.",
        "Weerts, Dudík, Edgar, Jalali, Lutz & Madaio (2023), Fairlearn, JMLR 24(257):1–8 (MetricFrame); Davison & Hinkley (1997), Bootstrap Methods and their Application, §3.8",
        OutcomeMeasures.All);

    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations)
    {
        OutcomeQuestion question = OutcomeQuestion.Parse(MeasureOf(measure), options);
        CountNeeds needs = CountNeeds.None
            .With(JudgementTable.Outcomes, CountColumn.System, CountColumn.Item, CountColumn.Value)
            .With(JudgementTable.Ratings, CountColumn.Rater, CountColumn.Value)
            .On(question.Criterion);
        if (question.Truth is { } truth)
            needs = needs.On(truth);
        bool byRater = question.Unit is null or SampleUnit.Raters && !question.IsChange;
        if (!byRater || question.Truth is not null || question.Weights is not null)
            needs = needs.With(JudgementTable.Ratings, CountColumn.Item);
        if (question.IsChange || question.System is not null)
            needs = needs.With(JudgementTable.Ratings, CountColumn.Response);
        GroupKey[] groups = question.Reference is null or "overall" or "rest" ? [] : [OutcomeQuestion.ParseGroup(question.Reference)];
        foreach (JudgementTable table in (ReadOnlySpan<JudgementTable>)[JudgementTable.Outcomes, JudgementTable.Ratings])
            needs = question.Attributes.Aggregate(needs.WithGroups(frame, table, populations.Concat(groups)), (all, attribute) => all.WithAttribute(frame, table, attribute));
        return needs;
    }

    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MeasureDescription measure = MeasureOf(request.Measure);
        OutcomeQuestion question = OutcomeQuestion.Parse(measure, request.Options);
        OutcomeRows rows = OutcomeSelection.Select(request.Evidence, question);
        var findings = new OutcomeFindings(request, question, rows);
        if (rows.WhyMissing is not null)
            findings.AllMissing(rows.WhyMissing);
        else if (measure.Populations == MeasurePopulations.Everyone)
            GroupSpread.Add(findings, cancellationToken);
        else
            PopulationValues.Add(findings, cancellationToken);
        bool isOnScale = rows.WhyMissing is null && !rows.IsProportion && measure.Unit != MeasureUnit.Ratio;
        return new AuditResult(Description.Id, findings.Findings, findings.Diagnostics, rows.Excluded) { Unit = isOnScale ? MeasureUnit.Scale : null };
    }

    private static MeasureDescription MeasureOf(string id) => OutcomeMeasures.All.FirstOrDefault(measure => measure.Id == id)
        ?? throw new ArgumentException($"measure '{id}' is none of {string.Join(", ", OutcomeMeasures.All.Select(measure => measure.Id))}", nameof(id));
}
