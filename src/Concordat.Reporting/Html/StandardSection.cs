using System.Collections.Immutable;
using Concordat.Audits.Figures;
using Concordat.Charters;
using Concordat.Reporting.Charts;
using Concordat.Runs;

namespace Concordat.Reporting.Html;

/// <summary>One standard: what is owed, the intervals and their table, what supports them, how it was measured, why it is owed.</summary>
internal static class StandardSection
{
    public static void Add(Markup page, StandardView view, ChartSet charts)
    {
        Standard standard = view.Result.Standard.Standard;
        page.Add($"""<section class="standard" aria-labelledby="{view.Anchor}"><p class="eyebrow">Standard {view.Number} · {Wording.Of(standard.Level)}</p><h2 id="{view.Anchor}">{standard.Statement.TrimEnd('.')}</h2>""");
        page.Add($"""<p class="lead">{Wording.Capital(view.Owed)}. Measured by: {view.Result.Measure.Title}. {standard.Owner} answers for the bound.</p>""");
        AddAnswers(page, view, charts);
        foreach (FindingSeries series in view.Series)
            SeriesSection.Add(page, view, series, charts);
        foreach (Figure figure in view.Result.Result.Figures)
            FigureSection.Add(page, figure, charts);
        AddMethod(page, view);
        AddReasons(page, standard);
        page.Add($"</section>");
    }

    private static void AddAnswers(Markup page, StandardView view, ChartSet charts)
    {
        StandardResult result = view.Result;
        string spread = view.Spread ?? "";
        ImmutableArray<IntervalChart.Row> drawn =
        [
            .. result.Verdicts.Select(verdict => new IntervalChart.Row(Wording.Capital(Wording.Name(verdict, view.Run)), verdict.Finding.Estimate, verdict.Status)),
        ];
        if (drawn.FirstOrDefault(row => row.Estimate is not null) is { Estimate: { } first })
        {
            string described = $"{result.Measure.Title}: {string.Join("; ", drawn.Select(row => $"{row.Label} {(row.Estimate is { } estimate ? ValueText.Of(estimate, view.Unit) : "no estimate")}, {Wording.Of(row.Status!.Value)}"))}. "
                + $"{Wording.Capital(view.Owed)}.";
            Markup chart = charts.Add(
                IntervalChart.Spec(drawn, view.OwedBound, view.Unit, narrow: false), IntervalChart.Spec(drawn, view.OwedBound, view.Unit, narrow: true), described);
            page.Add($"""<figure>{chart}<figcaption>{result.Measure.Title} with {ValueText.Share(first.ConfidenceLevel)} intervals. The standard is kept in the shaded part. {spread}</figcaption></figure>""");
        }

        var rows = new Markup();
        bool tested = result.Verdicts.Any(verdict => verdict.Finding.Test is not null);
        foreach (Verdict verdict in result.Verdicts)
            AddVerdictRow(rows, verdict, view, tested);
        string[] columns = ["People", "Verdict", "Estimate", "Interval", "Observations", "Units", .. tested ? ["p", "p, corrected"] : Array.Empty<string>()];
        Pieces.Table(page, ValueText.Titled(result.Measure.Title, view.Unit), columns, rows);

        string[] decide = [.. result.Verdicts.Where(verdict => verdict.Status == VerdictStatus.Undetermined)
            .Select(verdict => $"{Wording.Capital(Wording.Name(verdict, view.Run))}: {view.WhatWouldDecide(verdict)}")];
        if (decide.Length > 0)
        {
            page.Add($"<h3>What is missing, and what would decide</h3>");
            Pieces.List(page, decide);
        }
    }

    private static void AddVerdictRow(Markup rows, Verdict verdict, StandardView view, bool tested)
    {
        rows.Add($"""<tr><th scope="row">{Wording.Capital(Wording.Name(verdict, view.Run))}</th><td>{Pieces.Status(verdict.Status)}</td>{SeriesSection.EstimateCells(verdict.Finding, view.Unit, verdict.Bound)}""");
        if (tested)
            rows.Add($"{SeriesSection.TestCells(verdict.Finding)}");
        rows.Add($"</tr>");
    }

    private static void AddMethod(Markup page, StandardView view)
    {
        StandardResult result = view.Result;
        page.Add($"""<h3>How it was measured</h3><dl class="facts">""");
        foreach ((string term, string? text) in view.Method())
            Pieces.Term(page, term, text);
        page.Add($"</dl>");
        if (!result.Result.Excluded.ByReason.IsEmpty)
        {
            var rows = new Markup();
            foreach ((string reason, long count) in result.Result.Excluded.ByReason)
                rows.Add($"""<tr><th scope="row">{Wording.Capital(reason)}</th><td class="n">{ValueText.Whole(count)}</td></tr>""");
            Pieces.Table(page, "What was left out, and why", ["Reason", "Observations"], rows);
        }

        Pieces.Diagnostics(page, result.Result.Diagnostics);
        AddOrigins(page, view);
    }

    private static void AddOrigins(Markup page, StandardView view)
    {
        var rows = new Markup();
        foreach (BoundOrigin origin in view.Result.Standard.Origins)
            rows.Add($"""<tr><th scope="row">{Wording.Capital(Wording.Of(origin.Level))}</th><td class="n">{ValueText.Owed(origin.Bound, view.Result.Standard.Standard.Direction, view.Unit)}</td><td>{origin.Owner}</td><td><code>{origin.Place.ToString()}</code></td></tr>""");
        Pieces.Table(page, "Where the bound comes from; the last is in force", ["Level", "Bound", "Who answers for it", "Place"], rows);
    }

    private static void AddReasons(Markup page, Standard standard)
    {
        if (!Wording.HasReasons(standard))
            return;
        page.Add($"<h3>Why it is owed</h3>");
        if (!standard.Reasons.IsEmpty)
            Pieces.List(page, standard.Reasons);
        page.Add($"""<dl class="facts">""");
        foreach ((string term, string text) in Wording.Cases(standard))
            Pieces.Term(page, term, text);
        page.Add($"</dl>");
    }
}
