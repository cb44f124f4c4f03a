using Concordat.Audits;

namespace Concordat.Laboratories;

/// <summary>A quantity that the laboratory planted, beside what its own methods found of it.</summary>
/// <param name="What">The quantity, in words for a reader.</param>
/// <param name="Unit">How its values read.</param>
/// <param name="Planted">The value that was planted, or that follows from what was planted by computation alone.</param>
/// <param name="Found">The estimate over replicates.</param>
public sealed record PlantedValue(string What, MeasureUnit Unit, double Planted, Estimate Found)
{
    /// <summary>Whether the interval holds the planted value. Of many intervals at 95% about one in twenty does not, where nothing is wrong.</summary>
    public bool IsHeld => Found.Lower <= Planted && Planted <= Found.Upper;
}
