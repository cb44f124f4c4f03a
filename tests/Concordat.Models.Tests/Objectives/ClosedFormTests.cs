using Concordat.Choice.Policies;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Tests.Objectives;

/// <summary>On finite candidates each objective ends at the policy that its paper derives.</summary>
public sealed class ClosedFormTests
{
    private const double Beta = .4;

    [Fact]
    public void Dpo_OnEveryPairWeightedByBradleyTerry_EndsAtTheKlOptimum()
    {
        CandidateSet candidates = Finite.Candidates();
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        ImmutableArray<ObjectiveExample> pairs = Finite.AllPairs(candidates, (i, j) => Finite.BradleyTerry(Finite.Reward[i], Finite.Reward[j]));
        Finite.Descend(policy, new DpoObjective { Beta = Beta }, () => pairs, 6000, 20);
        Finite.EqualWithin(KlOptimum.Solve(candidates, Finite.Reward, Beta).Policy, policy.Probabilities(), 1e-6);
    }

    [Fact]
    public void PolicyGradient_InExpectation_IsTheSlopeOfTheRegularisedReward()
    {
        CandidateSet candidates = Finite.Candidates();
        var policy = new LogLinearPolicy(candidates, [1, .2, -.5, .3, .8, -.1, .4, -1, .6, .9]);
        policy.Coefficients[0] = .7;
        policy.Coefficients[1] = -.4;
        double Value()
        {
            double[] p = policy.Probabilities();
            return candidates.Expect(p, Finite.Reward) - (Beta * candidates.Divergence(p));
        }

        foreach (bool hasBaseline in new[] { true, false })
        {
            policy.ClearGradient();
            PolicyStep.Evaluate(
                policy, new PolicyGradientObjective { Beta = Beta, HasBaseline = hasBaseline }, Finite.AllAnswers(candidates, i => [Finite.Reward[i]], policy.Probabilities()));
            for (int j = 0; j < 2; j++)
                Assert.Equal(-Slopes.Of(policy.Coefficients, j, Value), policy.Gradient[j], 1e-8);
        }
    }

    [Fact]
    public void PolicyGradient_InExpectation_EndsAtTheKlOptimum()
    {
        CandidateSet candidates = Finite.Candidates();
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        Finite.Descend(
            policy, new PolicyGradientObjective { Beta = Beta }, () => Finite.AllAnswers(candidates, i => [Finite.Reward[i]], policy.Probabilities()), 8000, 2);
        Finite.EqualWithin(KlOptimum.Solve(candidates, Finite.Reward, Beta).Policy, policy.Probabilities(), 1e-6);
    }

    [Fact]
    public void Ipo_OnEveryPairWeightedByBradleyTerry_EndsAtTheClosedFormOfAzar()
    {
        CandidateSet candidates = Finite.Candidates();
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        ImmutableArray<ObjectiveExample> pairs = Finite.AllPairs(candidates, (i, j) => Finite.BradleyTerry(Finite.Reward[i], Finite.Reward[j]));
        Finite.Descend(policy, new IpoObjective { Beta = Beta }, () => pairs, 2000, .3);
        // π* ∝ π_ref·exp(E_{y′ uniform} P(y ≻ y′)/β), a candidate against itself being ½ (Azar et al., theorem 1 with Ψ the identity).
        double[] wins =
        [
            .. Enumerable.Range(0, 5).Select(i =>
            {
                (int start, int end) = candidates.CandidatesOf(i < 3 ? 0 : 1);
                return Enumerable.Range(start, end - start).Average(j => Finite.BradleyTerry(Finite.Reward[i], Finite.Reward[j]));
            }),
        ];
        Finite.EqualWithin(KlOptimum.Solve(candidates, wins, Beta).Policy, policy.Probabilities(), 1e-6);
    }

    [Theory]
    [InlineData(CandidateOrigin.Listed)]
    [InlineData(CandidateOrigin.DrawnFromReference)]
    public void Rlhf_OnAllCandidates_EndsAtTheKlOptimumWithItsValue(CandidateOrigin origin)
    {
        CandidateSet candidates = Finite.Candidates();
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        var objective = new RlhfObjective { Beta = Beta, Origin = origin };
        // Draws from the reference: each candidate as often as its probability says.
        ImmutableArray<ObjectiveExample> all = Finite.AllAnswers(
            candidates, i => [Finite.Reward[i]], origin == CandidateOrigin.Listed ? null : candidates.Reference.ToArray());
        Finite.Descend(policy, objective, () => all, 6000, 2);
        (ImmutableArray<double> optimum, double value) = KlOptimum.Solve(candidates, Finite.Reward, Beta);
        Finite.EqualWithin(optimum, policy.Probabilities(), 1e-6);
        Assert.Equal(-value, PolicyStep.Evaluate(policy, objective, all).Value.Loss, 1e-9);
    }

    [Fact]
    public void MaxMin_OnAllCandidates_EndsWhereTheDualDoes()
    {
        CandidateSet candidates = CandidateSet.Uniform(4);
        var rewards = new GroupRewards(candidates, ["a", "b"], [.8, .2], [[1, .6, -.2, -1.4], [-1, .1, .9, 0]]);
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        ImmutableArray<ObjectiveExample> all = Finite.AllAnswers(candidates, i => [rewards[0][i], rewards[1][i]]);
        Finite.Descend(policy, new MaxMinObjective(2) { Beta = Beta, GroupRate = .05 }, () => all, 6000, .5);
        PolicySolution solved = MaxMinPolicy.Solve(rewards, new PolicyOptions { Beta = Beta });
        Finite.EqualWithin(solved.Policy, policy.Probabilities(), 1e-5);
    }

