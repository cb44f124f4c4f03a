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
}
