using Concordat.Laboratories;

namespace Concordat.Models.Tests.Laboratories;

public sealed class SingleRewardLaboratoryTests
{
    private readonly LaboratoryRun _run = LaboratoryContractTests.Run("single-reward");

    [Fact]
    public void Run_MajorityGrows_OneRewardTakesFromTheMinorityAtEqualDivergence()
    {
        Assert.InRange(Difference("1 : 1").Value, -.02, .02);
        Assert.True(Difference("3 : 1").Upper < -.08 && Difference("10 : 1").Upper < Difference("3 : 1").Lower);
        foreach (string ratio in new[] { "1 : 1", "3 : 1", "10 : 1" })
        {
            Assert.True(Of("single-reward.gain", "minority", ratio, "max–min over the mixture").Lower > .05, ratio);
            Assert.Equal(
                Of("single-reward.divergence", null, ratio, "max–min over the mixture").Value, Of("single-reward.divergence", null, ratio, "one reward, at the divergence of max–min").Value, 1e-6);
        }
    }

    [Fact]
    public void Run_PlantedSharesAndEqualities_LieInTheirIntervals() => Assert.All(_run.Outcome.PlantedValues, planted => Assert.True(planted.IsHeld, planted.ToString()));

    private Estimate Difference(string ratio) => Of("single-reward.difference", "minority", ratio);

    private Estimate Of(string measure, string? camp, params string[] scope) => _run.Outcome.Result.Findings
        .Single(finding => finding.Measure == measure && finding.Group?.Label == camp && finding.Scope.Select(entry => entry.Value).SequenceEqual(scope)).Estimate!.Value;
}
