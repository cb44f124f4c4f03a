using System.Globalization;
using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence.Store;
using Concordat.Runs;

namespace Concordat.Reporting;

/// <summary>The words in which reports speak of verdicts, people and findings; the same in every form.</summary>
internal static class Wording
{
    public const string Everyone = "everyone together";

    public static string Of(VerdictStatus status) => status switch
    {
        VerdictStatus.Met => "met",
        VerdictStatus.Breached => "breached",
        _ => "undetermined",
    };

    public static string Of(CharterLevel level) => level switch
    {
        CharterLevel.Supranational => "supra-national",
        CharterLevel.Organisational => "organisational",
        _ => "individual",
    };

    public static string Of(SampleUnit unit) => unit switch
    {
        SampleUnit.Raters => "raters",
        SampleUnit.Items => "items",
        SampleUnit.Comparisons => "comparisons",
        SampleUnit.Replicates => "replicates",
        _ => "ratings",
    };

    public static string Of(IntervalMethod method) => method switch
    {
        IntervalMethod.Wilson => "Wilson",
        IntervalMethod.PercentileBootstrap => "percentile bootstrap",
        IntervalMethod.MaxTBootstrap => "bootstrap, simultaneous (max-t)",
        IntervalMethod.SidakBootstrap => "bootstrap, simultaneous (Šidák)",
        IntervalMethod.Wald => "Wald",
        IntervalMethod.StudentT => "Student’s t",
        _ => "exact: a fact of this evidence",
    };

    public static string Of(MultiplicityRule rule) => rule switch
    {
        MultiplicityRule.MaxT => "The intervals of one standard hold for all its populations at once (max-t bootstrap).",
        MultiplicityRule.Sidak => "The intervals of one standard hold for all its populations at once (Šidák).",
        _ => "Each interval holds alone: over several populations together the chance of an error is larger.",
    };

