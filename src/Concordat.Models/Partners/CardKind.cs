namespace Concordat.Models.Partners;

/// <summary>What the visible side of a card shows. The rule: a vowel on one side has an even number on the other.</summary>
public enum CardKind
{
    /// <summary>Must be turned: an odd number behind it breaks the rule.</summary>
    Vowel,

    /// <summary>Need not be turned: the rule says nothing of it.</summary>
    Consonant,

    /// <summary>Need not be turned: whatever letter is behind it fits.</summary>
    Even,

    /// <summary>Must be turned: a vowel behind it breaks the rule.</summary>
    Odd,
}
