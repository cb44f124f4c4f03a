using System.Collections.Immutable;
using Concordat.Estimators.Planning;

namespace Concordat.Tests.Estimators.Planning;

public sealed class PanelPlannerTests
{
    [Theory]
    [InlineData(.05, 1600)]
    [InlineData(.03, 4400)]
    public void IndependentRatings_NearOneHalfAtEightyPerCentPower_IsThePublishedSize(double gap, double expected) =>
        Assert.Equal(expected, Math.Round(PanelPlanner.IndependentRatings(gap, .8, .05, .5) / 100) * 100);

    [Fact]
    public void VarianceOfMean_Components_IsTheirSum() =>
        Assert.Equal((.04 / 50) + (.02 / 30) + (.2 / 500), PanelPlanner.VarianceOfMean(.04, .02, .2, 30, 50, 10), 1e-15);

    [Fact]
    public void Plan_NoSpread_NeedsTheFormulasRatingsAndHasThePowerAskedFor()
    {
        PanelPlan plan = PanelPlanner.Plan(
            new PanelPlanOptions { Gap = .1, RatingsPerRater = 10, DesignEffect = 1, Simulations = 1000, Seed = 3 }, default);
        Assert.Equal(Math.Ceiling(PanelPlanner.IndependentRatings(.1, .8, .05, .5)), plan.IndependentRatingsPerGroup);
        Assert.Equal((int)Math.Ceiling(plan.RatingsPerGroup / 10.0), plan.RatersPerGroup);
        Assert.InRange(plan.SimulatedPower!.Value.Value, .76, .85);
    }

    [Fact]
    public void Plan_RatersAndItemsVary_FormulaAndSimulationAgree()
    {
        PanelPlan plan = PanelPlanner.Plan(
            new PanelPlanOptions { Gap = .1, RatingsPerRater = 20, Items = 80, RaterSpread = .8, ItemSpread = 1, Simulations = 1000, Seed = 3 }, default);
        Assert.InRange(plan.DesignEffect, 2, 4.5);
        Assert.InRange(plan.SimulatedPower!.Value.Value, .74, .86);
    }

    [Fact]
    public void Plan_IgnoringTheRaters_FallsShortAndTheSimulationSaysHowMany()
    {
        PanelPlan plan = PanelPlanner.Plan(
            new PanelPlanOptions { Gap = .1, RatingsPerRater = 20, Items = 80, RaterSpread = .8, DesignEffect = 1, Simulations = 400, Seed = 3 }, default);
        Assert.True(plan.SimulatedPower!.Value.Value < .6);
        Assert.True(plan.SimulatedRatersPerGroup > 1.5 * plan.RatersPerGroup);
    }

    [Fact]
    public void Plan_GapThatLeavesTheUnitInterval_IsAnError() =>
        Assert.Contains("expected both inside", Assert.Throws<ArgumentException>(() =>
            PanelPlanner.Plan(new PanelPlanOptions { Gap = .3, Rate = .9 }, default)).Message, StringComparison.Ordinal);

    [Fact]
    public void Next_UnevenCoverage_FillsItAndBalancesTheLoad()
    {
        int[] group = [0, 0, 0, 1, 1, -1];
        (int, int)[] rated = [(0, 0), (0, 1), (0, 2), (1, 0), (3, 0)];
        var next = AssignmentPlanner.Next(group, 2, 3, rated, 7);
        Assert.Equal(7, next.Length);
        Assert.Equal(next.Length, next.Select(pair => (pair.Rater, pair.Item)).Distinct().Count());
        Assert.DoesNotContain(next, pair => rated.Contains((pair.Rater, pair.Item)) || pair.Rater == 5);
        Assert.Equal([(1, 1), (2, 1)], next.Take(2).Select(pair => (pair.Item, pair.Group)));
        int[,] coverage = new int[3, 2];
        int[] load = new int[6];
        foreach ((int rater, int item) in rated.Concat(next.Select(pair => (pair.Rater, pair.Item))))
        {
            coverage[item, group[rater]]++;
            load[rater]++;
        }

        Assert.All(Enumerable.Range(0, 3), item => Assert.True(coverage[item, 0] >= 2 && coverage[item, 1] >= 2));
        Assert.True(load[..5].Max() - load[..5].Min() <= 2);
    }

    [Fact]
    public void Next_EverythingRated_GivesFewer() =>
        Assert.Single(AssignmentPlanner.Next([0], 1, 2, [(0, 0)], 10));

    [Fact]
    public void For_UnevenCoverage_GivesTheLeastCoveredThatAreStillWantedAndNotDone()
    {
        // Items 0 … 5 with coverage 2, 0, 1, 0, 3, 1; three are wanted of each; item 1 is done. Left in order of coverage: 3, then 2 and 5, then 0.
        int[] coverage = [2, 0, 1, 0, 3, 1];
        bool[] isDone = [false, true, false, false, false, false];
        ImmutableArray<int> next = AssignmentPlanner.For(coverage, 3, isDone, 10, seed: 4);
        Assert.Equal(4, next.Length);
        Assert.Equal((3, 0), (next[0], next[3]));
        Assert.Equal([2, 5], next[1..3].Order());
        Assert.Equal<int>(next.Take(2), AssignmentPlanner.For(coverage, 3, isDone, 2, seed: 4));
    }

    [Fact]
    public void For_RatersInTurn_CoverEveryItemAsOftenAsWantedAndNoOftener()
    {
        var coverage = new int[30];
        for (int rater = 0; rater < 12; rater++)
        {
            foreach (int item in AssignmentPlanner.For(coverage, 4, new bool[30], 10, (ulong)rater))
                coverage[item]++;
        }

        Assert.All(coverage, covered => Assert.Equal(4, covered));
    }
}
