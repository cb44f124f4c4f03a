using Concordat.Estimators.Decomposition;

namespace Concordat.Cli;

/// <summary>What <c>concordat decompose --json</c> prints; its schema is published as <c>docs/schemas/decompose.schema.json</c>.</summary>
public sealed record DecomposeDocument(
    string Schema,
    string Criterion,
    string Model,
    string? By,
    double ConfidenceLevel,
    int Replicates,
    ulong Seed,
    DecomposeDocument.DesignPart Design,
    ImmutableArray<DecomposeDocument.SharePart> Shares,
    DecomposeDocument.FitPart? Fit,
    string? WhyFitMissing,
    ImmutableArray<DecomposeDocument.CheckPart> Checks,
    ImmutableArray<DecomposeDocument.ItemPart> Items,
    ImmutableArray<DecomposeDocument.WeightingPart> Weightings,
    ImmutableArray<DecomposeDocument.VariancePart> Variance,
    DecomposeDocument.EstimatePart? KeptDisagreement,
    string? WhyKeptMissing,
    ImmutableArray<DecomposeDocument.ReaskPart> Plan,
    ImmutableArray<DecomposeDocument.DiagnosticPart> Diagnostics)
{
    public const string SchemaId = "concordat.decompose/1";

    public sealed record DesignPart(int Pairs, int RepeatedWithin, int RepeatedBetween, int RepeatedBoth, int AnsweredThrice, bool TellsNonAttitudesFromConstructed);

    public sealed record EstimatePart(double Value, double Lower, double Upper, long Count);

    public sealed record SharePart(string Class, string? Group, EstimatePart? Share, string? WhyMissing, long Raters);

    public sealed record FitPart(
        double LogLikelihood, double Bic, int Iterations, string StopReason, double Slip, bool ByItem, ImmutableSortedDictionary<string, string> Artefact, ImmutableArray<CandidatePart> Candidates);

    public sealed record CandidatePart(ImmutableArray<string> Classes, bool ByItem, double Bic);

    public sealed record CheckPart(string Statistic, double Expected, double? Observed, double? PValue, double? Lower, double? Upper, string? WhyMissing);

    public sealed record ItemPart(string Item, double? HoldingShare, long Pairs, string? WhyMissing);

    public sealed record WeightingPart(
        string Weighting, string? Group, EstimatePart? Mean, string? WhyMissing, double? Influence, double? EffectiveCount, string? WhyInfluenceMissing, long Raters);

    public sealed record VariancePart(string Source, EstimatePart? Variance, EstimatePart? Share, string? WhyMissing);

    public sealed record ReaskPart(string Rater, string Item, string Condition, int Replicate, string Reason, double? EntropyNats, string? WhyEntropyMissing);

    public sealed record DiagnosticPart(string Severity, string Code, string Message);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<DecomposeDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat decompose --json` prints: what kinds of answer the ratings are, over all and by group, and what each weighting does.");

    internal static DecomposeDocument Of(DecomposeResult result) => new(
        SchemaId, result.Criterion, result.Model, result.By, result.ConfidenceLevel, result.Replicates, result.Seed,
        new DesignPart(
            result.Design.Cells, result.Design.RepeatedWithin, result.Design.RepeatedBetween, result.Design.RepeatedBoth, result.Design.AnsweredThrice,
            result.Design.TellsNonAttitudesFromConstructed),
        [.. result.Shares.Select(share => new SharePart(share.Class, share.Group?.Label, Of(share.Estimate), share.WhyMissing, share.Raters))],
        FitOf(result),
        FitOf(result) is null ? "no iterative model was fitted" : null,
        [.. ChecksOf(result)],
        [.. (result.Converse?.Items ?? []).Select(item => new ItemPart(item.Item, item.Share, item.Pairs, item.Share is null ? "no successive answers" : null))],
        [
            .. result.Weightings.Select(group => new WeightingPart(
                group.Weighting, group.Group?.Label, Of(group.Mean), group.WhyMissing, group.Influence, group.EffectiveCount,
                group.Influence is null ? group.WhyMissing ?? "nothing has weight" : group.EffectiveCount is null ? "the group has no weight" : null, group.RaterCount)),
        ],
        [.. (result.Variance?.Components ?? []).Select(part => new VariancePart(DecomposeWords.Of(part.Source), Of(part.Variance), Of(part.Share), part.WhyMissing))],
        Of(result.Variance?.KeptDisagreement),
        result.Variance is null ? result.WhyVarianceMissing : result.Variance.WhyKeptMissing,
        [
            .. result.Plan.Select(ask => new ReaskPart(
                ask.Rater, ask.Item, ask.Condition, ask.Replicate, ask.Reason, ask.EntropyNats, ask.EntropyNats is null ? "the design allows no probabilities yet" : null)),
        ],
        [.. result.Diagnostics.Select(diagnostic => new DiagnosticPart(diagnostic.Severity == DiagnosticSeverity.Warning ? "warning" : "note", diagnostic.Code, diagnostic.Message))]);

    private static FitPart? FitOf(DecomposeResult result) => result switch
    {
        { Annotation: { } fit } => new FitPart(
            fit.LogLikelihood, fit.Bic, fit.Iterations, DecomposeWords.Of(fit.StopReason), fit.Slip, fit.IsByItem,
            fit.ArtefactPattern.Select((answer, condition) => (fit.Panel.Conditions[condition], fit.Panel.Answers[answer]))
                .ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
            [.. fit.Candidates.Select(candidate => new CandidatePart([.. candidate.Classes.Select(DecomposeWords.Of)], candidate.IsByItem, candidate.Bic))]),
        { HillKriesi: { } fit } => new FitPart(
            fit.LogLikelihood, fit.Bic, fit.Bounds.Length, DecomposeWords.Of(fit.StopReason), fit.Slip, false, ImmutableSortedDictionary<string, string>.Empty,
            [.. fit.BicByClasses.Select(pair => new CandidatePart([.. Enum.GetValues<ChangeClass>().Take(pair.Key).Select(DecomposeWords.Of)], false, pair.Value))]),
        _ => null,
    };

    private static IEnumerable<CheckPart> ChecksOf(DecomposeResult result)
    {
        foreach (PredictiveCheck check in result.Annotation?.Checks ?? result.HillKriesi?.Checks ?? [])
            yield return new CheckPart(check.Statistic, check.Expected, check.Observed, check.PValue, null, null, null);
        foreach (ConverseCheck check in result.Converse?.Checks ?? [])
            yield return new CheckPart(check.Statistic, check.Expected, check.Estimate?.Value, null, check.Estimate?.Lower, check.Estimate?.Upper, check.WhyMissing);
    }

    private static EstimatePart? Of(Estimate? estimate) => estimate is { } found ? new EstimatePart(found.Value, found.Lower, found.Upper, found.Count) : null;
}
