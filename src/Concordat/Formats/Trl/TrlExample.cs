namespace Concordat.Formats.Trl;

/// <summary>One row of a TRL dataset.</summary>
public abstract record TrlExample
{
    internal static ImmutableSortedDictionary<string, string> NoOther { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public abstract TrlType Type { get; }

    /// <summary>Its TRL fields by name in the order in which they are written; a label is no text and stands apart.</summary>
    public abstract ImmutableArray<(string Field, TrlText Text)> Texts { get; }

    /// <summary>Columns that the type does not have, with their JSON text; TRL's own <c>tools</c> and <c>chat_template_kwargs</c> are among them.</summary>
    public ImmutableSortedDictionary<string, string> Other { get; init; } = NoOther;

    public bool IsConversational => Texts[0].Text.IsConversational;

    public virtual bool Equals(TrlExample? other) => other is not null && EqualityContract == other.EqualityContract && Same(Other, other.Other);

    public override int GetHashCode() => HashCode.Combine(EqualityContract, Other.Count);

    internal static bool Same(ImmutableSortedDictionary<string, string> left, ImmutableSortedDictionary<string, string> right) => left.SequenceEqual(right);
}
