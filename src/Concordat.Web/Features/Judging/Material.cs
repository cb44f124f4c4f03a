namespace Concordat.Web.Features.Judging;

/// <summary>What is to be judged, as read from a file.</summary>
public sealed record Material(ImmutableArray<MaterialItem> Items, ImmutableArray<MaterialResponse> Responses);
