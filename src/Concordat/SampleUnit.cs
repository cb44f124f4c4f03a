namespace Concordat;

/// <summary>What counts as an independent observation.</summary>
public enum SampleUnit
{
    Raters,
    Items,
    Ratings,
    Comparisons,

    /// <summary>Repetitions of a whole laboratory with seeds of their own.</summary>
    Replicates,
}
