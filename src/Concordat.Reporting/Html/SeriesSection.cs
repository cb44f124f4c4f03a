using System.Collections.Immutable;
using Concordat.Charters;
using Concordat.Reporting.Charts;

namespace Concordat.Reporting.Html;

/// <summary>Supporting findings: stages as small panels on one scale, anything else as intervals, with the table of all.</summary>
internal static class SeriesSection
{
    /// <summary>More rows than this, and a single one, are told by the table alone.</summary>
    private const int DrawnRows = 40;

    /// <summary>What a label tells of a scope where that suffices; the table beside it tells all.</summary>
    private const int BriefScope = 2;

    /// <summary>A longer table starts folded.</summary>
    private const int OpenRows = 24;

    /// <summary>Adds a series; lines and what shares the bound are drawn, of the others the first, so that tables do not drown in pictures.</summary>
    public static void Add(Markup page, StandardView view, FindingSeries series, ChartSet charts)
    {
        bool drawn = series.IsLine || series.SharesBound || ReferenceEquals(series, view.Series.FirstOrDefault(other => !other.IsLine && !other.SharesBound));
        page.Add($"<h3>{series.Title}</h3>");
        if (series.IsLine)
            AddStages(page, view, series, charts);
        else if (drawn)
            AddIntervals(page, series, group => Wording.Name(group, view.Run), Owed(view, series), "Supporting findings: no verdict rests on them.", charts);
        AddTable(page, series, group => Wording.Name(group, view.Run));
    }

    /// <summary>Estimate, interval, observations and units; where there is none, the reason over all four.</summary>
    public static Markup EstimateCells(Finding finding, Audits.MeasureUnit unit, double? bound = null)
    {
        if (finding.Estimate is not { } estimate)
            return new Markup().Add($"""<td class="why" colspan="4">{Wording.Capital(finding.WhyMissing ?? "")}</td>""");
        return new Markup().Add(
            $"""<td class="n">{ValueText.Of(estimate.Value, unit, bound)}</td><td class="n">{ValueText.Interval(estimate, unit, bound)}</td><td class="n">{ValueText.Whole(estimate.Count)}</td><td class="n">{Wording.Units(finding)}</td>""");
    }

    public static Markup TestCells(Finding finding) => finding.Test is { } test
        ? new Markup().Add($"""<td class="n">{ValueText.Probability(test.PValue)}</td><td class="n">{(test.AdjustedPValue is { } adjusted ? ValueText.Probability(adjusted) : "–")}</td>""")
        : new Markup().Add($"""<td class="n">–</td><td class="n">–</td>""");

    public static void AddStages(Markup page, StandardView view, FindingSeries series, ChartSet charts)
    {
        ImmutableArray<string> stages = series.Stages;
        OwedBound? owed = Owed(view, series);
        ChartAxis axis = ChartAxis.For(series.Findings.Select(finding => finding.Estimate).OfType<Estimate>(), owed?.Bound, series.Unit);
        page.Add($"""<figure><div class="panels">""");
        foreach (IGrouping<GroupKey?, Finding> group in series.Findings.GroupBy(finding => finding.Group))
        {
            ImmutableArray<(string Stage, Estimate Estimate)> points =
                [.. group.Where(finding => finding.Estimate is not null).Select(finding => (FindingSeries.StageOf(finding) ?? "", finding.Estimate!.Value))];
            if (points.IsEmpty)
                continue;
            string name = Wording.Name(group.Key, view.Run);
            string described = $"{name}: {string.Join("; ", points.Select(point => $"{point.Stage} {ValueText.Of(point.Estimate, series.Unit)}"))}.";
            Verdict? verdict = view.Result.Verdicts.FirstOrDefault(verdict => verdict.Finding.Group == group.Key && verdict.Finding.Estimate is not null);
            page.Add($"""<div class="panel"><p class="panel-name"><bdi>{name}</bdi></p>""");
            if (verdict?.Finding.Estimate is { } answer && !series.SharesBound)
                page.Add($"""<p class="panel-note">{view.Result.Measure.Title}: <strong>{ValueText.Of(answer.Value, view.Unit, verdict.Bound)}</strong> ({ValueText.Interval(answer, view.Unit, verdict.Bound)})</p>""");
            page.Add($"""{charts.Add(StageChart.Spec(points, stages, axis, owed), described)}</div>""");
        }

        page.Add($"""</div><figcaption>{series.Title}: {series.StagesInWords}. Every panel has the same scale; the upright lines are intervals.</figcaption></figure>""");
    }

