namespace Concordat.Models.Partners;

/// <summary>What a partner says of one card, with a reason where the card can be read by both.</summary>
/// <param name="Card">The card.</param>
/// <param name="Turn">Whether it should be turned.</param>
/// <param name="Wording">Which of the ways of saying it; a number that wordings are counted off with.</param>
public readonly record struct Advice(int Card, bool Turn, int Wording);
