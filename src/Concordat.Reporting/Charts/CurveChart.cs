using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Concordat.Audits.Figures;
using static Concordat.Reporting.Charts.ChartTheme;

namespace Concordat.Reporting.Charts;

/// <summary>Points with their intervals, joined where their order means something; each curve has its own colour and shape.</summary>
internal static class CurveChart
{
    /// <summary>A line with more points than this is drawn without dots.</summary>
    private const int DottedPoints = 40;

    private static readonly string[] s_shapes = ["circle", "diamond", "square", "triangle-up", "cross", "triangle-down"];

    // Colours come again after six; the shapes are then others, and the lines broken.
    private static readonly int[][] s_dashes = [[1, 0], [7, 4], [2, 4]];

    public static JsonObject Spec(CurveFigure figure, bool narrow)
    {
        ImmutableArray<(Curve Curve, CurvePoint Point)> all = [.. figure.Curves.SelectMany(curve => curve.Points.Select(point => (curve, point)))];
        JsonObject x = Axis("x", figure.X, all.Select(one => one.Point.X));
        JsonObject Y(string field) => Axis(field, figure.Y, Heights());
        IEnumerable<double> Heights() => all.SelectMany(one => new[] { one.Point.Y, one.Point.Lower ?? one.Point.Y, one.Point.Upper ?? one.Point.Y });
        JsonObject X() => (JsonObject)x.DeepClone();
        JsonObject ByCurve(bool isShape) => new()
        {
            ["field"] = "curve",
            ["type"] = "nominal",
            ["scale"] = new JsonObject
            {
                ["domain"] = new JsonArray([.. figure.Curves.Select(curve => (JsonNode)curve.Name)]),
                ["range"] = new JsonArray([.. figure.Curves.Select((_, i) => (JsonNode)(isShape ? ShapeOf(i) : $"var(--series-{i % s_shapes.Length + 1})"))]),
            },
            ["legend"] = figure.Curves.Length < 2 ? null : new JsonObject
            {
                ["title"] = null,
                ["orient"] = "top",
                ["columns"] = narrow ? 1 : Math.Min(4, figure.Curves.Length),
                ["labelFontSize"] = 13,
                ["labelColor"] = "var(--ink)",
                ["labelLimit"] = narrow ? 260 : 300,
                ["symbolSize"] = 90,
            },
        };

        JsonObject Dashes() => new()
        {
            ["field"] = "curve",
            ["type"] = "nominal",
            ["scale"] = new JsonObject
            {
                ["domain"] = new JsonArray([.. figure.Curves.Select(curve => (JsonNode)curve.Name)]),
                ["range"] = new JsonArray([.. figure.Curves.Select((_, i) => (JsonNode)new JsonArray([.. s_dashes[i / s_shapes.Length % s_dashes.Length].Select(length => (JsonNode)length)]))]),
            },
            ["legend"] = null,
        };

        var layers = new JsonArray();
        if (all.Any(one => one.Point.Lower is not null))
        {
            layers.Add(new JsonObject
            {
                ["transform"] = Where("datum.low != null"),
                ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2, ["opacity"] = .55 },
                ["encoding"] = new JsonObject { ["x"] = X(), ["y"] = Y("low"), ["y2"] = new JsonObject { ["field"] = "high" }, ["stroke"] = ByCurve(false) },
            });
        }

        if (figure.Curves.Any(curve => curve.IsConnected))
        {
            layers.Add(new JsonObject
            {
                ["transform"] = Where("datum.joined"),
                ["mark"] = new JsonObject { ["type"] = "line", ["strokeWidth"] = 2.5 },
                ["encoding"] = new JsonObject { ["x"] = X(), ["y"] = Y("y"), ["stroke"] = ByCurve(false), ["order"] = Field("order", "quantitative") },
            });
            if (figure.Curves.Length > s_shapes.Length)
                layers[^1]!["encoding"]!["strokeDash"] = Dashes();
        }