    /// <summary>A series of two or more as intervals, where they are few enough to look at.</summary>
    /// <param name="nameOf">What a group is called.</param>
    /// <param name="closing">What the caption says last.</param>
    public static void AddIntervals(Markup page, FindingSeries series, Func<GroupKey?, string> nameOf, OwedBound? owed, string closing, ChartSet charts)
    {
        Finding[] drawn = [.. series.Findings.Where(finding => finding.Estimate is not null)];
        string[] brief = [.. drawn.Select(finding => Label(finding with { Scope = [.. finding.Scope.Take(BriefScope)] }, nameOf))];
        bool tells = brief.Distinct(StringComparer.Ordinal).Count() == brief.Length;
        ImmutableArray<IntervalChart.Row> rows = [.. drawn.Select((finding, i) => new IntervalChart.Row(tells ? brief[i] : Label(finding, nameOf), finding.Estimate!.Value, null))];
        if (rows.Length is < 2 or > DrawnRows)
            return;
        string described = $"{series.Title}: {string.Join("; ", rows.Select(row => $"{row.Label} {ValueText.Of(row.Estimate!.Value, series.Unit)}"))}.";
        page.Add($"""<figure>{charts.Add(IntervalChart.Spec(rows, owed, series.Unit, narrow: false), IntervalChart.Spec(rows, owed, series.Unit, narrow: true), described)}<figcaption>{series.Title}. {closing}</figcaption></figure>""");
    }

    public static void AddTable(Markup page, FindingSeries series, Func<GroupKey?, string> nameOf)
    {
        ImmutableArray<string> names = series.ScopeNames;
        bool tested = series.Findings.Any(finding => finding.Test is not null);
        var rows = new Markup();
        foreach (Finding finding in series.Findings)
        {
            rows.Add($"""<tr><th scope="row">{nameOf(finding.Group)}</th>""");
            foreach (ScopeEntry entry in finding.Scope)
                rows.Add($"<td>{entry.Value}</td>");
            rows.Add($"{EstimateCells(finding, series.Unit)}");
            if (tested)
                rows.Add($"{TestCells(finding)}");
            rows.Add($"</tr>");
        }

        string[] columns = ["People", .. names.Select(name => Wording.Capital(Wording.Words(name))), "Estimate", "Interval", "Observations", "Units", .. tested ? ["p", "p, corrected"] : Array.Empty<string>()];
        bool folded = series.Findings.Length > OpenRows;
        if (folded)
            page.Add($"<details><summary>Table of {series.Findings.Length} findings</summary>");
        Pieces.Table(page, ValueText.Titled(series.Title, series.Unit), columns, rows);
        if (folded)
            page.Add($"</details>");
    }

    private static OwedBound? Owed(StandardView view, FindingSeries series) => series.SharesBound ? view.OwedBound : null;

    private static string Label(Finding finding, Func<GroupKey?, string> nameOf)
    {
        string[] scope = [.. finding.Scope.Where(entry => entry is not { Name: "of", Value: "population" }).Select(entry => entry.Value)];
        string[] parts = finding.Group is null && scope.Length > 0 ? scope : [nameOf(finding.Group), .. scope];
        // "India · India alone" says India twice.
        IEnumerable<string> told = parts.Distinct(StringComparer.Ordinal).Where(part => !parts.Any(other => other != part && other.StartsWith(part + " ", StringComparison.Ordinal)));
        return Wording.Capital(string.Join(" · ", told));
    }
}
