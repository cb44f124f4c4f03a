namespace Concordat.Evidence;

/// <summary>Outcomes: what a system did on an item, as a value on a criterion. Columns of equal length n.</summary>
/// <param name="System">Code in <see cref="EvidenceSet.Systems"/>, (n).</param>
/// <param name="Item">Code in <see cref="EvidenceSet.Items"/>, (n).</param>
/// <param name="Criterion">Index in <see cref="EvidenceSet.Criteria"/>, (n).</param>
/// <param name="Value">Index of the level, or the number, as the criterion's scale says, (n).</param>
/// <param name="Attributes">Columns that vary from row to row, each (n); a <c>population</c> that differs within an item stands here.</param>
/// <remarks>A system's family and stage are attributes of the system, an item's population is an attribute of the item.</remarks>
public sealed record OutcomeTable(
    ImmutableArray<int> System,
    ImmutableArray<int> Item,
    ImmutableArray<int> Criterion,
    ImmutableArray<double> Value,
    ImmutableArray<AttributeColumn> Attributes)
{
    public static OutcomeTable Empty { get; } = new([], [], [], [], []);

    /// <summary>For how many rows each row stands, positive, (n); empty where each stands for itself. What reads counted rows must read it.</summary>
    public ImmutableArray<long> Multiplicity { get; init; } = [];

    /// <summary>Judgements, each counted as often as it was given.</summary>
    public long Total => Multiplicity.IsEmpty ? Count : Multiplicity.Sum();

    /// <summary>How often the judgement of that row was given.</summary>
    public long Times(int row) => Multiplicity.IsEmpty ? 1 : Multiplicity[row];

    public int Count => System.Length;
}
