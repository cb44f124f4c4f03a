namespace Concordat.Models.Segments;

/// <summary>How conversations become sessions.</summary>
public sealed record SessionOptions
{
    /// <summary>The criterion whose ratings say how far the goal was reached.</summary>
    public required string Goal { get; init; }

    /// <summary>A second criterion, such as satisfaction; null for none.</summary>
    public string? Warmth { get; init; }

    /// <summary>Whose ratings.</summary>
    public GoalRater RatedBy { get; init; } = GoalRater.Self;

    /// <summary>Only speakers with this attribute and level are agents, written <c>name=level</c>; null: every speaker in turn.</summary>
    public string? Agent { get; init; }

    /// <summary>Attributes of turns to keep as marks; a level with commas is several.</summary>
    public ImmutableArray<string> Marks { get; init; } = [];
}