        layers.Add(new JsonObject
        {
            ["transform"] = Where("datum.dotted"),
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 80, ["opacity"] = 1 },
            ["encoding"] = new JsonObject { ["x"] = X(), ["y"] = Y("y"), ["fill"] = ByCurve(false), ["shape"] = ByCurve(true) },
        });
        string?[][]? sides = narrow ? null : PointNames.SidesOf(figure, Place(figure.X, all.Select(one => one.Point.X)), Place(figure.Y, Heights()));
        foreach ((string side, string align, string baseline, int dx, int dy) in PointNames.Places)
        {
            if (sides is null || !sides.Any(curve => curve.Contains(side)))
                continue;
            layers.Add(new JsonObject
            {
                ["transform"] = Where($"datum.side == '{side}'"),
                ["mark"] = new JsonObject { ["type"] = "text", ["align"] = align, ["baseline"] = baseline, ["dx"] = dx, ["dy"] = dy, ["fontSize"] = 12, ["limit"] = 190 },
                ["encoding"] = new JsonObject { ["x"] = X(), ["y"] = Y("y"), ["text"] = Field("name", "nominal") },
            });
        }

        JsonObject spec = ChartTheme.Spec(narrow ? 300 : 380, layers);
        spec["data"] = new JsonObject
        {
            ["values"] = new JsonArray([.. figure.Curves.SelectMany((curve, c) => curve.Points.Select((point, i) => (JsonNode)new JsonObject
            {
                ["curve"] = curve.Name,
                ["order"] = i,
                ["joined"] = curve.IsConnected,
                ["dotted"] = !curve.IsConnected || curve.Points.Length <= DottedPoints,
                ["x"] = ValueText.Scaled(point.X, figure.X.Unit),
                ["y"] = ValueText.Scaled(point.Y, figure.Y.Unit),
                ["low"] = Shown(point.Lower, figure.Y),
                ["high"] = Shown(point.Upper, figure.Y),
                ["name"] = point.Name,
                ["side"] = sides?[c][i],
            }))]),
        };
        return spec;
    }

    private static string ShapeOf(int curve) => s_shapes[(curve + (curve / s_shapes.Length)) % s_shapes.Length];

    /// <summary>Where a value stands on the axis, 0 … 1.</summary>
    private static Func<double, double> Place(FigureAxis axis, IEnumerable<double> values)
    {
        double[] known = [.. values];
        if (axis.IsLogarithmic)
        {
            double low = Math.Log(known.DefaultIfEmpty(1).Min()), high = Math.Log(known.DefaultIfEmpty(1).Max());
            return value => high > low ? (Math.Log(value) - low) / (high - low) : .5;
        }

        ChartAxis linear = ChartAxis.Around(known, axis.Unit);
        return value => (ValueText.Scaled(value, axis.Unit) - linear.Minimum) / (linear.Maximum - linear.Minimum);
    }

    private static JsonNode? Shown(double? value, FigureAxis axis) => value is { } known ? ValueText.Scaled(known, axis.Unit) : null;

    private static JsonArray Where(string test) => [new JsonObject { ["filter"] = test }];

    private static JsonObject Axis(string field, FigureAxis axis, IEnumerable<double> values)
    {
        double[] known = [.. values];
        if (axis.IsLogarithmic)
        {
            return new JsonObject
            {
                ["field"] = field,
                ["type"] = "quantitative",
                ["scale"] = new JsonObject { ["type"] = "log", ["zero"] = false },
                ["axis"] = new JsonObject { ["title"] = axis.Title, ["tickCount"] = 6, ["format"] = "~g", ["ticks"] = false },
            };
        }

        ChartAxis linear = ChartAxis.Around(known, axis.Unit);
        JsonObject shown = linear.Axis("labelOverlap", "greedy");
        shown["title"] = axis.Title;
        return new JsonObject { ["field"] = field, ["type"] = "quantitative", ["scale"] = linear.Scale(), ["axis"] = shown };
    }
}
