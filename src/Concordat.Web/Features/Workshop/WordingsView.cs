using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>The wordings of a proposal with everything that a caller may know of them.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Rounds">The rounds so far, with what they chose once they are closed.</param>
/// <param name="Wordings">The wordings of all rounds.</param>
/// <param name="Critiques">What was written of each, oldest first.</param>
/// <param name="Own">The caller's own ranks by wording.</param>
public sealed record WordingsView(
    ProposalRow Proposal, ImmutableArray<WordingRound> Rounds, ImmutableArray<WordingRow> Wordings, ImmutableArray<(string Wording, string Text)> Critiques, ImmutableDictionary<string, long> Own)
{
    /// <summary>Reads them; null where there is no such proposal in the caller's use case.</summary>
    public static async Task<WordingsView?> Of(Session session, Caller caller, string proposal) =>
        await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal) is not { } row
            ? null
            : new WordingsView(
                row,
                await WordingsFeature.RoundsOf(session, proposal),
                await WordingsFeature.WordingsOf(session, proposal),
                await session.All<(string, string)>(
                    "SELECT wording_critiques.wording_id, wording_critiques.text FROM wording_critiques JOIN wordings ON wordings.id = wording_critiques.wording_id WHERE wordings.proposal_id = @proposal ORDER BY wording_critiques.created_at",
                    new { proposal }),
                (await session.All<(string Wording, long Rank)>(
                    "SELECT wording_ranks.wording_id, wording_ranks.rank FROM wording_ranks JOIN wordings ON wordings.id = wording_ranks.wording_id WHERE wordings.proposal_id = @proposal AND wording_ranks.seat_id = @Seat",
                    new { proposal, Seat = caller.Seat?.Id ?? "" })).ToImmutableDictionary(pair => pair.Wording, pair => pair.Rank, StringComparer.Ordinal));
}
