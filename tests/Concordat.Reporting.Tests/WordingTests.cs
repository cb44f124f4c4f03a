using Concordat.Audits;
using Concordat.Charters;
using Concordat.Runs;

namespace Concordat.Reporting.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData("group-outcomes.difference", MeasureUnit.ProportionDifference, -.1, BoundDirection.AtLeast, "at most 10 points behind is allowed")]
    [InlineData("group-outcomes.change-difference", MeasureUnit.ProportionDifference, -.1, BoundDirection.AtLeast, "at most 10 points behind is allowed")]
    [InlineData("group-outcomes.change", MeasureUnit.ProportionDifference, -.1, BoundDirection.AtLeast, "at most 10 points less is allowed")]
    [InlineData("group-outcomes.change", MeasureUnit.ProportionDifference, .15, BoundDirection.AtLeast, "at least 15 points more is owed")]
    [InlineData("group-outcomes.change", MeasureUnit.ProportionDifference, 0, BoundDirection.AtLeast, "no less than before is owed")]
    [InlineData("group-outcomes.difference", MeasureUnit.ProportionDifference, 0, BoundDirection.AtMost, "no more than the reference is allowed")]
    [InlineData("panel.shift", MeasureUnit.ProportionDifference, .05, BoundDirection.AtMost, "at most 5 points more is allowed")]
    [InlineData("panel.shift", MeasureUnit.ProportionDifference, -.05, BoundDirection.AtMost, "at least 5 points less is owed")]
    [InlineData("panel.shift", MeasureUnit.ProportionDistance, .05, BoundDirection.AtMost, "at most 5 points is allowed")]
    [InlineData("group-outcomes.ratio", MeasureUnit.Ratio, .8, BoundDirection.AtLeast, "at least 0.8 is owed")]
    public void Owed_Bound_IsSaidWithoutASign(string measure, MeasureUnit unit, double bound, BoundDirection direction, string expected) =>
        Assert.Equal(expected, Wording.Owed(bound, direction, new MeasureDescription(measure, "t", "d", unit, null, null, MeasurePopulations.Each, [])));

    [Theory]
    [InlineData("system", "System")]
    [InlineData("α", "α")]
    [InlineData("λ of the penalty", "λ of the penalty")]
    public void Capital_Symbol_StaysAsItIsWritten(string text, string expected) => Assert.Equal(expected, Wording.Capital(text));

    [Theory]
    [InlineData("Shift of a perception", "perception|distortion|mean tolerance|objectionable", "Shift of a perception by distortion")]
    [InlineData("Change between two systems", "from|to", "Change between two systems by from and to")]
    [InlineData("Repetition within a system", "system", "Repetition within a system by system")]
    [InlineData("Acceptance of made pieces", "of|answer", "Acceptance of made pieces by answer")]
    public void Title_Scope_IsNamedWithoutAListOfIt(string measure, string scope, string expected) =>
        Assert.Equal(expected, new FindingSeries(
            measure, MeasureUnit.Scale, false, [new Finding("m", null, null, "none") { Scope = [.. scope.Split('|').Select(name => new ScopeEntry(name, "x"))] }]).Title);

    [Fact]
    public void Spread_ChangeDifferenceBelowZero_SaysGainedLessAndNeverFell()
    {
        string spread = Spread("group-outcomes.change-difference", (-.19, -.26, -.12), (-.13, -.2, -.06))!;
        Assert.Equal("From base to tuned everyone shown gained less than the reference (every interval lies below zero): furthest behind India, −19.0 points, least Nigeria, −13.0 points.", spread);
        Assert.Contains("gained more than the reference", Spread("group-outcomes.change-difference", (.19, .12, .26), (.13, .06, .2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Spread_ChangeWithIntervalsThatOverlap_DoesNotCallThemApart() =>
        Assert.Equal(
            "From base to tuned the rate fell for everyone shown (every interval lies below zero): most for India, −19.0 points, least for Nigeria, −13.0 points.",
            Spread("group-outcomes.change", (-.19, -.26, -.12), (-.13, -.2, -.06)));

    [Fact]
    public void Spread_DifferenceBelowZero_OnlyNamesTheEnds() =>
        Assert.Equal("Highest and lowest: Nigeria, −13.0 points; India, −19.0 points.", Spread("group-outcomes.difference", (-.19, -.26, -.12), (-.13, -.2, -.06)));

    [Theory]
    [InlineData(.13)]
    [InlineData(.1302)]
    public void Spread_ValuesThatPrintAlike_SaysNothing(double second) =>
        Assert.Null(Spread("group-outcomes.difference", (.13, .1, .2), (second, .1, .2)));

    [Fact]
    public void Intervals_Standard_SayForWhomTheySpeak()
    {
        Run run = SampleRuns.Dialects();
        string Intervals(int standard) => new StandardView(run.Standards[standard], run, 1).Method().Single(part => part.Term == "Intervals").Text!;
        Assert.Contains("They speak for other items like these.", Intervals(0), StringComparison.Ordinal);
        Assert.Contains("They speak for other raters like these.", Intervals(3), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_StandardWithAReference_AsksForMoreInTheReferenceToo()
    {
        using var text = new StringWriter();
        SummaryText.Write(text, SampleRuns.Dialects());
        Assert.Contains("about 230 more items would decide it, with as many more in proportion in the reference group", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("about 94,000 more items would decide it\n", text.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>The sentence for Indian and Nigerian callers with these values and intervals.</summary>
    private static string? Spread(string measure, (double Value, double Lower, double Upper) first, (double Value, double Lower, double Upper) second)
    {
        Run run = SampleRuns.Dialects();
        StandardResult result = run.Standards[2];
        Estimate Of((double Value, double Lower, double Upper) drawn) => new(drawn.Value, drawn.Lower, drawn.Upper, .95, 100, IntervalMethod.MaxTBootstrap);
        Verdict At(int i, Estimate estimate) => result.Verdicts[i] with { Finding = result.Verdicts[i].Finding with { Measure = measure, Estimate = estimate } };
        Standard standard = result.Standard.Standard with { Measure = measure, Options = MeasureOptions.Empty.With("from", "base").With("to", "tuned") };
        return SpreadSentence.Of(
            result with
            {
                Standard = result.Standard with { Standard = standard },
                Measure = result.Measure with { Id = measure },
                Verdicts = [At(0, Of(first)), At(1, Of(second))],
            },
            run);
    }
}
