using Concordat.Choice.Policies;
using Concordat.Laboratories;
using Concordat.Models.Laboratories.Composition;

namespace Concordat.Models.Tests.Laboratories;

public sealed class CompositionLaboratoryTests
{
    private readonly LaboratoryRun _run = LaboratoryContractTests.Run("composition");

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.0, 1)]
    public void Endless_OneGroupAlone_EndsAtTheClosedForm(double share, int group)
    {
        double[] expected = [.. KlOptimum.Solve(CompositionWorld.Candidates, CompositionWorld.Rewards[group], CompositionWorld.Beta).Policy];
        double[] found = LogLinearTraining.Train(CompositionPanel.Endless(share), default);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-5);
    }

    // The groups are mirror images of each other.
    [Fact]
    public void Endless_SharesExchanged_ExchangeWhatTheGroupsGet()
    {
        var scale = CompositionScale.Of(LaboratoryScale.Full);
        double[,] gains = CompositionLaboratory.Endless(scale, default);
        for (int s = 0; s < scale.Shares.Length; s++)
            Assert.Equal(gains[s, 0], gains[scale.Shares.Length - 1 - s, 1], 1e-5);
        Assert.True(gains[0, 0] < 0 && gains[scale.Even, 0] > .05 && gains[scale.Shares.Length - 1, 0] > gains[scale.Even, 0]);
    }

    [Fact]
    public void Run_PlantedValues_LieInTheirIntervals() => Assert.All(_run.Outcome.PlantedValues, planted => Assert.True(planted.IsHeld, planted.ToString()));

    [Fact]
    public void Run_LanguageModel_FollowsThePanelAndEvenedWeightsTakeThatBack()
    {
        double asItIs = Difference("language model", "each choice counts once", "90 : 10"), evened = Difference("language model", "each group counts for half", "90 : 10");
        Assert.True(asItIs > .08, $"{asItIs}");
        Assert.True(Math.Abs(evened) < asItIs / 2, $"{evened} against {asItIs}");
        Assert.True(Difference("language model", "each choice counts once", "10 : 90") < -.04);
    }

    private double Difference(params string[] scope) => _run.Outcome.Result.Findings
        .Single(finding => finding.Measure == "composition.difference" && finding.Scope.Select(entry => entry.Value).SequenceEqual(scope)).Estimate!.Value.Value;
}
