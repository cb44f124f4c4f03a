using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests.Segments;

public sealed class SegmentPipelineTests
{
    [Fact]
    public async Task Run_JudgeThatGoesOn_CutsBothToTheEndThatBothHave()
    {
        // Turns 0 … 5 were said, the continuation gives 1 … 3 anew: the judge's end 7 is cut to 3.
        SegmentOutcome outcome = await Talk.Run(Talk.Session(5, "p0", "a1", "p2", "a3", "p4", "a5"), Talk.Judge.Of(1, 1, 7), Talk.Continuation("x1", "y2", "x3"));
        SegmentPair pair = Assert.Single(outcome.Pairs);
        Assert.Equal((1, 1, 3, 4), (pair.ErrorTurn, pair.Start, pair.End, pair.Cut));
        Assert.Equal(["p0"], pair.Prefix.Select(said => said.Text));
        Assert.Equal(["x1", "y2", "x3"], pair.Chosen.Select(said => said.Text));
        Assert.Equal(["a1", "p2", "a3"], pair.Rejected.Select(said => said.Text));
        Assert.Equal(["agent", "partner", "agent"], pair.Chosen.Select(said => said.Role));
    }

    [Fact]
    public async Task Run_ContinuationThatBeginsAlike_StartsWhereItDiffersFirst()
    {
        SegmentOutcome outcome = await Talk.Run(Talk.Session(5, "p0", "a1", "p2", "a3"), Talk.Judge.Of(1, 1, 3), Talk.Continuation("a1 ", "p2", "x3"));
        SegmentPair pair = Assert.Single(outcome.Pairs);
        Assert.Equal((1, 3, 3), (pair.ErrorTurn, pair.Start, pair.End));
        Assert.Equal(["p0", "a1", "p2"], pair.Prefix.Select(said => said.Text));
    }

    [Fact]
    public async Task Run_CutThatLeavesATurnOfThePartner_TakesItAwayToo()
    {
        SegmentOutcome outcome = await Talk.Run(Talk.Session(5, "p0", "a1", "p2"), Talk.Judge.Of(1, 1, 3), Talk.Continuation("x1", "y2", "x3"));
        Assert.Equal(["x1"], Assert.Single(outcome.Pairs).Chosen.Select(said => said.Text));
    }

    [Theory]
    [InlineData(SegmentRule.GoalNotBelow, 7.0, 1, 1, 1)]
    [InlineData(SegmentRule.ErrorTurnUnparsable, 5.0, 2, 1, 1)]
    [InlineData(SegmentRule.ChoiceUnparsable, 5.0, 1, 2, 1)]
    [InlineData(SegmentRule.SegmentOdd, 5.0, 1, 1, 2)]
    [InlineData(SegmentRule.SegmentEmpty, 5.0, 1, 1, 0)]
    public async Task Run_AnswerThatDoesNotFit_IsDroppedByItsRule(SegmentRule rule, double goal, int error, int best, int end)
    {
        SegmentOutcome outcome = await Talk.Run(Talk.Session(goal, "p0", "a1", "p2", "a3"), Talk.Judge.Of(error, best, end), Talk.Continuation("x1", "y2", "x3"));
        Assert.Empty(outcome.Pairs);
        Assert.Equal(rule, Assert.Single(outcome.Drops).Rule);
        Assert.Equal(1, outcome.ByRule.Single(drop => drop.Rule == rule).Count);
    }

