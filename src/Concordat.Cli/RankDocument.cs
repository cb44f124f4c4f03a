using System.Text.Json;
using Concordat.Estimators.Rankings;
using Concordat.Numerics.Intervals;

namespace Concordat.Cli;

/// <summary>What <c>concordat rank --json</c> prints; its schema is published as <c>docs/schemas/rank.schema.json</c>.</summary>
public sealed record RankDocument(
    string Schema,
    string Method,
    string RatingUnit,
    double ConfidenceLevel,
    string Intervals,
    int Replicates,
    ulong Seed,
    double Ridge,
    string? By,
    ImmutableArray<RankDocument.GroupPart> Groups,
    int PairsCompared,
    ImmutableArray<RankDocument.ReversalPart> Reversals,
    ImmutableArray<RankDocument.AgreementPart> Agreements,
    RankDocument.AdjustedPart? Adjusted,
    string? WhyAdjustedMissing,
    ImmutableArray<RankDocument.NextPart> Next,
    ImmutableArray<RankDocument.RaterPart> Raters,
    string? Weights)
{
    public const string SchemaId = "concordat.rank/1";

    /// <summary>One group's ranking; everyone's has no level. A group that is not shown says why, and no number.</summary>
    public sealed record GroupPart(
        string? Level,
        string? WhyMissing,
        int? Raters,
        long? Comparisons,
        ImmutableSortedDictionary<string, long>? LeftOut,
        ImmutableArray<AlternativePart> Alternatives,
        string? WhyNoIntervals,
        SeparationPart? Separation,
        double? LogLikelihood,
        int? Iterations,
        string? StopReason,
        ImmutableArray<DiagnosticPart> Diagnostics);

    public sealed record AlternativePart(
        string Id, double? Rating, double? Lower, double? Upper, int? Rank, int? RankLower, int? RankUpper, long Count, string? WhyMissing);

    public sealed record SeparationPart(double Reliability, int PairsSeparated, int Pairs, double Spread);

    public sealed record DiagnosticPart(string Severity, string Code, string Message);

    /// <summary>A pair that two groups order differently; the differences are rating of higher less lower.</summary>
    public sealed record ReversalPart(string LevelA, string LevelB, string Higher, string Lower, bool Established, DifferencePart A, DifferencePart B);

    public sealed record DifferencePart(double Value, double Lower, double Upper);

    public sealed record AgreementPart(
        string LevelA, string LevelB, int Alternatives, CorrelationPart? Spearman, CorrelationPart? Kendall, string? WhyMissing);

    public sealed record CorrelationPart(double Value, double? Lower, double? Upper, string? WhyNoInterval);

    /// <summary>The ranking with covariates held alike.</summary>
    public sealed record AdjustedPart(string Penalty, ImmutableArray<EffectPart> Effects, ImmutableArray<AlternativePart> Alternatives, long Used, long LeftOut);

    public sealed record EffectPart(string Name, double Coefficient, double Lower, double Upper, double Mean, double StandardDeviation);

    public sealed record NextPart(string First, string Second, double Probability, long Asked);

    public sealed record RaterPart(string Id, int Comparisons, bool AgainstOthers, bool WithOthers, double LargestRatioAgainst, double LargestRatioWith);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<RankDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat rank --json` prints: alternatives ranked from comparisons, for everyone and by group, with intervals that hold together.");

    public static RankDocument Of(RankResult result)
    {
        RankingOptions options = result.Options;
        GroupComparison comparison = result.Comparison;
        return new RankDocument(
            SchemaId,
            RankWords.Of(options.Method),
            RankWords.UnitOf(options.Method),
            options.ConfidenceLevel,
            options.Method == RankingMethod.Elo ? "none" : RankWords.Of(options.Interval),
            options.Replicates,
            options.Seed,
            options.BradleyTerry.Ridge,
            result.By,
            [Of(comparison.Overall), .. comparison.ByGroup.Select(Of)],
            comparison.PairsCompared,
            [
                .. comparison.Reversals.Select(reversal => new ReversalPart(
                    reversal.GroupA.Label, reversal.GroupB.Label, reversal.Higher, reversal.Lower, reversal.IsEstablished,
                    Of(reversal.DifferenceA), Of(reversal.DifferenceB))),
            ],
            [
                .. comparison.Agreements.Select(agreement => new AgreementPart(
                    agreement.GroupA.Label, agreement.GroupB.Label, agreement.Alternatives, Of(agreement.Spearman, agreement.SpearmanInterval),
                    Of(agreement.Kendall, agreement.KendallInterval),
                    agreement.Spearman is null ? "fewer than three alternatives are ranked in both, or all are rated alike" : null)),
            ],
            result.Adjusted is { } adjusted ? Of(adjusted.Fit, adjusted.Ranking) : null,
            result.Adjusted is null ? "no covariate was given" : null,
            [.. result.Next.Select(next => new NextPart(next.First, next.Second, next.Probability, next.Asked))],
            [
                .. result.Raters.Select(rater => new RaterPart(
                    rater.Rater, rater.Comparisons, rater.AgainstOthers, rater.WithOthers, rater.LargestRatioAgainst, rater.LargestRatioWith)),
            ],
            result.Weights);
    }

    private static GroupPart Of(GroupRanking group) => new(
        group.Group?.Label,
        group.WhyMissing,
        group.Ranking is null ? null : group.RaterCount,
        group.Ranking?.Excluded.Used,
        group.Ranking?.Excluded.ByReason,
        group.Ranking is { } ranking ? Of(ranking) : [],
        group.Ranking?.WhyNoIntervals,
        group.Ranking?.Separation is { } separation
            ? new SeparationPart(separation.Reliability, separation.PairsSeparated, separation.Pairs, separation.Spread)
            : null,
        group.Ranking?.LogLikelihood,
        group.Ranking?.Iterations,
        group.Ranking is { } made ? JsonNamingPolicy.KebabCaseLower.ConvertName(made.StopReason.ToString()) : null,
        [
            .. (group.Ranking?.Diagnostics ?? []).Select(diagnostic => new DiagnosticPart(
                diagnostic.Severity == DiagnosticSeverity.Warning ? "warning" : "note", diagnostic.Code, diagnostic.Message)),
        ]);

    private static ImmutableArray<AlternativePart> Of(Ranking ranking) =>
    [
        .. ranking.Alternatives.Select(row => new AlternativePart(
            row.Id, row.Rating, row.Lower, row.Upper, row.Rank, row.RankLower, row.RankUpper, row.Count, row.WhyMissing)),
    ];

    private static AdjustedPart Of(CovariateFit fit, Ranking ranking) => new(
        JsonNamingPolicy.KebabCaseLower.ConvertName(fit.Penalty.ToString()),
        [
            .. fit.Effects.Select(effect => new EffectPart(
                effect.Name, effect.Coefficient.Value, effect.Coefficient.Lower, effect.Coefficient.Upper, effect.Mean, effect.StandardDeviation)),
        ],
        Of(ranking),
        fit.Used,
        fit.LeftOut);

    private static DifferencePart Of(Estimate difference) => new(difference.Value, difference.Lower, difference.Upper);

    private static CorrelationPart? Of(double? value, Interval? interval) => value is { } known
        ? new CorrelationPart(known, interval?.Lower, interval?.Upper, interval is null ? "a ranking has no replicates" : null)
        : null;
}