    public static string Of(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An id as words, <c>none-left-behind</c> → none left behind.</summary>
    public static string Words(string id) => id.Replace('-', ' ').Replace('_', ' ');

    /// <summary>What a population is called: the levels by which the evidence knows it, as people wrote them.</summary>
    public static string Name(Population population) => population.Group.Label;

    public static string Capital(string text) => text.Length > 0 && char.IsLower(text[0]) && text[0] is not (>= 'α' and <= 'ω') ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    /// <summary>What a group is called in this run.</summary>
    public static string Name(GroupKey? group, Run run) =>
        group is null ? Capital(Everyone)
        : run.Charter.Populations.FirstOrDefault(population => population.Group == group) is { } known ? Name(known)
        : group.Label;

    /// <summary>What a verdict's population is called.</summary>
    public static string Name(Verdict verdict, Run run) =>
        verdict.PopulationId is null ? Everyone
        : run.Charter.Populations.FirstOrDefault(population => population.Id == verdict.PopulationId) is { } known ? Name(known)
        : verdict.PopulationId;

    /// <summary>The figures behind a verdict: <c>26.4% (20.3 to 32.5); at least 30% is owed</c>.</summary>
    public static string Figures(Verdict verdict, MeasureDescription measure) =>
        $"{Found(verdict, measure.Unit)}; {Owed(verdict.Bound, verdict.Direction, measure)}";

    /// <summary>The estimate with its interval, in digits that do not contradict the verdict.</summary>
    public static string Found(Verdict verdict, MeasureUnit unit) =>
        verdict.Finding.Estimate is { } estimate ? ValueText.Of(estimate, unit, verdict.Bound) : "there is no estimate";

    /// <summary><c>at least 30% is owed</c>, <c>at most 12% is allowed</c>, <c>at most 10 points behind is allowed</c>.</summary>
    public static string Owed(double bound, BoundDirection direction, MeasureDescription measure) =>
        string.Join(" is ", OwedParts(bound, direction, measure));

    /// <summary>The same for a chart, <c>allowed: at most 10 points behind</c>.</summary>
    public static string OwedLabel(double bound, BoundDirection direction, MeasureDescription measure) =>
        string.Join(": ", OwedParts(bound, direction, measure).Reverse());

    /// <summary>Why a verdict is undetermined and what would decide it; null for others.</summary>
    public static string? WhatWouldDecide(Verdict verdict, Standard standard)
    {
        if (verdict.Status != VerdictStatus.Undetermined)
            return null;
        string because = Capital(verdict.Because.TrimEnd('.')) + ".";
        return verdict.UnitsNeeded is { } needed ? $"{because} {Capital(WouldDecide(needed, verdict.Unit, standard))}, if the estimate stayed where it is." : because;
    }

    /// <summary><c>about 150,000 more items would decide it, with as many more in proportion in the reference group</c>.</summary>
    public static string WouldDecide(long needed, SampleUnit unit, Standard standard) =>
        $"about {ValueText.About(needed)} more {(needed == 1 ? Of(unit)[..^1] : Of(unit))} would decide it{(standard.Options.Has("reference") ? ", with as many more in proportion in the reference group" : "")}";

    /// <summary>For whom intervals speak that resample these units.</summary>
    public static string SpeakFor(SampleUnit unit) => $"other {Of(unit)} like these";

    /// <summary>What a level's file without a record says of its agreement.</summary>
    public const string NoRatification = "No ratification on record: nobody but its authors is known to have agreed.";

    /// <summary>A level's file, <c>Organisational level: org.yaml, version 2</c>.</summary>
    public static string Source(CharterSource source) => $"{Capital(Of(source.Level))} level: {source.File}, version {source.Version}";

    /// <summary>Whether the agreement stands, in a sentence.</summary>
    public static string Outcome(Ratification ratification) => ratification.IsAccepted
        ? "Every group reached the threshold and no serious objection is open."
        : "Not every group reached the threshold, or a serious objection is open.";

    /// <summary>The independent units behind a finding, <c>61 raters</c>.</summary>
    public static string Units(Finding finding) => finding.UnitCount is { } count ? $"{ValueText.Whole(count)} {Of(finding.Unit)}" : "–";

    public static string Sizes(EvidenceProvenance evidence)
    {
        (long Count, string Of)[] sizes =
        [
            (evidence.Raters, "raters"), (evidence.Items, "items"), (evidence.Systems, "systems"), (evidence.Ratings, "ratings"),
            (evidence.Comparisons, "comparisons"), (evidence.Outcomes, "outcomes"),
        ];
        return string.Join(", ", sizes.Where(size => size.Count > 0).Select(size => $"{ValueText.Whole(size.Count)} {size.Of}"));
    }

    public static bool HasReasons(Standard standard) =>
        !(standard.Reasons.IsEmpty && standard.Exemplars.IsEmpty && standard.Defeaters.IsEmpty && standard.RejectedAlternatives.IsEmpty);

    /// <summary>Exemplars, defeaters and rejected alternatives as terms with their texts.</summary>
    public static IEnumerable<(string Term, string Text)> Cases(Standard standard)
    {
        foreach (Exemplar exemplar in standard.Exemplars)
        {
            string verdict = exemplar.Verdict switch { ExemplarVerdict.Keeps => "keeps it", ExemplarVerdict.Breaks => "breaks it", _ => "is contested" };
            yield return ($"A case that {verdict}", $"{exemplar.Case} {exemplar.Because}".TrimEnd());
        }

        foreach (string defeater in standard.Defeaters)
            yield return ("Does not hold when", defeater);
        foreach (RejectedAlternative rejected in standard.RejectedAlternatives)
            yield return ("Considered and not chosen", $"{rejected.Measure}: {rejected.Why}");
    }

    /// <summary>Signs are for tables; in a sentence a difference is so many points behind, more or less.</summary>
    private static string[] OwedParts(double bound, BoundDirection direction, MeasureDescription measure)
    {
        bool atLeast = direction == BoundDirection.AtLeast;
        string? other = measure.Id.EndsWith(".change", StringComparison.Ordinal) ? "before" : measure.Id.EndsWith("difference", StringComparison.Ordinal) ? "the reference" : null;
        if (measure.Unit == MeasureUnit.ProportionDifference && bound == 0 && other is not null)
            return [$"no {(atLeast ? "less" : "more")} than {other}", atLeast ? "owed" : "allowed"];
        if (measure.Unit != MeasureUnit.ProportionDifference || bound == 0)
            return [ValueText.Owed(bound, direction, measure.Unit), atLeast ? "owed" : "allowed"];
        string size = ValueText.Size(bound, measure.Unit);
        return (atLeast, bound < 0) switch
        {
            (true, true) => [$"at most {size} {(measure.Id.EndsWith("difference", StringComparison.Ordinal) ? "behind" : "less")}", "allowed"],
            (true, false) => [$"at least {size} more", "owed"],
            (false, true) => [$"at least {size} less", "owed"],
            _ => [$"at most {size} more", "allowed"],
        };
    }
}
