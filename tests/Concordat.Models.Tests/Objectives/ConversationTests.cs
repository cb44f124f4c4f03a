using Concordat.Choice.Policies;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Tests.Objectives;

/// <summary>Objectives of conversations with several turns.</summary>
public sealed class ConversationTests
{
    // Four states; in each the agent says one of three things, the last of them junk.
    private static readonly CandidateSet s_states = new([3, 3, 3, 3], [.5, .3, .2, .4, .4, .2, .3, .5, .2, .45, .35, .2]);

    [Fact]
    public void Segment_WithASharedPrefix_CancelsItToTheLastBit()
    {
        LogLinearPolicy policy = Moved();
        ObjectiveExample pair = ObjectiveExample.Pair(Finite.Conversation((0, 1), (1, 0), (2, 1)), Finite.Conversation((0, 1), (1, 2), (3, 0)));
        Assert.Equal((new TurnRange(1, 2), new TurnRange(1, 2)), SegmentDpoObjective.Segments(pair));
        ObjectiveValue without = Evaluate(policy, new SegmentDpoObjective(), pair), with = Evaluate(policy, new SegmentDpoObjective(), pair with { Segments = [new TurnRange(0, 3), new TurnRange(0, 3)] });
        Assert.Equal(without.Loss, with.Loss);
        Assert.Equal(without.Slopes[1..3], with.Slopes[1..3]);
        Assert.Equal(0, without.Slopes[0]);
        Assert.Equal(0, with.Slopes[0] + with.Slopes[3]);
        // The history is the same, so that the prefix moves no coefficient either.
        double[] first = Gradient(policy, new SegmentDpoObjective(), pair);
        Finite.EqualWithin(first, Gradient(policy, new DpoObjective(), pair), 1e-15);
    }

