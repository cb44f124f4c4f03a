namespace Concordat.Charters.Experts;

/// <summary>An expert that a clause brought in.</summary>
/// <param name="Clause">The clause's id.</param>
/// <param name="Place">Where the clause stands.</param>
/// <param name="Expert">The tuned model.</param>
/// <param name="Anti">The model before tuning; null for an objective of its own.</param>
/// <param name="Weight">The weight as declared.</param>
/// <param name="Because">Why the clause holds: each standard in force with the level that set its bound, each part of the context.</param>
public sealed record ChosenExpert(string Clause, SourcePlace Place, string Expert, string? Anti, double Weight, ImmutableArray<string> Because);
