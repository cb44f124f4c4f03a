using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>A proposal with everything that a caller may know of it.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Related">What it amends and what amends it.</param>
/// <param name="Objections">Objections to it, oldest first.</param>
/// <param name="Own">The caller's own vote.</param>
/// <param name="Votes">How many have voted; null while they are fewer than may be shown.</param>
/// <param name="Decision">The decision with its tally, once there is one.</param>
/// <param name="Rule">The rule that decides.</param>
public sealed record ProposalView(
    ProposalRow Proposal, ImmutableArray<ProposalRow> Related, ImmutableArray<ObjectionRow> Objections, string? Own, long? Votes, RatifyFeature.DecisionRow? Decision, RuleRow? Rule)
{
    /// <summary>Reads it; null where there is no such proposal in the caller's use case.</summary>
    public static async Task<ProposalView?> Of(Session session, Caller caller, string proposal)
    {
        string useCase = caller.InUseCase.Id;
        if (await WorkshopStore.Proposal(session, useCase, proposal) is not { } row)
            return null;
        long votes = await session.Count("SELECT count(*) FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id WHERE proposal_id = @Id AND seats.takes_part = 1", new { row.Id });
        return new ProposalView(
            row,
            await session.All<ProposalRow>($"SELECT {ProposalRow.Columns} FROM proposals WHERE use_case_id = @useCase AND (amends = @Id OR id = @Amends) ORDER BY created_at", new { useCase, row.Id, row.Amends }),
            await WorkshopStore.Objections(session, row.Id),
            caller.Seat is null ? null : await session.One<string>("SELECT choice FROM proposal_votes WHERE proposal_id = @Id AND seat_id = @Seat", new { row.Id, Seat = caller.Seat.Id }),
            votes >= caller.InUseCase.MinimumCell ? votes : null,
            await RatifyFeature.Decision(session, row.Id),
            await WorkshopStore.Rule(session, useCase));
    }
}
