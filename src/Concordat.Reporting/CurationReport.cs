using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Estimators.Curation;
using Concordat.Reporting.Html;

namespace Concordat.Reporting;

/// <summary>What was chosen for training, beside the baselines: one self-contained HTML file without a word of the examples.</summary>
/// <param name="Data">What was chosen from, as the caller named it.</param>
/// <param name="Similarity">What similarities rest on: the lexical embedding, or recorded vectors.</param>
/// <param name="Result">The choice.</param>
/// <param name="Options">How it was made.</param>
/// <param name="Version">The version of Concordat that made it.</param>
public sealed record CurationReport(string Data, string Similarity, CurationResult Result, CurationOptions Options, string Version)
{
    private const string Title = "A curated set";

    private ImmutableArray<MethodOutcome> All => [Result.Chosen, .. Result.Compared];

    /// <summary>The name of a method for a reader.</summary>
    public static string NameOf(SelectionMethod method) => method switch
    {
        SelectionMethod.Deita => "DEITA",
        SelectionMethod.KCentre => "k-centre",
        SelectionMethod.FacilityLocation => "Facility location",
        SelectionMethod.Dpp => "Determinantal process",
        SelectionMethod.Quality => "Score alone (baseline)",
        _ => "Random (baseline)",
    };

    /// <summary>Writes the page, UTF-8. The same result gives the same bytes.</summary>
    public void Write(Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToHtml()));

    private string ToHtml()
    {
        var charts = new ChartSet();
        var page = new Markup();
        MethodOutcome chosen = Result.Chosen;
        page.Add($"""<header><p class="eyebrow">Curation</p><h1>{Title}</h1><p class="lead">{Number(chosen.Rows.Length)} of {Number(Result.Considered)} examples, chosen by {NameOf(chosen.Method)}</p></header><main id="main">""");
        PageFrame.AddNotice(page);
        page.Add($"""<section aria-labelledby="how"><h2 id="how">How it was made</h2><dl class="facts">""");
        Pieces.Term(page, "Data", Data);
        Pieces.Term(page, "Passed the filters", Number(Result.Pool.Length));
        Pieces.Term(page, "Quality", Wording.Capital(Result.QualitySource));
        Pieces.Term(page, "Complexity", Wording.Capital(Result.ComplexitySource));
        Pieces.Term(page, "Similarity", $"cosine of {Similarity}");
        Pieces.Term(page, "Held-out prompts", HeldOut());
        Pieces.Term(page, "Fewer than asked for", chosen.WhyFewer);
        page.Add($"</dl></section>");
        AddRejections(page);
        AddMethods(page, charts);
        AddGroups(page, charts);
        page.Add($"""<section aria-labelledby="limits"><h2 id="limits">What it does not show</h2>""");
        Pieces.List(page,
        [
            "Coverage is of the examples that were there: nobody who is not in them is covered.",
            "A similarity of words is no similarity of meaning; two paraphrases can lie far apart.",
            "Whether a model trained on this set serves people better is for training and an audit to show.",
        ]);
        page.Add($"""</section></main><footer><p>Written by Concordat {Version}. The texts themselves stand in curated.jsonl; every rejection stands in rejections.csv with its rule.</p></footer>""");
        return PageFrame.Around(Title, page, charts);
    }

    private string HeldOut() => Result.HeldOut == 0
        ? "None: nothing is kept back to test on."
        : $"{Number(Result.HeldOut)}; none of the chosen prompts is one of them: the nearest has a cosine of {Shown(Result.Chosen.NearestHeldOut)}, and from {Shown(Options.LeakSimilarity)} on it would have been rejected.";

    private void AddRejections(Markup page)
    {
        page.Add($"""<section aria-labelledby="rejected"><h2 id="rejected">What was rejected, and by which rule</h2>""");
        var rows = new Markup();
        foreach (IGrouping<CurationRule, Rejection> rule in Result.Rejections.GroupBy(rejection => rejection.Rule).OrderBy(rule => rule.Key))
            rows.Add($"""<tr><th scope="row">{RuleName(rule.Key)}</th><td class="n">{Number(rule.Count())}</td></tr>""");
        if (Result.Rejections.IsEmpty)
            page.Add($"<p>Nothing was rejected.</p>");
        else
            Pieces.Table(page, "Rejected examples", ["Rule", "Examples"], rows);
        page.Add($"</section>");
    }

    private void AddMethods(Markup page, ChartSet charts)
    {
        page.Add($"""<section aria-labelledby="methods"><h2 id="methods">Beside the baselines</h2>""");
        var rows = new Markup();
        foreach (MethodOutcome outcome in All)
        {
            CoveragePoint? last = outcome.Coverage.IsEmpty ? null : outcome.Coverage[^1];
            rows.Add($"""<tr><th scope="row">{NameOf(outcome.Method)}</th><td class="n">{Number(outcome.Rows.Length)}</td><td class="n">{Shown(last?.Radius)}</td><td class="n">{Shown(last?.MeanDistance)}</td>""");
            rows.Add($"""<td class="n">{Shown(outcome.MeanQuality)}</td><td class="n">{Shown(outcome.MeanComplexity)}</td><td class="n">{Number(outcome.NearPairs)}</td><td class="n">{Shown(outcome.NearestHeldOut)}</td></tr>""");
        }

        Pieces.Table(page, "Methods", ["Method", "Chosen", "Coverage radius", "Mean distance", "Mean quality", "Mean complexity", "Near duplicates within", "Nearest held-out prompt"], rows);
        if (All.All(outcome => !outcome.Coverage.IsEmpty))
        {
            FigureSection.Add(page, new CurveFigure(
                "Quality against coverage", "Each point is a set of the same size. Further left covers more of the pool, further up scores better; a method is worth its place only where chance and the score alone do not reach it.",
                new FigureAxis("Mean distance to the nearest chosen example", MeasureUnit.Coefficient), new FigureAxis($"Mean quality ({Short(Result.QualitySource)})", MeasureUnit.Coefficient),
                [.. All.Select(outcome => new Curve(NameOf(outcome.Method), false, [new CurvePoint(outcome.Coverage[^1].MeanDistance, outcome.MeanQuality)]))]), charts);
            FigureSection.Add(page, new CurveFigure(
                "Coverage radius as the set grows", "The distance √(2 − 2·cosine) of the example that lies farthest from everything chosen so far. Where a curve is flat, more examples of its choice reach nobody new.",
                new FigureAxis("Examples chosen", MeasureUnit.Count), new FigureAxis("Coverage radius", MeasureUnit.Coefficient),
                [.. All.Select(outcome => new Curve(NameOf(outcome.Method), true, [.. outcome.Coverage.Select(point => new CurvePoint(point.Size, point.Radius))]))]), charts);
        }

        page.Add($"</section>");
    }

    private void AddGroups(Markup page, ChartSet charts)
    {
        if (Result.PoolGroups.IsEmpty)
            return;
        string[] names = [.. Result.PoolGroups.Keys];
        page.Add($"""<section aria-labelledby="groups"><h2 id="groups">Groups</h2>""");
        double? Share(ImmutableSortedDictionary<string, int> counts, string name) => counts.Values.Sum() is int all and > 0 ? (double)counts.GetValueOrDefault(name) / all : null;
        FigureSection.Add(page, new MatrixFigure(
            "Whom the sets are for", "The share of each group in the pool and in what each method chose.", "Group", "Set", [.. names], ["Pool", .. All.Select(outcome => NameOf(outcome.Method))],
            [.. names.SelectMany(name => new[] { Share(Result.PoolGroups, name) }.Concat(All.Select(outcome => Share(outcome.Groups, name))))], MeasureUnit.Proportion, null), charts);
        if (!Result.Quotas.IsEmpty)
        {
            var rows = new Markup();
            foreach ((string name, int quota) in Result.Quotas)
                rows.Add($"""<tr><th scope="row">{name}</th><td class="n">{Number(quota)}</td><td class="n">{Number(Result.Chosen.Groups.GetValueOrDefault(name))}</td><td class="n">{Number(Result.PoolGroups.GetValueOrDefault(name))}</td></tr>""");
            Pieces.Table(page, "Quotas", ["Group", "Quota", "Chosen", "In the pool"], rows);
        }

        page.Add($"</section>");
    }

    private static string Short(string source) => source.Split(':')[0];

    private static string RuleName(CurationRule rule) => Wording.Capital(JsonNamingPolicy.KebabCaseLower.ConvertName(rule.ToString()).Replace('-', ' '));

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Shown(double? value) => value is { } number ? number.ToString("0.###", CultureInfo.InvariantCulture) : "–";
}
