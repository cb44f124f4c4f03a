using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Audits.Figures;
using Concordat.Reporting.Html;

namespace Concordat.Reporting;

/// <summary>One self-contained HTML file about something that no charter speaks of: statements, figures with their values, findings in a table.</summary>
/// <remarks>Rendered like a run's report, by the same policy: no network, all input encoded. The same content gives the same bytes.</remarks>
/// <param name="Title">Its title.</param>
/// <param name="Lead">What it is about, in a sentence.</param>
/// <param name="Statements">How it was made and what it does not show, a sentence each.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Findings">All findings.</param>
/// <param name="Version">The version of Concordat that made it.</param>
public sealed record FiguresReport(string Title, string Lead, ImmutableArray<string> Statements, ImmutableArray<Figure> Figures, ImmutableArray<Finding> Findings, string Version)
{
    private static readonly string[] s_columns = ["Estimate", "Interval", "Units"];

    /// <summary>Writes the page, UTF-8.</summary>
    public void Write(Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToHtml()));

    private string ToHtml()
    {
        var charts = new ChartSet();
        var page = new Markup();
        page.Add($"""<header><h1>{Title}</h1><p class="lead">{Lead}</p></header><main id="main">""");
        PageFrame.AddNotice(page);
        Pieces.List(page, Statements);
        foreach (Figure figure in Figures)
            FigureSection.Add(page, figure, charts);
        foreach (IGrouping<string, Finding> of in Findings.GroupBy(finding => finding.Measure))
            AddTable(page, of.Key, [.. of]);
        page.Add($"""</main><footer><p>Written by Concordat {Version}. Nothing here speaks beyond the models and questions that it names.</p></footer>""");
        return PageFrame.Around(Title, page, charts);
    }

    private static void AddTable(Markup page, string measure, ImmutableArray<Finding> findings)
    {
        var rows = new Markup();
        foreach (Finding finding in findings)
        {
            rows.Add($"""<tr><th scope="row">{finding.Scope[0].Value}</th>""");
            foreach (ScopeEntry entry in finding.Scope.Skip(1))
                rows.Add($"<td>{entry.Value}</td>");
            if (finding.Estimate is { } estimate)
                rows.Add($"""<td class="n">{Number(estimate.Value)}</td><td class="n">{Number(estimate.Lower)} … {Number(estimate.Upper)}</td><td class="n">{Wording.Units(finding)}</td>""");
            else
                rows.Add($"""<td class="why" colspan="3">{Wording.Capital(finding.WhyMissing ?? "")}</td>""");
            rows.Add($"</tr>");
        }

        page.Add($"<details><summary>{Wording.Capital(Wording.Words(measure[(measure.IndexOf('.', StringComparison.Ordinal) + 1)..]))}: {findings.Length} findings</summary>");
        Pieces.Table(page, measure, [.. findings[0].Scope.Select(entry => Wording.Capital(entry.Name)), .. s_columns], rows);
        page.Add($"</details>");
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
