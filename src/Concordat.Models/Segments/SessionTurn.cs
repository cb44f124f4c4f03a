namespace Concordat.Models.Segments;

/// <summary>What one side says until the other speaks.</summary>
/// <param name="IsAgent">Whether the one who is trained says it.</param>
/// <param name="Text">The words.</param>
/// <param name="Marks">What evidence says of it.</param>
public sealed record SessionTurn(bool IsAgent, string Text, ImmutableArray<SessionMark> Marks)
{
    public SessionTurn(bool isAgent, string text)
        : this(isAgent, text, [])
    {
    }
}
