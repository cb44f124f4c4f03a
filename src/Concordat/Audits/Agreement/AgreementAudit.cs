using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.Agreement;

/// <summary>How far raters agree with each other, in each population and overall: Krippendorff's α.</summary>
public sealed class AgreementAudit : ICountedAudit
{
    internal const string AlphaId = "agreement.krippendorff-alpha";
    internal const string OverallId = "agreement.krippendorff-alpha-overall";

    private const string Definition =
        "1 − observed/expected disagreement between raters of the same item; 1 is full agreement, 0 what chance gives, below 0 systematic disagreement.";

    public AuditDescription Description { get; } = new(
        "agreement",
        "Agreement among raters",
        "How far raters agree on the same items beyond chance, within each population and over all.",
        "Agreement says nothing about whether the shared answer is right, and low agreement may be a difference of values to be kept, not noise to be removed.",
        "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania",
        [
            new MeasureDescription(AlphaId, "Agreement within a population", Definition, MeasureUnit.Coefficient, null, 1, MeasurePopulations.Each, PanelOptions.Descriptions),
            new MeasureDescription(OverallId, "Agreement among all raters", Definition, MeasureUnit.Coefficient, null, 1, MeasurePopulations.Everyone, PanelOptions.Descriptions),
        ]);

    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations) => CountNeeds.None
        .With(JudgementTable.Ratings, CountColumn.Rater, CountColumn.Item, CountColumn.Response, CountColumn.Value, CountColumn.Condition, CountColumn.Replicate)
        .On(PanelOptions.Read(options).Criterion)
        .WithGroups(frame, JudgementTable.Ratings, populations);

    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PanelOptions options = PanelOptions.Read(request.Options);
        if (request.Measure is not (AlphaId or OverallId))
            throw new ArgumentException($"measure '{request.Measure}'; expected {AlphaId} or {OverallId}", nameof(request));
        bool overallOnly = request.Measure == OverallId;
        ImmutableArray<GroupKey> populations = overallOnly ? [] : request.Populations;
        if (RatingPanel.Select(request.Evidence, options, out string whyMissing) is not { } panel)
        {
            ImmutableArray<Finding> none = overallOnly
                ? [new Finding(OverallId, null, null, whyMissing)]
                : [.. populations.Select(group => new Finding(AlphaId, group, null, whyMissing))];
            return new AuditResult(Description.Id, none, [], ExclusionCounts.None(0));
        }

        ImmutableArray<AgreementGroup> groups = [.. populations.Select(group => AgreementGroup.Of(panel, request.Evidence, group, request.MinimumCell))];
        AgreementGroup overall = AgreementGroup.Of(panel, request.Evidence, null, request.MinimumCell);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        ImmutableArray<AgreementGroup> shown = [.. groups.Where(group => group.WhyMissing is null), .. overall.WhyMissing is null ? [overall] : ImmutableArray<AgreementGroup>.Empty];
        double[][] replicates = AgreementGroup.Bootstrap(
            panel, shown, options.Resampling, request.Intervals.Replicates, request.Seed, request.MaxThreads, cancellationToken);

        ImmutableArray<AgreementGroup> family = [.. shown.Where(group => group.Key is not null)];
        ImmutableArray<Estimate?> estimates = Intervals(request, family, replicates[..family.Length]);
        foreach (AgreementGroup group in groups)
        {
            int place = family.IndexOf(group);
            findings.Add(Find(AlphaId, group, place < 0 ? null : estimates[place], options.Resampling));
        }

        Estimate? everyone = overall.WhyMissing is null ? Intervals(request, [overall], replicates[^1..])[0] : null;
        Finding overallFinding = Find(OverallId, overall, everyone, options.Resampling);
        findings.Add(overallOnly ? overallFinding : overallFinding with { Scope = [new ScopeEntry("raters", "all")] });
        Warn(diagnostics, shown, replicates, options);
        return new AuditResult(
            Description.Id, findings.ToImmutable(), diagnostics.ToImmutable(), AgreementExclusions.Count(panel, overallOnly ? [overall] : groups));
    }

    private static ImmutableArray<Estimate?> Intervals(AuditRequest request, ImmutableArray<AgreementGroup> family, double[][] replicates) =>
        FamilyIntervals.Make(
            request.Intervals, [.. family.Select(group => group.Fit.Alpha!.Value)], replicates, [.. family.Select(group => group.Fit.PairableRatings)]);

    private static Finding Find(string measure, AgreementGroup group, Estimate? estimate, Resampling resampling)
    {
        string? why = group.WhyMissing ?? (estimate is null
            ? $"α is {group.Fit.Alpha:0.###}, but it does not vary over resamples of {resampling.Words}: no interval can be given"
            : null);
        return new Finding(measure, group.Key, estimate, why)
        {
            Unit = resampling.Unit,
            UnitCount = group.WhyMissing is not null ? null : resampling.UnitCount(group.ItemCount, group.RaterCount),
        };
    }

    private static void Warn(ImmutableArray<Diagnostic>.Builder diagnostics, ImmutableArray<AgreementGroup> shown, double[][] replicates, PanelOptions options)
    {
        for (int g = 0; g < shown.Length; g++)
        {
            string who = shown[g].Key?.Label ?? "all raters";
            long units = options.Resampling.Fewest(shown[g].ItemCount, shown[g].RaterCount);
            if (units < 20)
                diagnostics.Add(Diagnostic.Warning("few-clusters", $"{who}: only {units} {options.Resampling.Words} to resample; the interval is too narrow to trust."));
            int lost = replicates[g].Count(double.IsNaN);
            if (lost * 20 > replicates[g].Length)
                diagnostics.Add(Diagnostic.Warning("lost-replicates", $"{who}: {lost} of {replicates[g].Length} resamples had nothing to disagree about and were left out of the interval."));
        }
    }
}
