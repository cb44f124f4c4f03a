namespace Concordat.Web.Features.Judging;

/// <summary>A task as it is shown. It names no system and holds no id of a response: the arena is blind.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Position">Its place in this person's order.</param>
/// <param name="Question">The question in the task's frame.</param>
/// <param name="Item">The item's text.</param>
/// <param name="Warning">What the item's text is preceded by; empty for nothing.</param>
/// <param name="Texts">The responses, in the order in which they are shown.</param>
public sealed record TaskView(string Id, long Position, string Question, string Item, string Warning, ImmutableArray<string> Texts)
{
    /// <summary>The text of which a part can be marked.</summary>
    public string Markable => Texts.IsEmpty ? Item : Texts[0];
}
