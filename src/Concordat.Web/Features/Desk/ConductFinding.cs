using Concordat.Numerics.Intervals;

namespace Concordat.Web.Features.Desk;

/// <summary>One sign, tested on one rater.</summary>
/// <param name="Count">Repeats that were answered alike; choices of what stood at the place; answers that came too soon.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Place">The place, from 1; 0 for other signs.</param>
/// <param name="Expected">The share at the edge of what is taken for sound: the hypothesis that is tested.</param>
/// <param name="PValue">One-sided, exact.</param>
/// <param name="Adjusted">After Benjamini and Hochberg over all raters and signs.</param>
public sealed record ConductFinding(int Rater, ConductSign Sign, int Count, int Of, int Place, double Expected, double PValue, double Adjusted)
{
    public Interval Interval => ProportionInterval.Wilson(Count, Of, 0.95);
}
