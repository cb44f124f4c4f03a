namespace Concordat.Web.Features.Desk;

/// <summary>An answer as agreement and drift see it.</summary>
/// <param name="Unit">What it is about.</param>
/// <param name="Value">The place of the level, or a number for what was chosen.</param>
/// <param name="At">When, in microseconds since 1970.</param>
public sealed record GivenAnswer(string Seat, long Unit, double Value, long At);
