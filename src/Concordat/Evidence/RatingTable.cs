namespace Concordat.Evidence;

/// <summary>Ratings: a value that a rater gave an item (or one response to it) on a criterion. Columns of equal length n.</summary>
/// <param name="Rater">Code in <see cref="EvidenceSet.Raters"/>, (n).</param>
/// <param name="Item">Code in <see cref="EvidenceSet.Items"/>, (n).</param>
/// <param name="Response">Row of <see cref="EvidenceSet.Responses"/>, (n); −1 where the item itself was rated.</param>
/// <param name="Criterion">Index in <see cref="EvidenceSet.Criteria"/>, (n).</param>
/// <param name="Value">Index of the level, or the number, as the criterion's scale says, (n).</param>
/// <param name="Condition">Code in <see cref="EvidenceSet.Conditions"/>, (n); −1 where none was recorded.</param>
/// <param name="Replicate">Which time the same was asked under the same condition, from 0, (n).</param>
/// <param name="TimeUnixMilliseconds">When, (n), or empty where no time was recorded; <see cref="long.MinValue"/> for a missing one.</param>
/// <param name="Attributes">Columns that vary from row to row, each (n).</param>
public sealed record RatingTable(
    ImmutableArray<int> Rater,
    ImmutableArray<int> Item,
    ImmutableArray<int> Response,
    ImmutableArray<int> Criterion,
    ImmutableArray<double> Value,
    ImmutableArray<int> Condition,
    ImmutableArray<int> Replicate,
    ImmutableArray<long> TimeUnixMilliseconds,
    ImmutableArray<AttributeColumn> Attributes)
{
    public static RatingTable Empty { get; } = new([], [], [], [], [], [], [], [], []);

    /// <summary>For how many rows each row stands, positive, (n); empty where each stands for itself. What reads counted rows must read it.</summary>
    public ImmutableArray<long> Multiplicity { get; init; } = [];

    /// <summary>Judgements, each counted as often as it was given.</summary>
    public long Total => Multiplicity.IsEmpty ? Count : Multiplicity.Sum();

    /// <summary>How often the judgement of that row was given.</summary>
    public long Times(int row) => Multiplicity.IsEmpty ? 1 : Multiplicity[row];

    public int Count => Rater.Length;
}
