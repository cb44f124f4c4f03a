namespace Concordat.Models.Segments;

/// <summary>What one side says until the other speaks.</summary>
/// <param name="IsAgent">Whether the one who is trained says it.</param>
/// <param name="Text">The words.</param>
/// <param name="Marks">What evidence says of it.</param>
public sealed record SessionTurn(bool IsAgent, string Text, ImmutableArray<SessionMark> Marks)
{
    /// <summary>A turn of which evidence says nothing.</summary>
    public static SessionTurn Plain(bool isAgent, string text) => new(isAgent, text, []);
}
