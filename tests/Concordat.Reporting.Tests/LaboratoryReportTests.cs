using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;

namespace Concordat.Reporting.Tests;

public sealed class LaboratoryReportTests
{
    private const string Hostile = "<script>alert('x')</script>";

    [Fact]
    public void Html_Sections_StandInTheOrderClaimPlantedLimitsEvidence()
    {
        using IHtmlDocument page = Page(Sample("One reward"));
        Assert.Equal(
            ["What was found", "What was planted", "What it does not show", "The findings", "How it was measured", "Provenance, and how to run it again"],
            page.QuerySelectorAll("h2").Select(heading => heading.TextContent));
        Assert.Contains("1 of 2 intervals hold what was planted", page.Body!.TextContent, StringComparison.Ordinal);
        string[] rows = [.. page.QuerySelectorAll("section[aria-labelledby=planted] tbody tr").Select(row => string.Join(" / ", row.Children.Select(cell => cell.TextContent)))];
        Assert.Equal(["A share / 25.0% / 26.0% / 20.0 to 32.0 / yes", "A difference / 0.0 points / +5.0 points / +1.0 to +9.0 / no"], rows);
    }

    [Fact]
    public void Html_HostileText_IsShownAsItIs()
    {
        using IHtmlDocument page = Page(Sample(Hostile));
        Assert.Equal(Hostile, page.QuerySelector("h1")!.TextContent);
        Assert.Equal(5, page.Scripts.Length);
        Assert.Contains("&lt;script&gt;", Markdown(Sample(Hostile)), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_ChartsAndTables_AreOneEach()
    {
        using IHtmlDocument page = Page(Sample("One reward"));
        JsonNode charts = JsonNode.Parse(page.GetElementById("charts")!.TextContent)!;
        Assert.Equal(page.QuerySelectorAll(".chart").Select(chart => chart.Id), charts.AsObject().Select(chart => (string?)chart.Key));
        Assert.Contains("All", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 of 3 replicates gave no finite value", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_OfTheSample_HasPlantedValuesLimitsAndFindings()
    {
        string text = Markdown(Sample("One reward"));
        Assert.Contains("| A share | 25.0% | 26.0% | 20.0 to 32.0 | yes |", text, StringComparison.Ordinal);
        Assert.Contains("- It shows nothing of other designs.", text, StringComparison.Ordinal);
        Assert.Contains("| minority | 3 : 1 | −4.0 points | −5.0 to −3.0 | 3 | 3 replicates |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Committed_IsWhatTheTypesGive() => Snapshot.MatchesFile(Path.Combine(Repository.Root, "docs", "schemas", "lab.schema.json"), LaboratoryJson.Schema());

    [Theory]
    [InlineData("\"replicates\": 3", "\"replicates\": 1", "replicates 1")]
    [InlineData("\"measure\": \"one.gain\"", "\"measure\": \"two.gain\"", "a finding of 'two.gain'")]
    [InlineData("\"audit\": \"one\"", "\"audit\": \"two\"", "a result of 'two'")]
    [InlineData("\"scale\": \"test\"", "\"scale\": \"huge\"", "scale")]
    public void Read_PartsThatDoNotFit_AreFaults(string good, string bad, string said)
    {
        string text = Encoding.UTF8.GetString(LaboratoryJson.ToBytes(Sample("One reward")));
        Assert.Contains(good, text, StringComparison.Ordinal);
        var exception = Assert.Throws<InputDataException>(() => LaboratoryJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal))), "lab.json"));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    private static IHtmlDocument Page(LaboratoryRun run)
    {
        using var stream = new MemoryStream();
        LaboratoryHtml.Write(run, stream);
        return new HtmlParser().ParseDocument(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Markdown(LaboratoryRun run)
    {
        using var stream = new MemoryStream();
        LaboratoryMarkdown.Write(run, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static LaboratoryRun Sample(string title)
    {
        Estimate Of(double value, double half) => new(value, value - half, value + half, .95, 3, IntervalMethod.StudentT);
        Finding At(string camp, double value) => new("one.gain", new GroupKey("camp", camp), Of(value, .01), null) { Scope = [new("ratio", "3 : 1")], Unit = SampleUnit.Replicates, UnitCount = 3 };
        return new LaboratoryRun
        {
            ConcordatVersion = "0.0.0",
            Laboratory = new LaboratoryDescription(
                "one", title, "What does one reward do?", ["Two camps are opposed."], ["It shows nothing of other designs."], "Nobody (2000).",
                [LaboratoryDescription.Measure("one.gain", "Gain", "P − ½.", MeasureUnit.ProportionDifference)]),
            Scale = LaboratoryScale.Test,
            Seed = 7,
            Replicates = 3,
            ConfidenceLevel = .95,
            Outcome = new LaboratoryOutcome(
                ["The minority loses 4 points."],
                [new("Raters", "220")],
                [new("a share", MeasureUnit.Proportion, .25, Of(.26, .06)), new("a difference", MeasureUnit.ProportionDifference, 0, Of(.05, .04))],
                new AuditResult(
                    "one",
                    [At("majority", .09), At("minority", -.04), new Finding("one.gain", null, null, "2 of 3 replicates gave no finite value") { Scope = [new("ratio", "3 : 1")] }],
                    [Diagnostic.Note("of-interest", "A note.")], ExclusionCounts.None(3))
                {
                    Figures = [new CurveFigure("Gains", "What is seen.", new FigureAxis("ratio", MeasureUnit.Count), new FigureAxis("gain", MeasureUnit.ProportionDifference), [new Curve("minority", true, [new(1, .1), new(3, -.04)])])],
                }),
        };
    }
}
