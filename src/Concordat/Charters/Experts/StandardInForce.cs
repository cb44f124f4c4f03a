namespace Concordat.Charters.Experts;

/// <summary>A standard in force in a context, with the origin of its bound.</summary>
/// <param name="Id">The standard.</param>
/// <param name="Bound">The bound in force.</param>
/// <param name="Level">The level that set it.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Place">Where it stands.</param>
public sealed record StandardInForce(string Id, double Bound, CharterLevel Level, string Owner, SourcePlace Place);
