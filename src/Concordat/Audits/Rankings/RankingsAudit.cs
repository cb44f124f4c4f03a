using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.Rankings;

/// <summary>How groups rank alternatives: who stands where for whom, and which pairs change order between a group and everybody else.</summary>
public sealed class RankingsAudit : ICountedAudit
{
    internal const string AgreementId = "rankings.order-agreement";
    internal const string ChangesId = "rankings.order-changes";
    internal const string StrengthId = "rankings.strength";
    internal const string RankId = "rankings.rank";
    internal const string LeadId = "rankings.lead";

    public AuditDescription Description { get; } = new(
        "rankings",
        "Rankings by group",
        "How each group ranks alternatives from pairwise comparisons, and which pairs change order between a group and everybody else.",
        "It shows what was preferred in comparisons, not that it is better; one strength for each alternative cannot show cycles, and a rating is relative to the alternatives compared.",
        "Bradley & Terry (1952), Biometrika 39:324–345; Chiang et al. (2024), arXiv 2403.04132; Kline & Santos (2012), J. Econometric Methods 1(1):23–41",
        [
            new MeasureDescription(AgreementId, "Agreement of a group's order with everyone's", "Kendall's τ-b between the group's ratings and everyone's (or the others'): 1 is the same order, −1 the opposite.",
                MeasureUnit.Coefficient, -1, 1, MeasurePopulations.Each, RankingsOptions.Agreement),
            new MeasureDescription(ChangesId, "Pairs that change order", "Pairs of alternatives that the group and everybody else order differently; the interval runs from the pairs established as reversed to all but those established as alike.",
                MeasureUnit.Count, 0, null, MeasurePopulations.Each, RankingsOptions.Common)
            { MoreUnitsDecide = false },
            new MeasureDescription(StrengthId, "Rating of an alternative", "1000 + 400·log₁₀ of the Bradley–Terry strength, mean 1000 over all the alternatives that the group ranks: 400 points are odds of ten to one.",
                MeasureUnit.Scale, null, null, MeasurePopulations.Each, RankingsOptions.One),
            new MeasureDescription(RankId, "Rank of an alternative", "Place by rating, 1 the best; the interval holds the places that the simultaneous intervals of all ratings allow.",
                MeasureUnit.Count, 1, null, MeasurePopulations.Each, RankingsOptions.One)
            { MoreUnitsDecide = false },
            new MeasureDescription(LeadId, "Lead of an alternative over another", "Rating of one alternative less that of another in the group: above 0 the group prefers the first.",
                MeasureUnit.Scale, null, null, MeasurePopulations.Each, RankingsOptions.Two),
        ]);

    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        if (Description.Measures.All(measure => measure.Id != request.Measure))
            throw new ArgumentException($"measure '{request.Measure}'; expected {string.Join(", ", Description.Measures.Select(measure => measure.Id))}", nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        var options = RankingsOptions.Read(request.Options, request.Measure is StrengthId or RankId or LeadId, request.Measure == LeadId);
        string? unknown = options.Alternatives.Add(options.Alternative ?? "").Add(options.Over ?? "")
            .FirstOrDefault(id => id.Length > 0 && request.Evidence.Alternatives.Keys.CodeOf(id) < 0);
        if (request.Evidence.Comparisons.Count == 0 || unknown is not null)
        {
            string why = request.Evidence.Comparisons.Count == 0 ? "there are no comparisons"
                : $"no comparison has the alternative '{unknown}'; there are: {string.Join(", ", request.Evidence.Alternatives.Keys.Ids.Take(20))}";
            return new AuditResult(
                Description.Id, [.. request.Populations.Select(group => new Finding(request.Measure, group, null, why))], [], ExclusionCounts.None(request.Evidence.Comparisons.Total));
        }

        Diagnostic? leftOut = null;
        if ((options.Alternative ?? options.Alternatives.FirstOrDefault()) is { } named)
        {
            (EvidenceSet compared, leftOut) = ComparedWith.Of(request.Evidence, named);
            request = request with { Evidence = compared };
        }

        var rankings = PopulationRankings.Of(request, options, cancellationToken);
        var findings = new RankingsFindings(request, options, rankings);
        return new AuditResult(Description.Id, findings.Of(), leftOut is null ? Diagnostics(rankings) : Diagnostics(rankings).Insert(0, leftOut), rankings.Excluded) { Figures = RankingsFigures.Of(rankings) };
    }

    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations) => CountNeeds.None
        .With(JudgementTable.Comparisons, CountColumn.Rater, CountColumn.First, CountColumn.Second, CountColumn.Outcome)
        .WithGroups(frame, JudgementTable.Comparisons, populations);

    private static ImmutableArray<Diagnostic> Diagnostics(PopulationRankings rankings)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        Add("everyone", rankings.Everyone);
        foreach (RankedGroup group in rankings.Groups)
            Add(group.Key.Label, group.Own);
        return diagnostics.ToImmutable();

        void Add(string name, RankedSet set)
        {
            foreach (Diagnostic diagnostic in set.Ranking?.Diagnostics ?? [])
                diagnostics.Add(diagnostic with { Message = $"{name}: {diagnostic.Message}" });
            if (set.Ranking?.WhyNoIntervals is { } why)
                diagnostics.Add(Diagnostic.Warning("no-intervals", $"{name}: {why}"));
        }
    }
}
