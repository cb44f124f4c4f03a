using Concordat.Audits;
using Concordat.Laboratories;
using Concordat.Models.Laboratories;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests.Laboratories;

public sealed class LaboratoryFindingsTests
{
    private static readonly ImmutableArray<MeasureDescription> s_measures =
    [
        LaboratoryDescription.Measure("x.y", "Y", "y.", MeasureUnit.Ratio), LaboratoryDescription.Measure("x.share", "Share", "s.", MeasureUnit.Proportion),
    ];

    // By hand: mean 3, s = √2.5, t(.975; 4) = 2.776445, half-width 2.776445 · √(2.5/5) = 1.963243.
    [Fact]
    public void Mean_OfOneToFive_HasStudentsInterval()
    {
        Estimate found = new LaboratoryFindings(new LaboratoryRequest(LaboratoryScale.Test, 1, 5), s_measures).Mean([1, 2, 3, 4, 5]);
        Assert.Equal(3, found.Value, 12);
        Assert.Equal(1.036757, found.Lower, 6);
        Assert.Equal(4.963243, found.Upper, 6);
        Assert.Equal((5, IntervalMethod.StudentT), ((int)found.Count, found.Method));
    }

    [Fact]
    public void Mean_OfNormalReplicates_HoldsTheTruthAsOftenAsItSays()
    {
        var findings = new LaboratoryFindings(new LaboratoryRequest(LaboratoryScale.Test, 1, 6) { ConfidenceLevel = .9 }, s_measures);
        var random = new Xoshiro(5);
        const int rounds = 2000;
        int held = 0;
        for (int round = 0; round < rounds; round++)
        {
            var values = new double[6];
            for (int i = 0; i < values.Length; i++)
                values[i] = 2 + (3 * random.NextNormal());
            Estimate found = findings.Mean(values);
            held += found.Lower <= 2 && 2 <= found.Upper ? 1 : 0;
        }

        // Four standard errors of a share of .9 over 2,000 rounds are .027.
        Assert.InRange(held / (double)rounds, .873, .927);
    }

    [Fact]
    public void Add_AReplicateWithoutAValue_IsAFindingThatSaysSo()
    {
        var findings = new LaboratoryFindings(new LaboratoryRequest(LaboratoryScale.Test, 1, 3), s_measures);
        Assert.Null(findings.Add("x.y", null, [1, double.NaN, 2]));
        Assert.Equal("1 of 3 replicates gave no finite value", Assert.Single(findings.All).WhyMissing);
    }

    [Fact]
    public void Sentences_OfAnEstimateThatCouldNotBeMade_GiveNoNumber()
    {
        Estimate none = default;
        Assert.All([LaboratoryText.Points(none), LaboratoryText.Share(none), LaboratoryText.Number(none)], sentence => Assert.Equal("not estimated", sentence));
    }

    [Fact]
    public void Add_Shares_HaveIntervalsWhereSharesLie()
    {
        var findings = new LaboratoryFindings(new LaboratoryRequest(LaboratoryScale.Test, 1, 3), s_measures);
        Estimate found = findings.Add("x.share", null, [0, .1, .2])!.Value;
        Assert.Equal(.1, found.Value, 12);
        Assert.Equal(0, found.Lower);
        Assert.True(found.Upper is > .2 and < 1);
    }
}
