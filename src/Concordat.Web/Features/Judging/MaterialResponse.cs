namespace Concordat.Web.Features.Judging;

/// <summary>A recorded response of a system to an item.</summary>
public sealed record MaterialResponse(string Id, string Item, string System, long Sample, string Text);
