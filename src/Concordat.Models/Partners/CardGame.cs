using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>A game as it was played.</summary>
/// <param name="Table">The cards.</param>
/// <param name="Partner">Who played along.</param>
/// <param name="Statements">What the partner said, both statements or none.</param>
/// <param name="Decisions">What the player decided, in order; advice that agrees with what stands leaves nothing to decide.</param>
/// <param name="IsRight">Whether exactly the right cards were turned in the end.</param>
/// <param name="Prefix">The wording of the counterfactual prefix that stood before the game, or −1.</param>
public sealed record CardGame(CardTable Table, PartnerKind Partner, ImmutableArray<Advice> Statements, ImmutableArray<CardDecision> Decisions, bool IsRight, int Prefix)
{
    /// <summary>Wordings of the prefix; the last is kept for evaluation.</summary>
    public const int Prefixes = 4;

    /// <summary>Decisions on advice.</summary>
    public IEnumerable<CardDecision> Adoptions => Decisions.Where(decision => decision.Advice is not null);

    /// <summary>Whether advice is good: it says of the card what the rule says.</summary>
    public bool IsGood(Advice advice) => advice.Turn == Table.MustTurn(advice.Card);

    /// <summary>Plays a game.</summary>
    /// <param name="player">Decides.</param>
    /// <param name="partner">Who plays along.</param>
    /// <param name="script">What partners say.</param>
    /// <param name="prefix">The wording of the counterfactual prefix, or −1 for none.</param>
    /// <param name="isEvaluated">Whether wordings are those kept for evaluation.</param>
    /// <param name="cards">Seed of the cards and of the partner.</param>
    /// <param name="draws">Seed of the player's decisions.</param>
    public static CardGame Play(ICardPlayer player, PartnerKind partner, ScriptedPartner script, int prefix, bool isEvaluated, ulong cards, ulong draws)
    {
        Xoshiro world = new(cards), own = new(draws);
        CardTable table = CardTable.Draw(ref world);
        var turned = new bool[CardTable.Cards];
        var decisions = ImmutableArray.CreateBuilder<CardDecision>();
        player.Begin(table, prefix);
        for (int card = 0; card < turned.Length; card++)
        {
            CardDecision decision = player.Decide(card, null, null, ref own);
            turned[card] = decision.IsYes;
            decisions.Add(decision);
        }

        ImmutableArray<Advice> statements = [];
        if (partner != PartnerKind.None)
        {
            (Advice visible, Advice smudged) = script.Speak(partner, table, turned, isEvaluated, ref world);
            statements = [visible, smudged];
            foreach (Advice advice in statements)
            {
                player.Hear(advice);
                // Drawn in any case, so that players who differ in one answer still share the draws of the next.
                ulong stream = own.NextUInt64();
                if (advice.Turn == turned[advice.Card])
                    continue;
                var draw = new Xoshiro(stream);
                CardDecision decision = player.Decide(advice.Card, advice, visible, ref draw);
                if (decision.IsYes)
                    turned[advice.Card] = advice.Turn;
                decisions.Add(decision);
            }
        }

        return new CardGame(table, partner, statements, decisions.ToImmutable(), table.IsRight(turned), prefix);
    }
}
