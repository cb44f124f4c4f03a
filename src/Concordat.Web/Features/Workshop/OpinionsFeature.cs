using System.Text.Json;
using Concordat.Choice.OpinionGroups;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>Opinion groups on the proposals as they stand: what they share, what divides them, where they lie. Groups are drawn, never people.</summary>
/// <remarks>
/// A picture is drawn anew once as many people as the smallest cell have voted since the last: what someone chose can then not be told from two pictures, before and after.
/// </remarks>
public static class OpinionsFeature
{
    // Fixed, so that the same votes give the same picture on every replica.
    private const ulong Seed = 1;

    private const int FewestOpinions = 7;

    public static void Map(IEndpointRouteBuilder routes) => routes.Get(WorkshopFeature.Path + "/opinions", AccessRule.Reader,
        async (Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            string useCase = caller.InUseCase.Id;
            OpinionPicture? picture = await Current(useCase, caller.InUseCase.MinimumCell, database, clock, cancellationToken);
            ImmutableArray<ProposalRow> proposals = await database.Read(session => WorkshopStore.Proposals(session, useCase), cancellationToken);
            return View.Of<OpinionsPage>(new { Caller = caller, Proposals = proposals.ToImmutableDictionary(proposal => proposal.Id, StringComparer.Ordinal), Opinions = picture });
        });

    private static Task<OpinionPicture?> Current(string useCase, long minimumCell, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Write(async session =>
    {
        (string? drawn, long at) = await session.One<(string?, long)>("SELECT picture, at FROM opinion_pictures WHERE use_case_id = @useCase", new { useCase });
        long since = await session.Count(
            """
            SELECT count(DISTINCT proposal_votes.seat_id) FROM proposal_votes JOIN proposals ON proposals.id = proposal_votes.proposal_id
            WHERE proposals.use_case_id = @useCase AND proposal_votes.at > @at
            """, new { useCase, at });
        if (since < minimumCell)
            return Read(drawn);
        ImmutableArray<Vote> votes = await session.All<Vote>(
            """
            SELECT proposal_votes.seat_id, proposal_votes.proposal_id, proposal_votes.choice FROM proposal_votes
            JOIN seats ON seats.id = proposal_votes.seat_id JOIN proposals ON proposals.id = proposal_votes.proposal_id
            WHERE proposals.use_case_id = @useCase AND proposals.state <> 'Withdrawn' AND seats.takes_part = 1
            """, new { useCase });
        OpinionPicture? picture = Draw(votes, (int)minimumCell, cancellationToken);
        // Two readers may draw at once; the picture that is stored first is the one that everybody sees.
        await session.Execute(
            """
            INSERT INTO opinion_pictures (use_case_id, picture, at) VALUES (@useCase, @Picture, @Now)
            ON CONFLICT (use_case_id) DO UPDATE SET picture = excluded.picture, at = excluded.at WHERE opinion_pictures.at = @at
            """, new { useCase, Picture = picture is null ? null : JsonSerializer.Serialize(picture, WorkshopStore.Format), Now = Moment.Of(clock), at });
        return Read(await session.One<string?>("SELECT picture FROM opinion_pictures WHERE use_case_id = @useCase", new { useCase }));
    }, cancellationToken);

    private static OpinionPicture? Read(string? drawn) => drawn is null ? null : JsonSerializer.Deserialize<OpinionPicture>(drawn, WorkshopStore.Format);

    /// <summary>The groups and what they say; null where there are too few people for two groups to be shown.</summary>
    internal static OpinionPicture? Draw(ImmutableArray<Vote> votes, int minimumCell, CancellationToken cancellationToken)
    {
        ImmutableArray<string> people = [.. votes.Select(vote => vote.SeatId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImmutableArray<string> proposals = [.. votes.Select(vote => vote.ProposalId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (people.Length < 2 * minimumCell || proposals.Length < 2)
            return null;
        Dictionary<string, int> row = people.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Dictionary<string, int> column = proposals.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var matrix = new OpinionMatrix(people, proposals, votes.Select(vote => (row[vote.SeatId], column[vote.ProposalId], vote.Choice switch
        {
            VoteChoice.Agree => 1,
            VoteChoice.Disagree => -1,
            _ => 0,
        })));
        int unplaced = Enumerable.Range(0, people.Length).Count(i => matrix.Seen(i).Length < Math.Min(FewestOpinions, proposals.Length));
        if (people.Length - unplaced < 2 * minimumCell)
            return null;
        OpinionGroupsFit fit = OpinionGroupsEstimator.Fit(matrix, new OpinionGroupsOptions { FewestOpinions = FewestOpinions, SmallestGroup = minimumCell, Seed = Seed }, cancellationToken);
        OpinionFindings findings = OpinionFindings.Of(fit, minimumCell);
        return new OpinionPicture(
            [.. Enumerable.Range(0, fit.Sizes.Length).Select(group => Centre(fit, group))],
            [.. findings.Consensus.Select(shared => new OpinionPicture.Bridge(proposals[shared.Statement], shared.Root))],
            [.. findings.Divisive.Select(divisive => new OpinionPicture.Divide(proposals[divisive.Statement], divisive.Most, divisive.Least, divisive.Gap))],
            unplaced >= minimumCell ? unplaced : null);
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
