namespace Concordat.Formats.Trl;

/// <summary>What a sidecar says of one row: how much it counts, who judged, and the group whose people judged.</summary>
/// <param name="Weight">Finite and not negative; only ratios matter.</param>
/// <param name="Rater">Who judged, as a pseudonym; null where it is not said.</param>
/// <param name="Group">A group of at least the minimum of people; null where it is not said.</param>
public sealed record TrlNote(double Weight, string? Rater = null, string? Group = null);
