using System.Text;
using Concordat.Audits.Figures;
using Concordat.Laboratories;
using Concordat.Reporting.Html;

namespace Concordat.Reporting;

/// <summary>A laboratory's run as one self-contained HTML file: what was found, what was planted, what it does not show; then pictures and tables.</summary>
/// <remarks>The same page as an audit's: no network, all input encoded, a table beside each chart.</remarks>
public static class LaboratoryHtml
{
    /// <summary>Writes the page, UTF-8. The same run gives the same bytes.</summary>
    public static void Write(LaboratoryRun run, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToHtml(new LaboratoryView(run))));

    private static string ToHtml(LaboratoryView view)
    {
        var charts = new ChartSet();
        var page = new Markup();
        page.Add($"""<header><p class="eyebrow">Laboratory {view.About.Id}</p><h1>{view.About.Title}</h1><p class="lead">{view.About.Question}</p><dl class="head">""");
        Pieces.Term(page, "Scale", view.Scale);
        Pieces.Term(page, "Replicates", view.Replicates);
        page.Add($"""</dl></header><main id="main"><section aria-labelledby="found"><h2 id="found">What was found</h2>""");
        Pieces.List(page, view.Run.Outcome.Answers);
        page.Add($"""</section><section aria-labelledby="planted"><h2 id="planted">What was planted</h2>""");
        Pieces.List(page, view.About.Planted);
        AddPlantedValues(page, view);
        page.Add($"""</section><section aria-labelledby="limits"><h2 id="limits">What it does not show</h2>""");
        Pieces.List(page, view.About.Limits);
        page.Add($"""</section>""");
        PageFrame.AddNotice(page);
        AddFindings(page, view, charts);
        AddMethod(page, view);
        page.Add($"""</main><footer><p>Written by Concordat {view.Run.ConcordatVersion} from <code>{RunFolder.LaboratoryFile}</code>. What was planted is true here because it was put there; nothing here speaks of systems or people outside the laboratory.</p></footer>""");
        return PageFrame.Around(view.About.Title, page, charts);
    }

    private static void AddPlantedValues(Markup page, LaboratoryView view)
    {
        if (view.Run.Outcome.PlantedValues.IsEmpty)
            return;
        var rows = new Markup();
        foreach (string[] cells in view.Run.Outcome.PlantedValues.Select(LaboratoryView.Cells))
            rows.Add($"""<tr><th scope="row">{cells[0]}</th><td class="n">{cells[1]}</td><td class="n">{cells[2]}</td><td class="n">{cells[3]}</td><td>{cells[4]}</td></tr>""");
        page.Add($"<p>{view.Held}</p>");
        Pieces.Table(page, "What was planted, and what was found of it", LaboratoryView.PlantedColumns, rows);
    }

    private static void AddFindings(Markup page, LaboratoryView view, ChartSet charts)
    {
        page.Add($"""<section aria-labelledby="findings"><h2 id="findings">The findings</h2>""");
        foreach (Figure figure in view.Run.Outcome.Result.Figures)
            FigureSection.Add(page, figure, charts);
        foreach (FindingSeries series in view.Series)
        {
            page.Add($"<h3>{series.Title}</h3>");
            // Where figures tell the story, pictures of every series would drown it.
            if (view.Run.Outcome.Result.Figures.IsEmpty)
                SeriesSection.AddIntervals(page, series, LaboratoryView.NameOf, null, LaboratoryView.SeriesNote, charts);
            SeriesSection.AddTable(page, series, LaboratoryView.NameOf);
        }

        page.Add($"</section>");
    }

    private static void AddMethod(Markup page, LaboratoryView view)
    {
        page.Add($"""<section aria-labelledby="method"><h2 id="method">How it was measured</h2><dl class="facts">""");
        foreach ((string term, string text) in view.Method())
            Pieces.Term(page, term, text);
        page.Add($"</dl>");
        Pieces.Diagnostics(page, view.Run.Outcome.Result.Diagnostics);
        page.Add($"""</section><section aria-labelledby="provenance"><h2 id="provenance">Provenance, and how to run it again</h2><dl class="facts">""");
        foreach ((string term, string text) in view.Provenance())
            Pieces.Term(page, term, text);
        page.Add($"""</dl><p>To run it all again and compare bit for bit, call this on the folder of <code>{RunFolder.LaboratoryFile}</code>:</p><pre><code>concordat rerun RUN</code></pre></section>""");
    }
}
