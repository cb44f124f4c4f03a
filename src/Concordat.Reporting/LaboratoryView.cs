using System.Collections.Immutable;
using System.Globalization;
using Concordat.Audits;
using Concordat.Laboratories;

namespace Concordat.Reporting;

/// <summary>A laboratory's run arranged for display, with the words that its forms share.</summary>
internal sealed class LaboratoryView(LaboratoryRun run)
{
    public const string SeriesNote = "Means over replicates with intervals for the mean.";

    public LaboratoryRun Run => run;

    public LaboratoryDescription About => run.Laboratory;

    /// <summary>The findings in series: one measure each, and the same names in the scope.</summary>
    public ImmutableArray<FindingSeries> Series { get; } =
    [
        .. run.Outcome.Result.Findings.GroupBy(finding => (finding.Measure, string.Join('\n', finding.Scope.Select(entry => entry.Name))))
            .Select(alike => (Measure: run.Laboratory.Measures.First(measure => measure.Id == alike.Key.Measure), Findings: alike))
            .Select(alike => new FindingSeries(alike.Measure.Title, alike.Measure.Unit, false, [.. alike.Findings])),
    ];

    public string Scale => run.Scale == LaboratoryScale.Full ? "full" : "test: it shows that the laboratory works, and little more";

    public string Replicates => $"{ValueText.Whole(run.Replicates)}, each with a seed derived from {run.Seed.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What the table of planted values says, in a sentence.</summary>
    public string Held
    {
        get
        {
            int held = run.Outcome.PlantedValues.Count(planted => planted.IsHeld), all = run.Outcome.PlantedValues.Length;
            return $"{held} of {all} intervals hold what was planted. At {ValueText.Share(run.ConfidenceLevel)} about one in {ValueText.Whole((long)Math.Round(1 / (1 - run.ConfidenceLevel)))} does not even where nothing is wrong.";
        }
    }

    public static string[] PlantedColumns { get; } = ["What", "Planted", "Found", "Interval", "Held"];

    public static string NameOf(GroupKey? group) => group?.Label ?? "All";

    public static string[] Cells(PlantedValue planted) =>
    [
        Wording.Capital(planted.What), ValueText.Of(planted.Planted, planted.Unit), ValueText.Of(planted.Found.Value, planted.Unit), ValueText.Interval(planted.Found, planted.Unit), planted.IsHeld ? "yes" : "no",
    ];

    /// <summary>What the measures are, as terms with their texts.</summary>
    public IEnumerable<(string Term, string Text)> Method()
    {
        foreach (MeasureDescription measure in About.Measures)
            yield return (measure.Title, measure.Definition);
        foreach (LaboratorySetting setting in run.Outcome.Settings)
            yield return (setting.Name, setting.Value);
        yield return ("Intervals", $"{ValueText.Share(run.ConfidenceLevel)}, {Wording.Of(IntervalMethod.StudentT)} over replicates, each alone.");
        yield return ("Source", About.Source);
    }

    /// <summary>Where it comes from, as terms with their texts.</summary>
    public IEnumerable<(string Term, string Text)> Provenance()
    {
        yield return ("Laboratory", About.Id);
        yield return ("Scale", Scale);
        yield return ("Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Replicates", ValueText.Whole(run.Replicates));
        yield return ("Concordat", run.ConcordatVersion);
    }
}
