namespace Concordat.Web.Features.Workshop;

/// <summary>What may be shown of where opinions stand, as it was drawn at one moment.</summary>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="Shared">Proposals by how far all groups agree, the most agreed first.</param>
/// <param name="Divisive">Proposals on which groups are apart, the widest gap first.</param>
/// <param name="Unplaced">People with too few votes to be placed; null where they are few.</param>
public sealed record OpinionPicture(ImmutableArray<OpinionGroup> Groups, ImmutableArray<OpinionPicture.Bridge> Shared, ImmutableArray<OpinionPicture.Divide> Divisive, int? Unplaced)
{
    /// <summary>A proposal and the k-th root of the product of the groups' shares of agreement.</summary>
    public sealed record Bridge(string Proposal, double Agreement);

    /// <summary>A proposal, the groups that agree most and least, and the gap of their shares.</summary>
    public sealed record Divide(string Proposal, int Most, int Least, double Gap);
}
