using System.Text.Json;
using Concordat.Estimators.Judges;
using Concordat.Numerics.Intervals;

namespace Concordat.Cli;

/// <summary>What <c>concordat persona-judge --json</c> prints; its schema is published as <c>docs/schemas/persona-judge.schema.json</c>.</summary>
public sealed record PersonaJudgeDocument(
    string Schema,
    string Judge,
    string Criterion,
    double ConfidenceLevel,
    int Replicates,
    ulong Seed,
    string? By,
    long AnswersConsidered,
    long AnswersUsed,
    ImmutableSortedDictionary<string, long> LeftOut,
    ImmutableArray<PersonaJudgeDocument.GroupPart> Groups)
{
    public const string SchemaId = "concordat.persona-judge/1";

    /// <summary>The judge in the place of one group's people; everyone's has no level. Figures are null exactly where a reason is given.</summary>
    public sealed record GroupPart(
        string? Level,
        string? WhyMissing,
        int? People,
        int? Answers,
        FigurePart? Accuracy,
        FigurePart? CalibrationError,
        int? SwapCount,
        FigurePart? SwapAgreement,
        double? SwapAccuracy,
        int? BaselineCount,
        FigurePart? BaselineAccuracy,
        FigurePart? PersonaGain,
        ImmutableArray<PointPart> Points);

    /// <summary>A value with its interval over people; no ends where none can be given.</summary>
    public sealed record FigurePart(double Value, double? Lower, double? Upper);

    /// <summary>Accuracy of the answers at or above a certainty, with their share of all.</summary>
    public sealed record PointPart(double Certainty, int Count, double Coverage, double Accuracy, double? Lower, double? Upper, string? WhyNoInterval);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<PersonaJudgeDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat persona-judge --json` prints: accuracy with coverage, calibration, swapped positions and the gain over no persona, for everyone and by group of people.");

    internal static string Text(PersonaJudgeDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    internal static GroupPart Missing(string? level, string why) => new(level, why, null, null, null, null, null, null, null, null, null, null, []);

    internal static GroupPart Of(string? level, int people, int answers, PersonaCurve curve) => new(
        level, null, people, answers, Figure(curve.Accuracy, curve.AccuracyInterval), Figure(curve.CalibrationError, curve.CalibrationErrorInterval),
        curve.SwapCount, Figure(curve.SwapAgreement, curve.SwapAgreementInterval), curve.SwapAccuracy,
        curve.BaselineCount, Figure(curve.BaselineAccuracy, curve.BaselineAccuracyInterval), Figure(curve.PersonaGain, curve.PersonaGainInterval),
        [.. curve.Points.Select(point => new PointPart(point.Certainty, point.Count, point.Coverage, point.Accuracy, point.Interval?.Lower, point.Interval?.Upper, point.WhyMissing))]);

    private static FigurePart? Figure(double? value, Interval? interval) => value is { } known ? new FigurePart(known, interval?.Lower, interval?.Upper) : null;
}
