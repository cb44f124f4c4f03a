using System.Collections.Immutable;
using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Charters;
using Concordat.Runs;

namespace Concordat.Reporting.Markdown;

/// <summary>One standard as Markdown, in the order of the page.</summary>
internal static class MarkdownStandard
{
    /// <summary>A wider table cannot be read as text.</summary>
    private const int MostColumns = 14;

    public static void Add(MarkdownText page, StandardView view)
    {
        StandardResult result = view.Result;
        Standard standard = result.Standard.Standard;
        page.Heading(2, $"{view.Number}. {standard.Statement.TrimEnd('.')}");
        page.Paragraph($"{Wording.Capital(view.Owed)}, at {Wording.Of(standard.Level)} level. Measured by: {result.Measure.Title}. {standard.Owner} answers for the bound. {view.Spread}".TrimEnd());
        AddVerdicts(page, view);
        foreach (FindingSeries series in view.Series)
            AddSeries(page, series, group => Wording.Name(group, view.Run));
        foreach (Figure figure in result.Result.Figures)
            AddFigure(page, figure);
        AddMethod(page, view);
        AddReasons(page, standard);
    }

    private static void AddVerdicts(MarkdownText page, StandardView view)
    {
        bool tested = view.Result.Verdicts.Any(verdict => verdict.Finding.Test is not null);
        page.Table(
            ["People", "Verdict", .. ValueColumns(tested)],
            view.Result.Verdicts.Select(verdict => (IReadOnlyList<string>)
                [Wording.Capital(Wording.Name(verdict, view.Run)), Wording.Of(verdict.Status), .. Values(verdict.Finding, view.Unit, tested, verdict.Bound)]));
        string[] decide = [.. view.Result.Verdicts.Where(verdict => verdict.Status == VerdictStatus.Undetermined)
            .Select(verdict => $"{Wording.Capital(Wording.Name(verdict, view.Run))}: {view.WhatWouldDecide(verdict)}")];
        if (decide.Length > 0)
        {
            page.Heading(3, "What is missing, and what would decide");
            page.List(decide);
        }
    }

    public static void AddSeries(MarkdownText page, FindingSeries series, Func<GroupKey?, string> nameOf)
    {
        bool tested = series.Findings.Any(finding => finding.Test is not null);
        page.Heading(3, series.Title);
        page.Table(
            ["People", .. series.ScopeNames.Select(name => Wording.Capital(Wording.Words(name))), .. ValueColumns(tested)],
            series.Findings.Select(finding => (IReadOnlyList<string>)
                [nameOf(finding.Group), .. finding.Scope.Select(entry => entry.Value), .. Values(finding, series.Unit, tested)]));
    }

    public static void AddFigure(MarkdownText page, Figure figure, string values = RunFolder.RunFile)
    {
        FigureTable table = FigureTable.Of(figure);
        page.Heading(3, figure.Title);
        page.Paragraph(figure.Caption);
        if (table.Columns.Length <= MostColumns)
            page.Table(table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)row));
        else
            page.Paragraph($"{table.Described} A table of {table.Columns.Length} columns has no room here: report.html draws it, {values} has its values.");
    }

    private static void AddMethod(MarkdownText page, StandardView view)
    {
        StandardResult result = view.Result;
        page.Heading(3, "How it was measured");
        foreach ((string term, string? text) in view.Method())
            page.Item(term, text);
        foreach ((string reason, long count) in result.Result.Excluded.ByReason)
            page.Item("Left out", $"{ValueText.Whole(count)}: {reason}");
        AddDiagnostics(page, result.Result.Diagnostics);
        page.Table(
            ["Level", "Bound", "Who answers for it", "Place"],
            result.Standard.Origins.Select(origin => (IReadOnlyList<string>)
            [
                Wording.Capital(Wording.Of(origin.Level)), ValueText.Owed(origin.Bound, result.Standard.Standard.Direction, view.Unit), origin.Owner, origin.Place.ToString(),
            ]));
    }

    public static void AddDiagnostics(MarkdownText page, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
            page.Item(diagnostic.Severity == DiagnosticSeverity.Warning ? "Warning" : "Note", $"{diagnostic.Message} ({diagnostic.Code})");
    }

    private static void AddReasons(MarkdownText page, Standard standard)
    {
        if (!Wording.HasReasons(standard))
            return;
        page.Heading(3, "Why it is owed");
        if (!standard.Reasons.IsEmpty)
            page.List(standard.Reasons);
        foreach ((string term, string text) in Wording.Cases(standard))
            page.Item(term, text);
    }

    private static ImmutableArray<string> ValueColumns(bool tested) =>
        ["Estimate", "Interval", "Observations", "Units", .. tested ? ["p", "p, corrected"] : Array.Empty<string>()];

    private static IEnumerable<string> Values(Finding finding, MeasureUnit unit, bool tested, double? bound = null)
    {
        if (finding.Estimate is { } estimate)
        {
            yield return ValueText.Of(estimate.Value, unit, bound);
            yield return ValueText.Interval(estimate, unit, bound);
            yield return ValueText.Whole(estimate.Count);
            yield return Wording.Units(finding);
        }
        else
        {
            yield return Wording.Capital(finding.WhyMissing ?? "");
            yield return "–";
            yield return "–";
            yield return "–";
        }

        if (tested)
        {
            yield return finding.Test is { } test ? ValueText.Probability(test.PValue) : "–";
            yield return finding.Test?.AdjustedPValue is { } adjusted ? ValueText.Probability(adjusted) : "–";
        }
    }
}
