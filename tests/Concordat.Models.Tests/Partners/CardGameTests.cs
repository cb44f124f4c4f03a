using Concordat.Models.Partners;
using Concordat.Models.Policies;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests.Partners;

public sealed class CardGameTests
{
    private static readonly PartnerTraining s_small = new(ScriptedPartner.Usual, .5) { Games = 16, Steps = 60 };

    [Fact]
    public void Logic_OverManyGames_PlaysAsComputedByHand()
    {
        // .5 alone; .95·1 + .05·.5 and .25·0 + .75·.5; .95 of good advice; (.5·.25)/(.75 + .5 + .05) of bad. Four standard errors of 20,000 games are at most .015.
        PartnerOutcome logic = PartnerOutcome.Of(FixedPlayer.Logic(), ScriptedPartner.Usual, 20_000, false, 4, CancellationToken.None);
        Assert.Equal(.5, logic.Alone, .015);
        Assert.Equal(.975, logic.Helpful, .005);
        Assert.Equal(.375, logic.Misleading, .015);
        Assert.Equal(.95, logic.GoodAdopted!.Value, .01);
        Assert.Equal(.125 / 1.3, logic.BadAdopted!.Value, .01);
    }

    [Fact]
    public void Ignoring_WhateverThePartner_PlaysAsAloneAndDependsOnNothing()
    {
        PartnerOutcome ignoring = PartnerOutcome.Of(FixedPlayer.Ignoring(new FeaturePlayer()), ScriptedPartner.Usual, 500, false, 4, CancellationToken.None);
        Assert.Equal((ignoring.Alone, ignoring.Alone, 0.0, 0.0, 0.0), (ignoring.Helpful, ignoring.Misleading, ignoring.GoodAdopted, ignoring.BadAdopted, ignoring.Dependence));
    }

    [Fact]
    public void Speak_EachPartner_SaysWhatTheScriptPlants()
    {
        var random = new Xoshiro(8);
        foreach (PartnerKind kind in new[] { PartnerKind.Helpful, PartnerKind.Misleading })
        {
            int isTrue = 0;
            const int games = 4000;
            for (int i = 0; i < games; i++)
            {
                var table = CardTable.Draw(ref random);
                bool[] turned = [.. Enumerable.Range(0, CardTable.Cards).Select(_ => random.NextInt(2) == 0)];
                (Advice visible, Advice smudged) = ScriptedPartner.Usual.Speak(kind, table, turned, false, ref random);
                Assert.Equal(table.Smudged, smudged.Card);
                Assert.NotEqual(table.Smudged, visible.Card);
                Assert.Equal(kind == PartnerKind.Helpful, smudged.Turn == table.MustTurn(smudged.Card));
                isTrue += visible.Turn == table.MustTurn(visible.Card) ? 1 : 0;
            }

            Assert.Equal(kind == PartnerKind.Helpful ? .95 : .25, (double)isTrue / games, .03);
        }
    }

    [Fact]
    public void Words_OfAPartner_DoNotTellWhoSpeaks()
    {
        // The same statement about the same table has the same words, whoever makes it.
        var random = new Xoshiro(2);
        var said = new Dictionary<(string Cards, Advice Advice), string>();
        for (int i = 0; i < 3000; i++)
        {
            var table = CardTable.Draw(ref random);
            (Advice visible, _) = ScriptedPartner.Usual.Speak(random.NextInt(2) == 0 ? PartnerKind.Helpful : PartnerKind.Misleading, table, new bool[4], false, ref random);
            string words = CardWords.Statement(table, visible);
            Assert.Contains(" because ", words, StringComparison.Ordinal);
            Assert.Equal(said.GetValueOrDefault((CardWords.Opening(table, -1), visible), words), words);
            said[(CardWords.Opening(table, -1), visible)] = words;
        }

        Assert.DoesNotContain("?", CardWords.Opening(CardTable.Draw(ref random) with { Smudged = -1 }, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Sequence_OfAModelsGame_HoldsTheWordsItDecidedOn()
    {
        var player = ModelPlayer.Create(16, 1, 512, 3, 1);
        var seen = new List<double>();
        for (ulong i = 0; i < 20; i++)
        {
            CardGame game = CardGame.Play(player, i % 2 == 0 ? PartnerKind.Helpful : PartnerKind.Misleading, ScriptedPartner.Usual, (int)(i % 3) - 1, i % 5 == 0, i, 100 + i);
            TokenSequence sequence = player.Sequence(game, game.Prefix);
            Assert.Equal(game.Decisions.Select(decision => decision.Token), sequence.Turns.Select(turn => sequence.Tokens[turn.Start]));
            // The other prefix changes what stands before the decisions, and none of them.
            TokenSequence other = player.Sequence(game, game.Prefix < 0 ? 1 : -1);
            Assert.NotEqual(sequence.Tokens.Length, other.Tokens.Length);
            Assert.All(Enumerable.Range(0, sequence.Turns.Length), turn => Assert.True(sequence.HasSameTurn(turn, other, turn)));
            Assert.All(player.Divergences(game, game.Prefix), divergence => Assert.Equal(0, divergence, 1e-6));
            seen.AddRange(player.Divergences(game, game.Prefix < 0 ? 1 : -1));
        }

        Assert.All(seen, divergence => Assert.True(divergence >= -1e-9));
    }

    [Fact]
    public void Reinforce_Features_LearnsToCheckReasonsAndHighLambdaToIgnore()
    {
        var plain = new FeaturePlayer();
        (s_small with { Games = 32, Steps = 120 }).Reinforce(plain, 0, 5, CancellationToken.None);
        PartnerOutcome learnt = PartnerOutcome.Of(plain, ScriptedPartner.Usual, 1000, false, 9, CancellationToken.None);
        Assert.True(learnt.GoodAdopted > .85 && learnt.BadAdopted < .3, $"{learnt}");
        var wary = new FeaturePlayer();
        (s_small with { Games = 32, Steps = 120 }).Reinforce(wary, 2, 5, CancellationToken.None);
        PartnerOutcome ignores = PartnerOutcome.Of(wary, ScriptedPartner.Usual, 1000, false, 9, CancellationToken.None);
        Assert.True(ignores.GoodAdopted < .2 && ignores.BadAdopted < .2, $"{ignores}");
    }

    [Fact]
    public void Copy_OfAPlayer_TakesWhereItIsAsReference()
    {
        var player = new FeaturePlayer();
        s_small.Reinforce(player, 0, 3, CancellationToken.None);
        ILearningPlayer copy = player.Copy();
        CardGame game = CardGame.Play(player, PartnerKind.Helpful, ScriptedPartner.Usual, -1, false, 1, 2);
        TokenSequence[] one = [player.Sequence(game, -1)];
        Assert.Equal(player.Policy.LogProbabilities(one).Select(p => Math.Round(p, 9)), copy.Policy.ReferenceLogProbabilities(one).Select(p => Math.Round(p, 9)));
        var model = ModelPlayer.Create(16, 1, 512, 3, 1);
        (s_small with { Games = 4 }).Imitate(model, 2, 1e-2, 1, CancellationToken.None);
        var second = (ModelPlayer)model.Copy();
        TokenSequence[] words = [model.Sequence(CardGame.Play(model, PartnerKind.Helpful, ScriptedPartner.Usual, -1, false, 1, 2), -1)];
        Assert.Equal(model.Policy.LogProbabilities(words), second.Policy.ReferenceLogProbabilities(words));
        Assert.NotEqual(model.Policy.LogProbabilities(words), model.Policy.ReferenceLogProbabilities(words));
    }
}