    [Fact]
    public async Task Run_SessionsThatGiveNothing_AreDroppedByTheirRules()
    {
        Continuation other = Talk.Continuation("x1");
        async Task<SegmentRule> RuleOf(Session session, JudgeStep? none, params Continuation[] continuations) => Assert.Single((await Talk.Run(
            session, new Talk.Judge(question => question.Step == none ? JudgeAnswer.None("") : question.Answer(1, "")), continuations)).Drops).Rule;
        Session usual = Talk.Session(5, "p0", "a1", "p2");
        Assert.Equal(SegmentRule.GoalMissing, await RuleOf(usual with { Goal = null }, null, other));
        Assert.Equal(SegmentRule.NoAgentTurn, await RuleOf(Talk.Session(5, "p0"), null, other));
        Assert.Equal(SegmentRule.NoErrorTurn, await RuleOf(usual, JudgeStep.ErrorTurn, other));
        Assert.Equal(SegmentRule.NoContinuation, await RuleOf(usual, null, new Continuation([], "empty"), new Continuation(Talk.Turns(false, "y"), "the partner's")));
        Assert.Equal(SegmentRule.NoneBetter, await RuleOf(usual, JudgeStep.Best, other));
        Assert.Equal(SegmentRule.NoDifference, await RuleOf(usual, null, Talk.Continuation("a1", "p2")));
        Assert.Equal(SegmentRule.SegmentOdd, await RuleOf(usual, null, Talk.Continuation("a1", "y2", "x3")));
        Assert.Equal(SegmentRule.NoSegment, await RuleOf(usual, JudgeStep.SegmentEnd, other));
    }

    [Fact]
    public async Task Run_WhateverJudgeAndSampler_GivesSegmentsOfEquallyManyTurnsInTheSamePlaces()
    {
        var random = new Xoshiro(11);
        int pairs = 0;
        for (int i = 0; i < 600; i++)
        {
            string[] Words(char letter) => [.. Enumerable.Range(0, 1 + random.NextInt(7)).Select(turn => $"{letter}{(random.NextInt(3) == 0 ? 0 : turn)}")];
            Session session = Talk.Session(5, ["p", .. Words('a')]);
            Continuation[] ways = [Talk.Continuation(Words('a')), Talk.Continuation(Words('x'))];
            SegmentOutcome outcome = await Talk.Run(session, new Talk.Judge(question => question.Answer(question.Step == JudgeStep.Best ? 1 + random.NextInt(2) : 1 + random.NextInt(8), "")), ways);
            Assert.Equal(1, outcome.Pairs.Length + outcome.Drops.Length);
            foreach (SegmentPair pair in outcome.Pairs)
            {
                pairs++;
                Assert.Equal(pair.Chosen.Select(said => said.Role), pair.Rejected.Select(said => said.Role));
                Assert.True(pair.Chosen[0].IsAgent && pair.Chosen[^1].IsAgent);
                Assert.NotEqual(pair.Chosen[0].Text, pair.Rejected[0].Text);
                Assert.Equal(session.Turns.Take(pair.Start).Select(turn => turn.Text), pair.Prefix.Select(said => said.Text));
                Assert.Equal(session.Turns.Skip(pair.Start).Take(pair.Rejected.Length).Select(turn => turn.Text), pair.Rejected.Select(said => said.Text));
            }
        }

        Assert.InRange(pairs, 40, 360);
    }

    [Fact]
    public async Task Run_OracleOnDeclaredPoints_PicksTheTurnsByHand()
    {
        // Points are the digits of the words. Turn 3 loses most; the second way gains 4 + 3 − (−3 + 1) there; its lead is greatest at turn 5 already.
        var points = new Dictionary<string, TurnPoints> { ["ok"] = new(1, 0), ["bad"] = new(-3, 0), ["good"] = new(4, 0), ["fine"] = new(3, 0), ["rude"] = new(9, -1) };
        var oracle = new OracleJudge((_, turn) => points.TryGetValue(turn.Text, out TurnPoints own) ? own : null);
        Session session = Talk.Session(5, "p", "ok", "p", "bad", "p", "ok", "p", "ok");
        SegmentOutcome outcome = await Talk.Run(session, oracle, Talk.Continuation("rude", "q", "rude"), Talk.Continuation("good", "q", "fine", "q", "ok"), Talk.Continuation("ok", "q", "ok"));
        SegmentPair pair = Assert.Single(outcome.Pairs);
        Assert.Equal((3, 3, 5), (pair.ErrorTurn, pair.Start, pair.End));
        Assert.Equal(["good", "q", "fine"], pair.Chosen.Select(said => said.Text));
        Assert.Equal(SegmentRule.NoErrorTurn, Assert.Single((await Talk.Run(Talk.Session(5, "p", "ok"), oracle)).Drops).Rule);
        Assert.Equal(SegmentRule.NoneBetter, Assert.Single((await Talk.Run(session, oracle, Talk.Continuation("rude"), Talk.Continuation("bad"))).Drops).Rule);
    }
}
