namespace Concordat.Estimators.Curation;

/// <summary>How well the first examples of a selection cover all examples.</summary>
/// <param name="Size">How many were taken.</param>
/// <param name="Radius">The distance of the example that lies farthest from all of them, √(2 − 2·cosine), 0 … 2.</param>
/// <param name="MeanDistance">The mean distance of an example to the nearest of them.</param>
public readonly record struct CoveragePoint(int Size, double Radius, double MeanDistance);
