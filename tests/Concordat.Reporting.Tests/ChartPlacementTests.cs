using System.Collections.Immutable;
using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Reporting.Charts;

namespace Concordat.Reporting.Tests;

public sealed class ChartPlacementTests
{
    [Fact]
    public void SidesOf_PointsApart_AreAllNamedAndOneCrowdedInIsLeftToTheTable()
    {
        CurvePoint[] apart = [new(.5, .5, "alone"), new(.97, .2, "at the right edge"), new(.03, .8, "at the left edge")];
        CurvePoint[] crowd = [.. Enumerable.Range(0, 9).Select(i => new CurvePoint(.48 + .02 * (i % 3), .48 + .02 * (i / 3), "one of many"))];
        Assert.Equal("right left right", string.Join(' ', Sides(apart)[0]));
        string?[] crowded = Sides(crowd)[0];
        Assert.Null(crowded[4]);
        Assert.Contains(crowded, side => side is not null);
    }

    [Fact]
    public void SidesOf_ManyPoints_CurvesHaveTheirEndsNamedAndLoosePointsAllThatHaveRoom()
    {
        var line = new Curve("line", true, [.. Enumerable.Range(0, 21).Select(i => new CurvePoint(.1 + .04 * i, .9 - .04 * i, $"λ = {i}"))]);
        var loose = new Curve("loose", false, [.. Enumerable.Range(0, 5).Select(i => new CurvePoint(.2, .1 + .1 * i, $"rule {i}"))]);
        string?[][] sides = Sides(Figure(line, loose));
        Assert.Equal([0, 20], Enumerable.Range(0, 21).Where(i => sides[0][i] is not null));
        Assert.All(sides[1], side => Assert.NotNull(side));
    }

    [Fact]
    public void Spec_MoreCurvesThanColours_NoTwoLookAlike()
    {
        CurveFigure figure = Figure([.. Enumerable.Range(0, 9).Select(i => new Curve($"objective {i}", true, [new CurvePoint(0, .1 * i), new CurvePoint(1, .05 * i)]))]);
        System.Text.Json.Nodes.JsonObject spec = CurveChart.Spec(figure, narrow: false);
        string[] Range(string channel) =>
            [.. spec["layer"]!.AsArray().Select(layer => layer!["encoding"]![channel]?["scale"]?["range"]).First(range => range is not null)!.AsArray().Select(value => value!.ToJsonString())];
        Assert.Equal(9, Range("fill").Zip(Range("shape")).Distinct().Count());
        Assert.Equal(9, Range("stroke").Zip(Range("strokeDash")).Distinct().Count());
    }

    [Fact]
    public void Spec_RanksAlike_EachBandStandsBesideTheOthers()
    {
        var figure = new RankFigure(
            "Ranks", "", "Group", ["everyone", "a"], [.. Enumerable.Range(1, 8).Select(rank => new RankLine($"s{rank}", [new RankPlace(rank, 1, 8), new RankPlace(rank, 1, 8)]))]);
        double[] places = [.. RankChart.Spec(figure, narrow: true)["data"]!["values"]!.AsArray().Select(value => (double)value!["x"]!)];
        Assert.Equal(16, places.Distinct().Count());
        Assert.All(places, x => Assert.True(Math.Abs(x) < .3 || Math.Abs(x - 1) < .3));
    }

    private static string?[][] Sides(params CurvePoint[] points) => Sides(Figure(new Curve("points", false, [.. points])));

    private static string?[][] Sides(CurveFigure figure) => PointNames.SidesOf(figure, x => x, y => y);

    private static CurveFigure Figure(params ImmutableArray<Curve> curves) =>
        new("Figure", "", new FigureAxis("x", MeasureUnit.Coefficient), new FigureAxis("y", MeasureUnit.Coefficient), curves);
}
