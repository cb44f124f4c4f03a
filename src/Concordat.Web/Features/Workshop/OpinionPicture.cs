namespace Concordat.Web.Features.Workshop;

/// <summary>What may be shown of where opinions stand, as it was drawn at one moment.</summary>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="Shared">Proposals by how far all groups agree, the most agreed first.</param>
/// <param name="Divisive">Proposals on which groups are apart, the widest gap first.</param>
/// <param name="Unplaced">People with too few votes to be placed; null where they are few.</param>
/// <param name="Uniting">For each group, what marks it off from the others, the most telling first; empty where there is one group.</param>
/// <param name="LeftOut">Proposals about which nothing is said, since few people's votes could be told.</param>
public sealed record OpinionPicture(
    ImmutableArray<OpinionGroup> Groups, ImmutableArray<OpinionPicture.Bridge> Shared, ImmutableArray<OpinionPicture.Divide> Divisive, int? Unplaced,
    ImmutableArray<ImmutableArray<OpinionPicture.Bond>> Uniting, int LeftOut)
{
    /// <summary>A proposal, the k-th root of the product of the groups' shares of agreement, and the lowest of these shares.</summary>
    public sealed record Bridge(string Proposal, double Agreement, double Lowest);

    /// <summary>A proposal, the groups that agree most and least, and the gap of their shares.</summary>
    public sealed record Divide(string Proposal, int Most, int Least, double Gap);

    /// <summary>A proposal that a group agrees or disagrees with more than the others do, and the share of the group that does.</summary>
    public sealed record Bond(string Proposal, bool IsAgreement, double Share);
}
