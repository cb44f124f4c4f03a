namespace Concordat.Web.Features.Desk;

/// <summary>An answer as agreement and drift see it.</summary>
/// <param name="Seat">Whose: the place of their seat's id among all, so that ties in time are broken alike on every server.</param>
/// <param name="Unit">What it is about.</param>
/// <param name="Value">The place of the level, or a number for what was chosen.</param>
/// <param name="At">When, in microseconds since 1970.</param>
public readonly record struct GivenAnswer(int Seat, int Unit, int Value, long At);
