namespace Concordat.Charters.Experts;

/// <summary>One line of an <see cref="ExpertMap"/>: where it holds, and which model it brings in with which weight.</summary>
public sealed record ExpertClause
{
    public required string Id { get; init; }

    /// <summary>Ids of standards, all of which have to be in force; none means that no standard is asked for.</summary>
    public ImmutableArray<string> Standards { get; init; } = [];

    /// <summary>Context in which it holds: name → accepted values; a name that the context lacks does not fit.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> When { get; init; } = ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>The least bound in force of its one standard; null for any.</summary>
    public double? BoundAtLeast { get; init; }

    /// <summary>The greatest bound in force of its one standard; null for any.</summary>
    public double? BoundAtMost { get; init; }

    /// <summary>The tuned model: a folder, or an endpoint's name.</summary>
    public required string Expert { get; init; }

    /// <summary>The same model before tuning; null where the expert is an objective of its own.</summary>
    public string? Anti { get; init; }

    public required double Weight { get; init; }

    public required SourcePlace Place { get; init; }
}
