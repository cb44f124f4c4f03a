using System.Text;
using Concordat.Audits.Figures;
using Concordat.Laboratories;
using Concordat.Reporting.Markdown;

namespace Concordat.Reporting;

/// <summary>A laboratory's run as Markdown, in the order of the page.</summary>
public static class LaboratoryMarkdown
{
    /// <summary>Writes the text, UTF-8. The same run gives the same bytes.</summary>
    public static void Write(LaboratoryRun run, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToMarkdown(new LaboratoryView(run))));

    private static string ToMarkdown(LaboratoryView view)
    {
        var page = new MarkdownText();
        page.Heading(1, view.About.Title);
        page.Paragraph(view.About.Question);
        page.Item("Scale", view.Scale);
        page.Item("Replicates", view.Replicates);
        page.Heading(2, "What was found");
        page.List(view.Run.Outcome.Answers);
        page.Heading(2, "What was planted");
        page.List(view.About.Planted);
        if (!view.Run.Outcome.PlantedValues.IsEmpty)
        {
            page.Paragraph(view.Held);
            page.Table(LaboratoryView.PlantedColumns, view.Run.Outcome.PlantedValues.Select(LaboratoryView.Cells));
        }

        page.Heading(2, "What it does not show");
        page.List(view.About.Limits);
        page.Heading(2, "The findings");
        foreach (Figure figure in view.Run.Outcome.Result.Figures)
            MarkdownStandard.AddFigure(page, figure, RunFolder.LaboratoryFile);
        foreach (FindingSeries series in view.Series)
            MarkdownStandard.AddSeries(page, series, LaboratoryView.NameOf);
        page.Heading(2, "How it was measured");
        foreach ((string term, string text) in view.Method())
            page.Item(term, text);
        MarkdownStandard.AddDiagnostics(page, view.Run.Outcome.Result.Diagnostics);
        page.Heading(2, "Provenance, and how to run it again");
        foreach ((string term, string text) in view.Provenance())
            page.Item(term, text);
        page.Paragraph($"To run it all again and compare bit for bit, call this on the folder of {RunFolder.LaboratoryFile}:");
        page.Code("concordat rerun RUN");
        return page.ToString();
    }
}
