namespace Concordat.Models.Partners;

/// <summary>How players play before they are trained: they mostly know what the rule asks, and trust a partner unless told not to.</summary>
public static class ReferenceBehaviour
{
    /// <summary>P(adopt), whatever is said.</summary>
    public const double Adopts = .7;

    /// <summary>P(adopt) after the counterfactual prefix.</summary>
    public const double AdoptsAfterPrefix = .15;

    /// <summary>P(turn) of a card that is not smudged.</summary>
    public static double Turns(CardKind kind) => kind switch
    {
        CardKind.Vowel => .9,
        CardKind.Consonant => .1,
        CardKind.Even => .3,
        _ => .7,
    };

    /// <summary>P(turn) of a card, seen or smudged.</summary>
    public static double Turns(CardTable table, int card) => card == table.Smudged ? .5 : Turns(table.Kinds[card]);
}