    [Fact]
    public void GroupRelative_InExpectation_EndsAtThePublishedFixedPoint()
    {
        CandidateSet candidates = Finite.Candidates();
        LogLinearPolicy policy = LogLinearPolicy.Tabular(candidates);
        const double beta = 3;
        Finite.Descend(
            policy, new GroupRelativeObjective { Beta = beta }, () => Finite.AllAnswers(candidates, i => [Finite.Reward[i]], policy.Probabilities()), 4000, .5);
        double[] found = policy.Probabilities();
        for (int prompt = 0; prompt < 2; prompt++)
        {
            (int start, int end) = candidates.CandidatesOf(prompt);
            double mean = 0, square = 0;
            for (int i = start; i < end; i++)
                (mean, square) = (mean + (found[i] * Finite.Reward[i]), square + (found[i] * Finite.Reward[i] * Finite.Reward[i]));
            for (int i = start; i < end; i++)
                Assert.Equal(candidates.Reference[i] / (1 - ((Finite.Reward[i] - mean) / Math.Sqrt(square - (mean * mean)) / beta)), found[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(PreferenceLoss.Dpo)]
    [InlineData(PreferenceLoss.Ipo)]
    public void GroupRobust_OnAllPairsOfTwoGroups_EndsWhereTheExactSolutionDoes(PreferenceLoss loss)
    {
        // Two groups of unequal size that disagree, over four candidates with three features.
        double[] features = [1, .2, -.4, -.3, .9, .1, .5, -.8, .7, -1, .3, .2];
        double[][] rewards = [[.8, -.4, .1, 0], [-.9, .7, .3, -.2]];
        CandidateSet candidates = CandidateSet.Uniform(4);
        var policy = new LogLinearPolicy(candidates, features);
        ImmutableArray<ObjectiveExample> pairs =
        [
            .. Finite.AllPairs(candidates, (i, j) => 3 * Finite.BradleyTerry(rewards[0][i], rewards[0][j])),
            .. Finite.AllPairs(candidates, (i, j) => Finite.BradleyTerry(rewards[1][i], rewards[1][j]), whose: 1),
        ];
        Finite.Descend(policy, new GroupRobustObjective([18, 6]) { Loss = loss, Beta = Beta, GroupRate = loss == PreferenceLoss.Dpo ? .2 : .02 }, () => pairs, 4000, loss == PreferenceLoss.Dpo ? 3 : .15);

        (int I, int J)[] below = [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, i) select (i, j)];
        var data = new Concordat.Estimators.RewardModels.FeatureComparisons(
            features, 3, [.. below.Concat(below).Select(pair => pair.I)], [.. below.Concat(below).Select(pair => pair.J)], [.. Enumerable.Range(0, 12).Select(i => i / 6)],
            [.. Enumerable.Range(0, 12).Select(i => Finite.BradleyTerry(rewards[i / 6][below[i % 6].I], rewards[i / 6][below[i % 6].J]))], 2);
        RobustPreferenceFit exact = RobustPreference.Fit(
            data, [.. Enumerable.Range(0, 12).Select(i => i / 6)], [.. Enumerable.Range(0, 12).Select(i => i < 6 ? 3.0 : 1)], 2,
            new RobustPreferenceOptions { Loss = loss, Beta = Beta, Ridge = 1e-12 });
        Finite.EqualWithin(exact.Coefficients, policy.Coefficients, 2e-4);
    }

    [Fact]
    public void Kto_OnGoodAndBadAnswers_HasTheValueOfItsFormula()
    {
        // ρ = .5 and −.2, mismatched ratios .3 and .1: z₀ = .2. β = 2: 1.5·(1 − σ(2·.3)) and .5·(1 − σ(2·.4)); σ(.6) = .6456563, σ(.8) = .6899745.
        ObjectiveExample good = ObjectiveExample.Answer(Finite.Candidate(0, 0)) with { Contrasts = [Finite.Candidate(1, 0)] };
        var batch = new ScoredBatch([good, good with { IsDesirable = false }], [-.5, -1.2], [-1, -1], [-.7, -.9], [-1, -1]);
        ObjectiveValue value = new KtoObjective { Beta = 2, DesirableWeight = 1.5, UndesirableWeight = .5 }.Evaluate(batch, 2, []);
        Assert.Equal(1.5 * .3543437, value.ExampleLosses[0], 1e-6);
        Assert.Equal(.5 * .3100255, value.ExampleLosses[1], 1e-6);
        Assert.Equal((1.5 * .3543437 / 2) + (.5 * .3100255 / 2), value.Loss, 1e-6);
        // A mean below 0 counts as 0: 1 − σ(2·.5) = .2689414.
        var below = new ScoredBatch([good], [-.5], [-1], [-1.4], [-1]);
        Assert.Equal(.2689414, new KtoObjective { Beta = 2 }.Evaluate(below, 1, []).Loss, 1e-6);
    }
}
