namespace Concordat.Models.Decoding.Sweep;

/// <summary>A measure of a sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">What it is asked for.</param>
/// <param name="Kind">How its questions are scored.</param>
/// <param name="Items">Its questions.</param>
public sealed record SweepMeasure(string Name, SweepPart Part, SweepKind Kind, int Items);
