using Concordat.Choice.OpinionGroups;

namespace Concordat.Web.Features.Workshop;

/// <summary>What may be shown of where opinions stand.</summary>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="Shared">Proposals by how far all groups agree, the most agreed first.</param>
/// <param name="Divisive">Proposals on which groups are apart.</param>
/// <param name="Unplaced">People with too few votes to be placed.</param>
public sealed record OpinionPicture(ImmutableArray<OpinionGroup> Groups, ImmutableArray<ConsensusStatement> Shared, ImmutableArray<DivisiveStatement> Divisive, int Unplaced);
