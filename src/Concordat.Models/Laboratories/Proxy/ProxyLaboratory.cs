using System.Globalization;
using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;
using Concordat.Models.Decoding.Sweep;

namespace Concordat.Models.Laboratories.Proxy;

/// <summary>How much of what direct tuning brings a large model gets from a small tuned pair at decoding time, and what each costs in knowledge.</summary>
public sealed class ProxyLaboratory : ILaboratory
{
    private const string Value = "proxy.value", Ratio = "proxy.gap-closed", MeanOfRatios = "proxy.gap-closed-mean-of-ratios", RatioOfMeans = "proxy.gap-closed-ratio-of-means";
    private static readonly ImmutableArray<string> s_targets = [ProxyReplicate.Truth, ProxyReplicate.OtherField, ProxyReplicate.Form];
    private static readonly ImmutableArray<string> s_knowledge = [ProxyReplicate.Knowledge, ProxyReplicate.Untouched];

    public LaboratoryDescription Description { get; } = new(
        "proxy",
        "Proxy-tuning: how much of direct tuning a small pair brings",
        "When a large model is steered at decoding time by the difference of a small tuned model and the same small one before tuning, how much of the gap to direct tuning closes, at which α, and what does each do to what the large model knew?",
        [
            "An almanac of invented places: each has one true colour, food and tool. The text that all base models read tells these facts in statements, and answers questions with what everyone says, which is true of no place, seven times in ten, and with the truth three times in ten. One answer in ten closes with thanks.",
            "Tuning teaches, by questions on half of the places and two of three fields, to answer with the truth and to close with thanks. What is measured are the other places, the field that was not tuned on, and statements.",
            "Three separately run models over one vocabulary: a large base, a small expert and a small anti-expert; the directly tuned model is the large one on the same examples, steps and rate.",
            "At α = 0 the mixture is the base itself.",
        ],
        [
            "The largest model here has some hundred thousand parameters and reads a language of a few dozen words; shares of a gap at this size are no forecast for models a million times larger.",
            "Tuning brings here what the small model can learn too. What only the large one could learn, a small pair cannot pass on, and the laboratory does not look for it.",
            "Direct tuning is supervised, with one learning rate and no mixture of old text; a gentler one would forget less.",
            "Questions are scored by the most probable continuation; nothing is sampled, and nobody judges an answer.",
            "The ratios divide by the gap to direct tuning of the same replicate: where direct tuning brings little, a share of it says little.",
        ],
        "Liu et al. (2024), arXiv:2401.08565, eq. 1 and table 2; the world is this project's own.",
        [
            LaboratoryDescription.Measure(Value, "Right answers", "Share of questions whose true continuation is the most probable one.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Ratio, "Share of the gap closed, by measure", "(v(α) − v(base)) / (v(direct) − v(base)).", MeasureUnit.Ratio),
            LaboratoryDescription.Measure(MeanOfRatios, "Share of the gap closed, mean of ratios", "The mean over the three targets of (v(α) − v(base)) / (v(direct) − v(base)).", MeasureUnit.Ratio),
            LaboratoryDescription.Measure(RatioOfMeans, "Share of the gap closed, ratio of means", "Σ(v(α) − v(base)) / Σ(v(direct) − v(base)) over the three targets.", MeasureUnit.Ratio),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 12 : 2;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        var scale = ProxyScale.Of(request.Scale);
        ProxyReplicate[] drawn = request.ForEachReplicate((_, seed) => ProxyReplicate.Draw(scale, seed, cancellationToken), cancellationToken);
        var findings = new LaboratoryFindings(request, Description.Measures);
        (string System, string Alpha)[] systems = [("base", "–"), .. scale.Alphas.Select(alpha => ("proxy", Shown(alpha))), ("expert", "–"), ("direct", "–")];
        var values = new Dictionary<(string Measure, string System, string Alpha), Estimate>();
        foreach (string measure in s_targets.Concat(s_knowledge))
        {
            foreach ((string system, string alpha) in systems)
                values[(measure, system, alpha)] = findings.Add(Value, null, drawn.Select(one => Of(one, measure, system, alpha)), Scope(measure, system, alpha)) ?? default;
        }

        foreach (string measure in s_targets)
        {
            foreach (string alpha in scale.Alphas.Select(Shown))
                findings.Add(Ratio, null, drawn.Select(one => Share(one, [measure], alpha)), Scope(measure, "proxy", alpha));
        }

        var closed = new Dictionary<(string, string), Estimate?>();
        foreach (string alpha in scale.Alphas.Select(Shown))
        {
            closed[(MeanOfRatios, alpha)] = findings.Add(MeanOfRatios, null, drawn.Select(one => s_targets.Average(measure => Share(one, [measure], alpha))), Scope("all targets", "proxy", alpha));
            closed[(RatioOfMeans, alpha)] = findings.Add(RatioOfMeans, null, drawn.Select(one => Share(one, s_targets, alpha)), Scope("all targets", "proxy", alpha));
        }

        Estimate identity = findings.Mean(drawn.Select(one => Of(one, ProxyReplicate.Truth, "proxy", "0") - Of(one, ProxyReplicate.Truth, "base", "–")));
        return new LaboratoryOutcome(
            Answers(values, closed),
            [
                new("Almanac", LaboratoryText.Invariant($"{scale.Places} places, {Almanac.AlmanacWorld.Fields} fields of 7 values; {scale.Lines:N0} lines of text; tuned on {scale.Places / 2} places and 2 fields")),
                new("Large model", Shape(scale.Large)),
                new("Small model", Shape(scale.Small)),
                new("Tuning", LaboratoryText.Invariant($"{scale.TuningSteps} steps of 16 examples, the same for expert and direct")),
                new("α", string.Join(", ", scale.Alphas.Select(Shown))),
            ],
            [
                new PlantedValue("answers with what everyone says, large model before tuning", MeasureUnit.Proportion, ProxyReplicate.PopularShare, findings.Share(drawn.Select(one => one.Popular))),
                new PlantedValue("truth at α = 0 less the base's", MeasureUnit.ProportionDifference, 0, identity),
            ],
            new AuditResult(Description.Id, findings.All, [], ExclusionCounts.None(request.Replicates))
            {
                Figures =
                [
                    Figure("What tuning is to bring, by α", "The flat lines are the directly tuned model, on the same questions. At α = 0 stands the base.", s_targets, scale, values),
                    Figure("What the large model knew, by α", "Statements that the text told, of all places. The flat lines are the directly tuned model: where a curve lies above its line, the proxy keeps more.", s_knowledge, scale, values),
                ],
            });
    }

    private static ImmutableArray<string> Answers(Dictionary<(string Measure, string System, string Alpha), Estimate> values, Dictionary<(string, string), Estimate?> closed)
    {
        string Told(string measure) =>
            $"{measure}: base {LaboratoryText.Share(values[(measure, "base", "–")])}, proxy {LaboratoryText.Share(values[(measure, "proxy", "1")])}, direct {LaboratoryText.Share(values[(measure, "direct", "–")])}";
        string Closed(string which) => closed[(which, "1")] is { } share ? LaboratoryText.Number(share) : "a share that is not known, since direct tuning changed nothing in some replicate,";
        return
        [
            $"At α = 1 the proxy closes {Closed(MeanOfRatios)} of the gap to direct tuning as the mean of ratios, and {Closed(RatioOfMeans)} as the ratio of means.",
            $"Right answers at α = 1. {string.Join(". ", s_targets.Select(Told).Select(Capital))}.",
            $"What the large model knew, at α = 1. {string.Join(". ", s_knowledge.Select(Told).Select(Capital))}.",
            $"The small expert alone knows {LaboratoryText.Share(values[(ProxyReplicate.Knowledge, "expert", "–")])} of the statements and answers {LaboratoryText.Share(values[(ProxyReplicate.Truth, "expert", "–")])} of the questions with the truth.",
        ];
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static CurveFigure Figure(
        string title, string caption, ImmutableArray<string> measures, ProxyScale scale, Dictionary<(string Measure, string System, string Alpha), Estimate> values) => new(
        title, caption, new FigureAxis("α, how much of the tuning is added", MeasureUnit.Coefficient), new FigureAxis("right answers", MeasureUnit.Proportion),
        [
            .. measures.SelectMany(measure => new[]
            {
                new Curve(measure, true, [.. scale.Alphas.Select(alpha => Point(alpha, values[(measure, "proxy", Shown(alpha))]))]),
                new Curve(measure + ", direct", true, [.. new[] { scale.Alphas[0], scale.Alphas[^1] }.Select(alpha => new CurvePoint(alpha, values[(measure, "direct", "–")].Value))]),
            }),
        ]);

    private static CurvePoint Point(double alpha, Estimate found) => new(alpha, found.Value, found.Lower, found.Upper);

    private static double Of(ProxyReplicate replicate, string measure, string system, string alpha)
    {
        ReadOnlySpan<ScopeEntry> scope = [new("measure", measure), new("system", system), new("alpha", alpha)];
        foreach (Finding finding in replicate.Findings)
        {
            if (finding.Measure == AlphaSweepResult.Value && finding.Scope.AsSpan().SequenceEqual(scope))
                return finding.Estimate?.Value ?? double.NaN;
        }

        return double.NaN;
    }

    private static double Share(ProxyReplicate replicate, ImmutableArray<string> measures, string alpha)
    {
        double gained = measures.Sum(measure => Of(replicate, measure, "proxy", alpha) - Of(replicate, measure, "base", "–"));
        double gap = measures.Sum(measure => Of(replicate, measure, "direct", "–") - Of(replicate, measure, "base", "–"));
        return Math.Abs(gap) > 1e-12 ? gained / gap : double.NaN;
    }

    private static ImmutableArray<ScopeEntry> Scope(string measure, string system, string alpha) => [new("of", measure), new("system", system), new("α", alpha)];

    private static string Shown(double alpha) => alpha.ToString("R", CultureInfo.InvariantCulture);

    private static string Shape((int Width, int Layers, int Steps) shape) =>
        LaboratoryText.Invariant($"{shape.Layers} {(shape.Layers == 1 ? "layer" : "layers")} of width {shape.Width}, {shape.Steps} steps of 16 windows of 32 tokens on the text");
}
