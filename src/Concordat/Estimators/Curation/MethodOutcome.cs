namespace Concordat.Estimators.Curation;

/// <summary>What a method chose, and how it stands beside the others.</summary>
/// <param name="Method">The method.</param>
/// <param name="Rows">Rows of the input in the order of choice.</param>
/// <param name="Objective">Its own objective; null without one.</param>
/// <param name="Coverage">Radius and mean distance of the pool to the first of the chosen, as they are added.</param>
/// <param name="MeanQuality">Mean quality of the chosen.</param>
/// <param name="MeanComplexity">Mean complexity of the chosen.</param>
/// <param name="NearPairs">Pairs of the chosen with a cosine of at least the threshold of near duplicates (.95 where none is set).</param>
/// <param name="Groups">How many of each group; empty without groups.</param>
/// <param name="NearestHeldOut">The largest cosine of a chosen prompt to a held-out one; null where none is held out.</param>
/// <param name="Leaked">Chosen prompts that are held-out ones, or nearly.</param>
/// <param name="WhyFewer">Why fewer were chosen than asked for.</param>
public sealed record MethodOutcome(
    SelectionMethod Method,
    ImmutableArray<int> Rows,
    double? Objective,
    ImmutableArray<CoveragePoint> Coverage,
    double MeanQuality,
    double MeanComplexity,
    int NearPairs,
    ImmutableSortedDictionary<string, int> Groups,
    double? NearestHeldOut,
    int Leaked,
    string? WhyFewer);
