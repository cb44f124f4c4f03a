using System.Collections.Immutable;
using System.Text;
using Concordat.Charters;
using Concordat.Reporting.Html;
using Concordat.Runs;

namespace Concordat.Reporting;

/// <summary>One self-contained HTML file: the claim first, then the evidence for each standard, then who agreed and where it comes from.</summary>
/// <remarks>
/// No network: the policy in its head allows only the scripts and the style whose hashes it lists. All input is encoded. Charts are drawn by Vega-Lite; each has its
/// table beside it, so that nothing is lost without scripts.
/// </remarks>
public sealed class HtmlReport : IReportWriter
{
    public string FileName => "report.html";

    public void Write(Run run, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToHtml(run)));

    private static string ToHtml(Run run)
    {
        ImmutableArray<StandardView> views = [.. run.Standards.Select((result, i) => new StandardView(result, run, i + 1))];
        var charts = new ChartSet();
        var page = new Markup();
        AddHeader(page, run);
        page.Add($"""<main id="main">""");
        ClaimSection.Add(page, run, views, charts);
        PageFrame.AddNotice(page);
        foreach (StandardView view in views)
            StandardSection.Add(page, view, charts);
        CharterSection.Add(page, run);
        ProvenanceSection.Add(page, run);
        page.Add($"""</main><footer><p>Written by Concordat {run.ConcordatVersion} from <code>run.json</code>. A standard is met, breached or undetermined for one population, one system version and one charter version; nothing here speaks beyond them.</p></footer>""");
        return PageFrame.Around($"{run.Charter.Title}: {run.SystemVersion}", page, charts);
    }

    private static void AddHeader(Markup page, Run run)
    {
        EffectiveCharter charter = run.Charter;
        page.Add($"""<header><p class="eyebrow">Audit under charter {charter.Id}, version {charter.Version}</p><h1>{charter.Title}</h1><p class="lead">{charter.UseCase}</p><dl class="head">""");
        Pieces.Term(page, "System version", run.SystemVersion);
        Pieces.Term(page, "Audited on", Wording.Of(run.Date));
        if (charter.Expires is not { } expires)
            Pieces.Term(page, "Expires", "no date is set");
        else if (expires < run.Date)
            page.Add($"""<div class="expired"><dt>Expired on</dt><dd>{Wording.Of(expires)}: no verdict below stands</dd></div>""");
        else
            Pieces.Term(page, "Expires", $"{Wording.Of(expires)}; no verdict stands after that day");
        page.Add($"</dl></header>");
    }
}
