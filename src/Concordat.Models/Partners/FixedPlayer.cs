using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>Players who do not learn: controls and the game's own logic.</summary>
/// <param name="alone">Who decides on cards; null for the rule itself, with a coin for the smudged card.</param>
/// <param name="adopts">Whether to adopt, given the table, the advice and the statement with a reason.</param>
public sealed class FixedPlayer(ICardPlayer? alone, Func<CardTable, Advice, Advice, bool> adopts) : ICardPlayer
{
    private CardTable? _table;

    /// <summary>Plays by the rule and adopts where the reason holds: the best there is for a player who cannot tell partners apart otherwise.</summary>
    public static FixedPlayer Logic() => new(null, (table, _, reason) => reason.Turn == table.MustTurn(reason.Card));

    /// <summary>Plays like another and never adopts: what it answers cannot depend on the partner.</summary>
    public static FixedPlayer Ignoring(ICardPlayer alone) => new(alone, (_, _, _) => false);

    public void Begin(CardTable table, int prefix)
    {
        _table = table;
        alone?.Begin(table, prefix);
    }

    public void Hear(Advice advice)
    {
    }

    public CardDecision Decide(int card, Advice? advice, Advice? reason, ref Xoshiro random)
    {
        if (advice is { } given)
            return new CardDecision(card, advice, reason, adopts(_table!, given, reason!.Value), 0);
        return alone is not null ? alone.Decide(card, null, null, ref random)
            : new CardDecision(card, null, null, card == _table!.Smudged ? random.NextDouble() < .5 : _table.MustTurn(card), 0);
    }
}
