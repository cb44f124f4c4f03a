namespace Concordat.Evidence.Counts;

/// <summary>The columns by which judgements can be counted, in the order in which they stand in a <see cref="CountTable"/>.</summary>
public enum CountColumnKind
{
    Rater,
    Item,
    System,
    First,
    Second,
    Outcome,
    Response,
    Criterion,
    Condition,
    Replicate,

    /// <summary>A column that varies from row to row, by its place among the table's attributes.</summary>
    Attribute,

    /// <summary>The value of a rating or an outcome: the bits of a double as a long.</summary>
    Value,
}
