namespace Concordat.Web.Features.Desk;

/// <summary>An answer as the tests of conduct see it.</summary>
/// <param name="Position">Its place in the rater's order.</param>
/// <param name="Value">What was answered, alike wherever it stood; null for a pass or no opinion.</param>
/// <param name="Place">Where what was chosen stood, from 1; 0 where nothing stood in an order that was drawn.</param>
/// <param name="Places">How many places there were.</param>
/// <param name="IsTooQuick">Whether it came before what was new could be read; null where nobody measured or nothing was new.</param>
public readonly record struct ConductAnswer(int Rater, int Round, int Unit, int Condition, int Position, int? Value, int Place, int Places, bool? IsTooQuick);
