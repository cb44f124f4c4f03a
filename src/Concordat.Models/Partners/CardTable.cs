using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>Four cards, each of any kind, one of them smudged: the player cannot read that one, a partner can.</summary>
/// <param name="Kinds">(4).</param>
/// <param name="Symbols">Which of a kind's two symbols each shows, (4).</param>
/// <param name="Smudged">The smudged card.</param>
public sealed record CardTable(ImmutableArray<CardKind> Kinds, ImmutableArray<int> Symbols, int Smudged)
{
    public const int Cards = 4;

    /// <summary>Draws kinds, symbols and the smudged card, each uniformly and independently.</summary>
    public static CardTable Draw(ref Xoshiro random)
    {
        var kinds = ImmutableArray.CreateBuilder<CardKind>(Cards);
        var symbols = ImmutableArray.CreateBuilder<int>(Cards);
        for (int card = 0; card < Cards; card++)
        {
            kinds.Add((CardKind)random.NextInt(4));
            symbols.Add(random.NextInt(2));
        }

        return new CardTable(kinds.ToImmutable(), symbols.ToImmutable(), random.NextInt(Cards));
    }

    /// <summary>Whether a card of a kind must be turned to test the rule.</summary>
    public static bool MustTurn(CardKind kind) => kind is CardKind.Vowel or CardKind.Odd;

    public bool MustTurn(int card) => MustTurn(Kinds[card]);

    /// <summary>Whether exactly the right cards are turned.</summary>
    public bool IsRight(ReadOnlySpan<bool> turned)
    {
        for (int card = 0; card < Cards; card++)
        {
            if (turned[card] != MustTurn(card))
                return false;
        }

        return true;
    }
}
