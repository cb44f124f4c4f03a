using System.Globalization;
using Concordat.Audits;
using Concordat.Audits.Figures;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>The curves of a sweep over α.</summary>
internal static class SweepFigures
{
    private static readonly FigureAxis s_alpha = new("α, how much of the tuning is added", MeasureUnit.Coefficient);

    public static ImmutableArray<Figure> Of(ImmutableArray<SweepMeasure> measures, ImmutableArray<Finding> findings)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        foreach ((SweepPart part, bool isText) in measures.Select(measure => (measure.Part, measure.Kind == SweepKind.Text)).Distinct())
        {
            string[] names = [.. measures.Where(measure => measure.Part == part && (measure.Kind == SweepKind.Text) == isText).Select(measure => measure.Name)];
            string what = part == SweepPart.Target ? "What tuning is to bring" : "What the base knows";
            Add(figures, new CurveFigure(
                $"{what}, in {(isText ? "nats a token" : "right answers")}, by α",
                $"{(isText ? "Nats a token of held-out text; less is better." : "Shares of right answers.")} At α = 0 stands the base. The flat lines are the directly tuned model. Intervals over resamples of questions.",
                s_alpha, new FigureAxis(isText ? "nats a token" : "right answers", isText ? MeasureUnit.Scale : MeasureUnit.Proportion),
                [.. names.SelectMany(name => Curves(findings, name))]));
        }

        Add(figures, new CurveFigure(
            "The gap that the proxy closes, by α",
            "1 is where direct tuning stands, 0 the base. The mean of ratios weighs measures alike; the ratio of means weighs what tuning moved most. Both rest on the same questions.",
            s_alpha, new FigureAxis("share of the gap", MeasureUnit.Ratio),
            [
                .. new[] { (AlphaSweepResult.MeanOfRatios, "mean of ratios"), (AlphaSweepResult.RatioOfMeans, "ratio of means") }
                    .Select(one => new Curve(one.Item2, true, Points(findings.Where(finding => finding.Measure == one.Item1)))),
            ]));
        return figures.ToImmutable();
    }

    private static IEnumerable<Curve> Curves(ImmutableArray<Finding> findings, string name)
    {
        Finding[] of = [.. findings.Where(finding => finding.Measure == AlphaSweepResult.Value && Entry(finding, "measure") == name)];
        ImmutableArray<CurvePoint> proxy = Points(of.Where(finding => Entry(finding, "system") == "proxy"));
        yield return new Curve(name, true, proxy);
        if (of.FirstOrDefault(finding => Entry(finding, "system") == "direct")?.Estimate is { } direct && !proxy.IsEmpty)
            yield return new Curve(name + ", direct", true, [.. new[] { proxy[0].X, proxy[^1].X }.Distinct().Select(x => new CurvePoint(x, direct.Value))]);
    }

    private static ImmutableArray<CurvePoint> Points(IEnumerable<Finding> findings) =>
    [
        .. findings.Where(finding => finding.Estimate is not null)
            .Select(finding => new CurvePoint(double.Parse(Entry(finding, "alpha"), CultureInfo.InvariantCulture), finding.Estimate!.Value.Value, finding.Estimate.Value.Lower, finding.Estimate.Value.Upper))
            .OrderBy(point => point.X),
    ];

    private static void Add(ImmutableArray<Figure>.Builder figures, CurveFigure figure)
    {
        ImmutableArray<Curve> drawn = [.. figure.Curves.Where(curve => !curve.Points.IsEmpty)];
        if (!drawn.IsEmpty)
            figures.Add(figure with { Curves = drawn });
    }

    private static string Entry(Finding finding, string name) => finding.Scope.First(entry => entry.Name == name).Value;
}
