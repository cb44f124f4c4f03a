namespace Concordat.Formats.Trl;

/// <summary>One message of a conversational example.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Content">The words; null only in a message that calls tools.</param>
public sealed record TrlMessage(string Role, string? Content)
{
    public const string System = "system", User = "user", Assistant = "assistant", Tool = "tool", Developer = "developer";

    /// <summary>The roles that chat templates know.</summary>
    public static ImmutableArray<string> Roles { get; } = [System, Developer, User, Assistant, Tool];

    /// <summary>Further fields with their JSON text: <c>tool_calls</c>, <c>name</c>, <c>thinking</c> and what else was there.</summary>
    public ImmutableSortedDictionary<string, string> Other { get; init; } = TrlExample.NoOther;

    public bool Equals(TrlMessage? other) => other is not null && Role == other.Role && Content == other.Content && TrlExample.Same(Other, other.Other);

    public override int GetHashCode() => HashCode.Combine(Role, Content, Other.Count);
}
