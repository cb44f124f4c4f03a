using Concordat.Audits;
using Concordat.Charters;
using Concordat.Numerics.Distributions;
using Concordat.Runs;

namespace Concordat.Web.Features.Reading;

/// <summary>Two runs side by side.</summary>
/// <remarks>
/// Rule: a value changed where the two runs' intervals, widened for the number m of families that are compared by z(1 − α/m) / z(1 − α) (Bonferroni, two-sided), do not overlap. A family is one standard,
/// where both runs' intervals hold for its populations at once, else one value. At equal levels that is stricter than a test of the difference, so that overlapping intervals show no change and never show
/// that nothing changed. The runs hold no pairs: what was asked of the same items before and after is told by a paired measure (<c>group-outcomes.change</c>) inside one run.
/// Only like is compared: the same standard by the same measure with the same options, its subject (the options that name a system) aside.
/// </remarks>
public sealed record Comparison(Run Earlier, Run Later, ImmutableArray<Comparison.Line> Lines)
{
    /// <summary>How many values were compared.</summary>
    public int Compared => Lines.Count(line => line.IsCompared);

    // What names the system that is tested differs between versions by its nature.
    private static readonly ImmutableArray<string> s_subjects = ["system", "from", "to", "stage"];

    public static Comparison Of(Run earlier, Run later)
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        foreach (StandardResult after in later.Standards)
        {
            StandardResult? before = earlier.Standards.FirstOrDefault(result => result.Standard.Standard.Id == after.Standard.Standard.Id);
            foreach (Verdict verdict in after.Verdicts)
                lines.Add(Pair(before, before?.Verdicts.FirstOrDefault(other => other.PopulationId == verdict.PopulationId), after, verdict, Reporting.Wording.Name(verdict, later)));
            foreach (Verdict gone in before?.Verdicts.Where(verdict => !after.Verdicts.Any(other => other.PopulationId == verdict.PopulationId)) ?? [])
                lines.Add(new Line(before!, null, gone, null, Reporting.Wording.Capital(Reporting.Wording.Name(gone, earlier)), Change.OnlyEarlier));
        }

        foreach (StandardResult before in earlier.Standards.Where(result => !later.Standards.Any(other => other.Standard.Standard.Id == result.Standard.Standard.Id)))
            lines.AddRange(before.Verdicts.Select(verdict => new Line(before, null, verdict, null, Reporting.Wording.Capital(Reporting.Wording.Name(verdict, earlier)), Change.OnlyEarlier)));
        return Together(new Comparison(earlier, later, lines.ToImmutable()));
    }

    private static Line Pair(StandardResult? before, Verdict? was, StandardResult after, Verdict now, string name)
    {
        name = Reporting.Wording.Capital(name);
        if (before is null || was is null)
            return new Line(null, after, null, now, name, Change.OnlyLater);
        return new Line(before, after, was, now, name, !IsLike(before.Standard.Standard, after.Standard.Standard) || before.Measure.Unit != after.Measure.Unit ? Change.MeasuredOtherwise : Of(was.Finding.Estimate, now.Finding.Estimate));
    }

    private static Comparison Together(Comparison comparison)
    {
        bool holdTogether = comparison.Earlier.Charter.Multiplicity != MultiplicityRule.None && comparison.Later.Charter.Multiplicity != MultiplicityRule.None;
        int families = holdTogether ? comparison.Lines.Where(line => line.IsCompared).Select(line => line.Either.Standard.Standard.Id).Distinct(StringComparer.Ordinal).Count() : comparison.Compared;
        return families < 2 ? comparison : comparison with
        {
            Lines = [.. comparison.Lines.Select(line => line.IsCompared ? line with { Change = Of(Widened(line.Was!.Finding.Estimate!.Value, families), Widened(line.Now!.Finding.Estimate!.Value, families)) } : line)],
        };
    }

    private static Estimate Widened(Estimate estimate, int families)
    {
        double factor = Normal.TwoSided(1 - ((1 - estimate.ConfidenceLevel) / families)) / Normal.TwoSided(estimate.ConfidenceLevel);
        return estimate with { Lower = estimate.Value - (factor * (estimate.Value - estimate.Lower)), Upper = estimate.Value + (factor * (estimate.Upper - estimate.Value)) };
    }

    private static Change Of(Estimate? before, Estimate? after) => (before, after) switch
    {
        ({ } was, { } now) when was.ConfidenceLevel != now.ConfidenceLevel => Change.OtherLevels,
        ({ } was, { } now) when now.Lower > was.Upper => Change.Higher,
        ({ } was, { } now) when now.Upper < was.Lower => Change.Lower,
        ({ }, { }) => Change.NoneShown,
        _ => Change.NoEstimate,
    };

    private static bool IsLike(Standard before, Standard after) => before.Measure == after.Measure && Told(before.Options).SequenceEqual(Told(after.Options), StringComparer.Ordinal);

    private static IEnumerable<string> Told(MeasureOptions options) =>
        options.Names.Where(name => !s_subjects.Contains(name)).Select(name => $"{name}: {MeasureOptions.Empty.With(name, options[name]!)}");

    /// <summary>What became of a value.</summary>
    public enum Change
    {
        NoneShown,
        Higher,
        Lower,
        NoEstimate,
        OtherLevels,
        MeasuredOtherwise,
        OnlyEarlier,
        OnlyLater,
    }

    /// <summary>One standard for one population in both runs.</summary>
    public sealed record Line(StandardResult? Before, StandardResult? After, Verdict? Was, Verdict? Now, string Population, Change Change)
    {
        public StandardResult Either => After ?? Before!;

        public bool IsCompared => IsSignificant || Change == Change.NoneShown;

        public bool IsSignificant => Change is Change.Higher or Change.Lower;

        /// <summary>Whether the verdict is another one; that can follow from another bound as well as from another value.</summary>
        public bool IsOtherVerdict => Was is not null && Now is not null && Was.Status != Now.Status;

        public bool IsOtherBound => Was is not null && Now is not null && (Was.Bound != Now.Bound || Was.Direction != Now.Direction);
    }
}
