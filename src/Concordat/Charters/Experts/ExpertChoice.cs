namespace Concordat.Charters.Experts;

/// <summary>What an effective charter picked: the experts of one context, and on what grounds.</summary>
/// <param name="CharterId">The use case.</param>
/// <param name="CharterVersion">The versions that were composed.</param>
/// <param name="CharterHash">The effective charter's content hash.</param>
/// <param name="MapSha256">SHA-256 of the map's file.</param>
/// <param name="Context">The context, with the charter's role.</param>
/// <param name="Standards">The standards in force.</param>
/// <param name="Experts">The experts, in the map's order; none where no clause holds.</param>
public sealed record ExpertChoice(
    string CharterId,
    string CharterVersion,
    string CharterHash,
    string MapSha256,
    ImmutableSortedDictionary<string, string> Context,
    ImmutableArray<StandardInForce> Standards,
    ImmutableArray<ChosenExpert> Experts);
