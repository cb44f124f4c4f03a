namespace Concordat.Models.Partners;

/// <summary>One decision of a player.</summary>
/// <param name="Card">Of which card.</param>
/// <param name="Advice">The advice on which it decides; null while it plays alone.</param>
/// <param name="Reason">The first statement, whose reason it has heard; null while it plays alone.</param>
/// <param name="IsYes">Turn, or adopt.</param>
/// <param name="Token">The token that says so, in the player's own vocabulary.</param>
public readonly record struct CardDecision(int Card, Advice? Advice, Advice? Reason, bool IsYes, int Token);
