namespace Concordat.Web.Features.Judging;

/// <summary>An item: what was asked, or the text that is judged itself.</summary>
public sealed record MaterialItem(string Id, string Text, string Warning);
