using System.Text.Json;
using Concordat.Audits.Figures;
using Concordat.Models.Decoding;
using Concordat.Models.Decoding.Sweep;

namespace Concordat.Cli;

/// <summary>What <c>concordat decode --sweep --json</c> prints and <c>--out</c> keeps; the schema is published as <c>docs/schemas/decode-sweep.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.decode-sweep/1</c>.</param>
/// <param name="Version">The version of Concordat that made it.</param>
/// <param name="Questions">The file of questions as it was named.</param>
/// <param name="Seed">Seed of the resamples.</param>
/// <param name="Replicates">Resamples of questions.</param>
/// <param name="ConfidenceLevel">Level of the intervals.</param>
/// <param name="Alphas">The α that were tried.</param>
/// <param name="Models">The models.</param>
/// <param name="Measures">The measures.</param>
/// <param name="Findings">All that was found.</param>
/// <param name="Figures">What the report draws.</param>
public sealed record SweepDocument(
    string Schema, string Version, string Questions, ulong Seed, int Replicates, double ConfidenceLevel, ImmutableArray<double> Alphas, ImmutableArray<DecodeDocument.MemberPart> Models,
    ImmutableArray<SweepDocument.MeasurePart> Measures, ImmutableArray<SweepDocument.FindingPart> Findings, ImmutableArray<SweepDocument.FigurePart> Figures)
{
    public const string SchemaId = "concordat.decode-sweep/1";

    public static string Text(SweepDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    public static string SchemaText() => DocumentSchema.Text<SweepDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat decode --sweep` finds: each measure under base, proxy at each α, expert and directly tuned model, with the gap closed. Numbers are unrounded.");

    public static SweepDocument Of(string questions, string version, ImmutableArray<DecodingMember> models, AlphaSweepResult result) => new(
        SchemaId, version, questions, result.Options.Seed, result.Options.Replicates, result.Options.ConfidenceLevel, result.Options.Alphas,
        [.. models.Select(model => new DecodeDocument.MemberPart(model.Name, model.Role, model.Template, model.Content))],
        [.. result.Measures.Select(measure => new MeasurePart(measure.Name, measure.Part.ToString().ToLowerInvariant(), measure.Kind.ToString().ToLowerInvariant(), measure.Items))],
        [.. result.Findings.Select(FindingPart.Of)],
        [.. result.Figures.OfType<CurveFigure>().Select(FigurePart.Of)]);

    /// <param name="Name">The measure.</param>
    /// <param name="Part">target or knowledge.</param>
    /// <param name="Kind">choice and cloze: a share of right answers; text: nats a token.</param>
    /// <param name="Questions">Its questions.</param>
    public sealed record MeasurePart(string Name, string Part, string Kind, int Questions);

    /// <param name="What">decode.value, change, over-direct, gap-closed-mean-of-ratios or gap-closed-ratio-of-means.</param>
    /// <param name="Scope">Measure, system and α.</param>
    /// <param name="Value">The estimate; null exactly where there is a reason.</param>
    /// <param name="Lower">Lower end of its interval.</param>
    /// <param name="Upper">Upper end of its interval.</param>
    /// <param name="Questions">Questions behind it.</param>
    /// <param name="WhyMissing">Why there is none.</param>
    public sealed record FindingPart(string What, ImmutableSortedDictionary<string, string> Scope, double? Value, double? Lower, double? Upper, long Questions, string? WhyMissing)
    {
        public static FindingPart Of(Finding finding) => new(
            finding.Measure, finding.Scope.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            finding.Estimate?.Value, finding.Estimate?.Lower, finding.Estimate?.Upper, finding.UnitCount ?? 0, finding.WhyMissing);
    }

    /// <param name="Title">Its title.</param>
    /// <param name="Caption">How to read it.</param>
    /// <param name="X">The horizontal axis.</param>
    /// <param name="Y">The vertical axis.</param>
    /// <param name="Curves">The curves.</param>
    public sealed record FigurePart(string Title, string Caption, string X, string Y, ImmutableArray<CurvePart> Curves)
    {
        public static FigurePart Of(CurveFigure figure) => new(
            figure.Title, figure.Caption, figure.X.Title, figure.Y.Title,
            [.. figure.Curves.Select(curve => new CurvePart(curve.Name, [.. curve.Points.Select(point => new PointPart(point.X, point.Y, point.Lower, point.Upper))]))]);
    }

    /// <param name="Name">Its name.</param>
    /// <param name="Points">Its points.</param>
    public sealed record CurvePart(string Name, ImmutableArray<PointPart> Points);

    /// <param name="X">α.</param>
    /// <param name="Y">The value.</param>
    /// <param name="Lower">Lower end of its interval.</param>
    /// <param name="Upper">Upper end of its interval.</param>
    public sealed record PointPart(double X, double Y, double? Lower, double? Upper);
}
