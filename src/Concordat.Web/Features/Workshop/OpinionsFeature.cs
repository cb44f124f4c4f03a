using Concordat.Choice.OpinionGroups;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Web.Features.Workshop;

/// <summary>Opinion groups on the proposals as they stand: what they share, what divides them, where they lie. Groups are drawn, never people.</summary>
public static class OpinionsFeature
{
    // Fixed, so that the same votes give the same picture on every replica.
    private const ulong Seed = 1;

    public static void Map(IEndpointRouteBuilder routes) => routes.Get(WorkshopFeature.Path + "/opinions", AccessRule.Reader,
        async (Caller caller, Database database, CancellationToken cancellationToken) =>
        {
            string useCase = caller.InUseCase.Id;
            (ImmutableArray<ProposalRow> proposals, ImmutableArray<Vote> votes) = await database.Read(async session => (
                await Workshop.Proposals(session, useCase),
                await session.All<Vote>(
                    """
                    SELECT proposal_votes.seat_id, proposal_votes.proposal_id, proposal_votes.choice FROM proposal_votes
                    JOIN seats ON seats.id = proposal_votes.seat_id JOIN proposals ON proposals.id = proposal_votes.proposal_id
                    WHERE proposals.use_case_id = @useCase AND proposals.state <> 'Withdrawn' AND seats.takes_part = 1
                    """, new { useCase })), cancellationToken);
            ImmutableArray<ProposalRow> voted = [.. proposals.Where(proposal => votes.Any(vote => vote.ProposalId == proposal.Id))];
            return View.Of<OpinionsPage>(new { Caller = caller, Proposals = voted, Opinions = Fit(voted, votes, (int)caller.InUseCase.MinimumCell, cancellationToken) });
        });

    /// <summary>The groups and what they say; null where there are too few people for any to be shown.</summary>
    internal static OpinionPicture? Fit(ImmutableArray<ProposalRow> proposals, ImmutableArray<Vote> votes, int minimumCell, CancellationToken cancellationToken)
    {
        ImmutableArray<string> people = [.. votes.Select(vote => vote.SeatId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (people.Length < 2 * minimumCell || proposals.Length < 2)
            return null;
        Dictionary<string, int> row = people.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Dictionary<string, int> column = proposals.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index, StringComparer.Ordinal);
        var matrix = new OpinionMatrix(people, [.. proposals.Select(proposal => proposal.Id)], votes.Select(vote => (row[vote.SeatId], column[vote.ProposalId], vote.Choice switch
        {
            VoteChoice.Agree => 1,
            VoteChoice.Disagree => -1,
            _ => 0,
        })));
        int placed = Enumerable.Range(0, people.Length).Count(i => matrix.Seen(i).Length >= Math.Min(7, proposals.Length));
        if (placed < 2 * minimumCell)
            return null;
        OpinionGroupsFit fit = OpinionGroupsEstimator.Fit(matrix, new OpinionGroupsOptions { SmallestGroup = minimumCell, Seed = Seed }, cancellationToken);
        OpinionFindings findings = OpinionFindings.Of(fit, minimumCell);
        return new OpinionPicture(
            [.. Enumerable.Range(0, fit.Sizes.Length).Select(group => Centre(fit, group))],
            [.. findings.Consensus],
            [.. findings.Divisive],
            people.Length - placed);
    }

    // A group's middle and how far it spreads: no point of the picture is a person.
    private static OpinionGroup Centre(OpinionGroupsFit fit, int group)
    {
        int[] members = [.. Enumerable.Range(0, fit.Group.Length).Where(i => fit.Group[i] == group)];
        double x = members.Average(i => fit.Map.Coordinates[i * 2]), y = members.Average(i => fit.Map.Coordinates[i * 2 + 1]);
        double spread = Math.Sqrt(members.Average(i => Math.Pow(fit.Map.Coordinates[i * 2] - x, 2) + Math.Pow(fit.Map.Coordinates[i * 2 + 1] - y, 2)));
        return new OpinionGroup(fit.Sizes[group], x, y, spread);
    }

    internal sealed record Vote(string SeatId, string ProposalId, VoteChoice Choice);
}