    [Fact]
    public void Segment_OfOneTurn_IsDpoOfThatTurn()
    {
        LogLinearPolicy policy = Moved();
        ObjectiveExample pair = ObjectiveExample.Pair(Finite.Conversation((0, 1), (1, 0), (2, 1)), Finite.Conversation((0, 1), (1, 2), (3, 0))) with
        {
            Segments = [new TurnRange(1, 1), new TurnRange(1, 1)],
        };
        ObjectiveExample turn = ObjectiveExample.Pair(Finite.Candidate(1, 0), Finite.Candidate(1, 2));
        Assert.Equal(Evaluate(policy, new DpoObjective(), turn).Loss, Evaluate(policy, new SegmentDpoObjective(), pair).Loss);
        Assert.Equal(Gradient(policy, new DpoObjective(), turn), Gradient(policy, new SegmentDpoObjective(), pair));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 3)]
    [InlineData(1, 3)]
    public void Segment_OfUnequalLengths_KeepsThePartitionTermsAndIsRefusedUnlessAskedFor(int chosen, int rejected)
    {
        // With r = β log π/π_ref + β log Z at each turn, the same log Z everywhere must not matter: it does, by (k⁺ − k⁻)·log Z.
        ObjectiveExample pair = Pair(chosen, rejected), equal = Pair(chosen, chosen);
        const double logZ = .4;
        var open = new SegmentDpoObjective { Beta = 1, AllowsUnequal = true };
        Assert.Equal((chosen - rejected) * logZ, Shifted(pair, logZ) - Shifted(pair, 0), 1e-12);
        Assert.Equal(0, Shifted(equal, logZ) - Shifted(equal, 0), 1e-12);
        Assert.Contains($"{chosen} and {rejected}", Assert.Throws<ArgumentException>(() => new SegmentDpoObjective().Require(pair)).Message, StringComparison.Ordinal);
        open.Require(pair);

        double Shifted(ObjectiveExample example, double by)
        {
            int n = example.Sequences.Sum(sequence => sequence.ScoredTokens);
            return open.Evaluate(new ScoredBatch([example], [.. Enumerable.Repeat(by - 1, n)], [.. Enumerable.Repeat(-1.0, n)]), 1, []).Margins[0];
        }
    }

    [Fact]
    public void Segment_LongerOnTheRejectedSide_FallsWhileBothConversationsBecomeLessProbable()
    {
        // One feature, the junk that no conversation holds: raising it says nothing of the preference and makes both sides less probable.
        var policy = new LogLinearPolicy(s_states, [.. Enumerable.Range(0, 12).Select(i => i % 3 == 2 ? 1.0 : 0)]);
        var objective = new SegmentDpoObjective { Beta = 1, AllowsUnequal = true };
        ObjectiveExample unequal = Pair(1, 3), equal = Pair(3, 3);
        Assert.Equal(0, Gradient(policy, objective, equal)[0], 1e-15);
        double before = Evaluate(policy, objective, unequal).Loss;
        double[] at = [.. unequal.Sequences.Select(sequence => policy.LogProbabilities([sequence]).Sum())];
        Finite.Descend(policy, objective, () => [unequal], 400, 1);
        Assert.True(Evaluate(policy, objective, unequal).Loss < .1 * before);
        Assert.All(unequal.Sequences.Zip(at), pair => Assert.True(policy.LogProbabilities([pair.First]).Sum() < pair.Second - 2));
        // What it says by now is junk, in every state.
        Assert.All(Enumerable.Range(0, 4), state => Assert.True(policy.Probabilities()[(3 * state) + 2] > .8));
    }

    [Fact]
    public void TurnWeights_OfDmpo_AreTheDiscountsThatArePublished()
    {
        // γ .7, T = 3, by hand: .7ᵗ(1 − .7^{3−t})/(1 − .343) = 1, .7·.51/.657, .49·.3/.657.
        Finite.EqualWithin([1, .357 / .657, .147 / .657], new DmpoObjective().TurnWeights(3), 1e-12);
        Finite.EqualWithin([1, .75, .5, .25], new DmpoObjective { Gamma = 1 }.TurnWeights(4), 1e-12);
        Assert.Equal([1.0], new DmpoObjective().TurnWeights(1));
    }

    [Fact]
    public void Dmpo_OfOneTurn_IsDpo()
    {
        LogLinearPolicy policy = Moved();
        ObjectiveExample turn = ObjectiveExample.Pair(Finite.Candidate(1, 0), Finite.Candidate(1, 2));
        Assert.Equal(Evaluate(policy, new DpoObjective(), turn).Loss, Evaluate(policy, new DmpoObjective(), turn).Loss);
    }

    [Fact]
    public void PolicyGradient_OfTwoTurns_IsTheSlopeOfTheDiscountedReturn()
    {
        // First state 0; what is said there leads to state 1 (said 0), 2 (said 1) or 3 (said 2), where the second turn is.
        LogLinearPolicy policy = Moved();
        const double gamma = .6;
        double First(int a) => (.5 * a) - .3;
        double Second(int a, int b) => (a * b) - (.7 * b);
        double Value()
        {
            double[] p = policy.Probabilities();
            double value = 0;
            for (int a = 0; a < 3; a++)
            {
                value += p[a] * First(a);
                for (int b = 0; b < 3; b++)
                    value += p[a] * p[(3 * (a + 1)) + b] * gamma * Second(a, b);
            }

            return value;
        }

        double[] at = policy.Probabilities();
        (int A, int B)[] all = [.. from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) select (a, b)];
        var example = new ObjectiveExample([.. all.Select(x => Finite.Conversation((0, x.A), (x.A + 1, x.B)))])
        {
            Rewards = [.. all.Select(x => (ImmutableArray<double>)[First(x.A), Second(x.A, x.B)])],
            SequenceWeights = [.. all.Select(x => at[x.A] * at[(3 * (x.A + 1)) + x.B])],
        };
        double[] gradient = Gradient(policy, new PolicyGradientObjective { Beta = 0, Gamma = gamma }, example);
        for (int j = 0; j < gradient.Length; j++)
            Assert.Equal(-Slopes.Of(policy.Coefficients, j, Value), gradient[j], 1e-8);
    }

    [Fact]
    public void PartnerAware_InExpectation_IsTheSlopeOfTheRewardLessTheDistanceFromTheCounterfactual()
    {
        // State 0 with the partner's advice, state 1 the same question with the prefix that it will not help; the second is held still.
        LogLinearPolicy policy = Moved();
        double[] reward = [.7, -.2, .1], still = policy.Probabilities();
        const double beta = .3, lambda = .45;
        double Value()
        {
            double[] p = policy.Probabilities();
            double value = 0;
            for (int a = 0; a < 3; a++)
                value += p[a] * (reward[a] - (beta * Math.Log(p[a] / s_states.Reference[a])) - (lambda * Math.Log(p[a] / still[3 + a])));
            return value;
        }

        double[] gradient = Gradient(policy, new PolicyGradientObjective { Beta = beta, Lambda = lambda }, Advised(reward, still));
        for (int j = 0; j < gradient.Length; j++)
            Assert.Equal(-Slopes.Of(policy.Coefficients, j, Value), gradient[j], 1e-8);
    }

    [Fact]
    public void PartnerAware_WithLambdaZero_IsPlainPolicyGradientToTheLastBit()
    {
        LogLinearPolicy policy = Moved();
        ObjectiveExample advised = Advised([.7, -.2, .1], policy.Probabilities());
        Assert.Equal(
            Gradient(policy, new PolicyGradientObjective(), advised with { Contrasts = [] }), Gradient(policy, new PolicyGradientObjective { Lambda = 0 }, advised));
        Assert.NotEqual(
            Gradient(policy, new PolicyGradientObjective(), advised), Gradient(policy, new PolicyGradientObjective { Lambda = .1 }, advised));
        Assert.Throws<ArgumentException>(() => new PolicyGradientObjective { Lambda = .1 }.Require(advised with { Contrasts = [] }));
        Assert.Throws<ArgumentException>(() => new PolicyGradientObjective { Lambda = .1 }.Require(advised with { Contrasts = [.. advised.Contrasts.Reverse()] }));
    }

    [Fact]
    public void GroupRelative_BeyondTheClippingRange_StopsWhereTheRatioHasGoneFarEnough()
    {
        // Rewards 1 and 0: A = ±1. Ratios e^.5 and e^−.5 lie outside .8 … 1.2: the good answer gains no more, the bad one no more loses.
        var example = new ObjectiveExample([Finite.Candidate(0, 0), Finite.Candidate(0, 1)]) { Rewards = [[1], [0]], Behaviour = [-1, -1] };
        var objective = new GroupRelativeObjective { Beta = 0 };
        ObjectiveValue outside = objective.Evaluate(new ScoredBatch([example], [-.5, -1.5], [-1, -1]), 1, []);
        Assert.Equal([0.0, 0.0], outside.Slopes);
        Assert.Equal(-(1.2 - .8) / 2, outside.Loss, 1e-12);
        // The other way round the step back is taken in full: −½·e^−.5·1 and −½·e^.5·(−1).
        ObjectiveValue back = objective.Evaluate(new ScoredBatch([example], [-1.5, -.5], [-1, -1]), 1, []);
        Finite.EqualWithin([-.5 * Math.Exp(-.5), .5 * Math.Exp(.5)], back.Slopes, 1e-12);
    }

    private static ObjectiveExample Advised(double[] reward, double[] probabilities) => new([.. Enumerable.Range(0, 3).Select(a => Finite.Candidate(0, a))])
    {
        Rewards = [.. reward.Select(r => (ImmutableArray<double>)[r])],
        SequenceWeights = [.. probabilities[..3]],
        Contrasts = [.. Enumerable.Range(0, 3).Select(a => Finite.Candidate(1, a))],
    };

    // Conversations of so many turns, that say other things from the first on, never junk.
    private static ObjectiveExample Pair(int chosen, int rejected) =>
        ObjectiveExample.Pair(
            Finite.Conversation([.. Enumerable.Range(0, chosen).Select(t => (t % 4, 0))]), Finite.Conversation([.. Enumerable.Range(0, rejected).Select(t => (t % 4, 1))])) with
        {
            Segments = [new TurnRange(0, chosen), new TurnRange(0, rejected)],
        };

    private static LogLinearPolicy Moved()
    {
        LogLinearPolicy policy = LogLinearPolicy.Tabular(s_states);
        Small.Doubles(Small.Normal(12, 4)).CopyTo(policy.Coefficients, 0);
        return policy;
    }

    private static ObjectiveValue Evaluate(LogLinearPolicy policy, IObjective objective, ObjectiveExample example) => PolicyStep.Evaluate(policy, objective, [example]).Value;

    private static double[] Gradient(LogLinearPolicy policy, IObjective objective, ObjectiveExample example)
    {
        policy.ClearGradient();
        PolicyStep.Evaluate(policy, objective, [example]);
        return [.. policy.Gradient];
    }
}
