using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.PanelComposition;

/// <summary>What the aggregate of a data set would have been, had the panel, the handling of disagreement or the scale been another.</summary>
/// <remarks>
/// Model: every scenario is a weighting of the ratings at hand; an item's estimate is Σ_g share_g · mean_g, its decision a threshold on it. Baseline and scenario are
/// compared on the items that both can speak of. Time O(replicates · (ratings + items · scenarios · bins)).
/// Randomness: raters (and, where asked, items) are resampled from streams of the request's seed.
/// Source: the what-if question of Ali, Zhao, Koenecke &amp; Papakyriakopoulos (arXiv 2511.14476), asked of the data without training.
/// </remarks>
public sealed class PanelCompositionAudit : ICountedAudit
{
    public AuditDescription Description { get; } = new(
        "panel-composition",
        "Composition of the panel (dataset-level)",
        "What the aggregate of the ratings, and the decisions on items, would have been with another mix of raters, another handling of disagreement or a coarser scale.",
        "Dataset-level: nothing is trained, so it says what the data would have said, not what a model trained on them would do; it re-weights the people at hand "
        + "and cannot speak for people whom nobody asked.",
        "What-if question after Ali, Zhao, Koenecke & Papakyriakopoulos, arXiv 2511.14476; cluster bootstrap: Davison & Hinkley (1997) §3.8; "
        + "two-way bootstrap: Owen (2007), Ann. Appl. Stat. 1:386–411",
        PanelMeasures.All);

    /// <inheritdoc/>
    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations) => CountNeeds.None
        .With(JudgementTable.Ratings, CountColumn.Rater, CountColumn.Item, CountColumn.Response, CountColumn.Value)
        .On(PanelOptions.Read(PanelMeasures.Find(measure), options).Criterion)
        .WithGroups(frame, JudgementTable.Ratings, populations);

    /// <inheritdoc/>
    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MeasureDescription measure = PanelMeasures.Find(request.Measure);
        PanelOptions options = PanelOptions.Read(measure, request.Options);
        PanelQuestion question = PanelQuestion.Ask(request, options);
        if (question.Table is not { } table)
        {
            ImmutableArray<GroupKey?> groups = measure.Populations == MeasurePopulations.Everyone ? [null] : [.. request.Populations];
            return new AuditResult(
                Description.Id, [.. groups.Select(group => new Finding(measure.Id, group, null, question.WhyMissing) { Unit = SampleUnit.Raters })], [], question.Excluded);
        }

        ImmutableArray<PanelAnswer> answers = question.Pairs();
        ImmutableArray<PanelPair> pairs = [.. answers.Where(answer => answer.WhyMissing is null).Select(answer => answer.Pair)];
        PanelReplicates replicates = PanelReplicates.Run(table, pairs, options.ResamplesItems, request, cancellationToken);
        var findings = new PanelFindings(request, options, table, pairs, replicates);
        return new AuditResult(
            Description.Id,
            findings.Make(answers, question.IsBinary),
            PanelDiagnostics.Of(question, table, pairs, replicates, request.MinimumCell),
            question.Excluded)
        { Unit = options.Absolute && measure.Unit == MeasureUnit.ProportionDifference ? MeasureUnit.ProportionDistance : null };
    }
}
