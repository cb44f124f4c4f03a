using System.Collections.Concurrent;
using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>The picture of opinions as everyone is shown it: kept, and drawn anew only when that gives nobody away.</summary>
/// <remarks>
/// It is drawn anew once as many people as the smallest cell have voted since, and then only if its groups differ from those last shown by nobody or by that many people, however they are added up.
/// A proposal's figures are left out where the same does not hold for the votes behind them, and where few people's votes on it are not counted in the picture and would be in the tally of its decision.
/// </remarks>
internal sealed class OpinionPictures(Database database, TimeProvider clock)
{
    // What was looked at and not drawn: the same votes are not laid out twice.
    private readonly ConcurrentDictionary<string, (long Voters, long Last)> _waiting = new(StringComparer.Ordinal);

    /// <summary>The picture as it is shown now, with when it was drawn; a moment of 0 where none ever was.</summary>
    public async Task<(OpinionPicture? Picture, long At)> Current(UseCaseRow useCase, CancellationToken cancellationToken)
    {
        (OpinionPicture? picture, long at) = await database.Read(session => Kept(session, useCase.Id), cancellationToken);
        (long voters, long last) = await database.Read(session => session.One<(long, long)>(
            """
            SELECT count(DISTINCT proposal_votes.seat_id) AS voters, coalesce(max(proposal_votes.at), 0) AS last
            FROM proposal_votes JOIN proposals ON proposals.id = proposal_votes.proposal_id JOIN seats ON seats.id = proposal_votes.seat_id
            WHERE proposals.use_case_id = @Id AND proposals.state <> 'Withdrawn' AND seats.takes_part = 1 AND proposal_votes.at > @at
            """, new { useCase.Id, at }), cancellationToken);
        if (voters < useCase.MinimumCell || (_waiting.TryGetValue(useCase.Id, out (long, long) seen) && seen == (voters, last)))
            return (picture, at);
        bool isDrawn = await database.Write(session => Draw(session, useCase, picture is null, at, cancellationToken), cancellationToken);
        _waiting[useCase.Id] = (voters, last);
        return isDrawn ? await database.Read(session => Kept(session, useCase.Id), cancellationToken) : (picture, at);
    }

    /// <summary>The group that the picture last shown put someone in; null where it did not count them, −1 where they had voted too little.</summary>
    public static Task<long?> PlaceOf(Session session, string useCase, string seat) =>
        session.One<long?>("SELECT group_number FROM opinion_places WHERE use_case_id = @useCase AND seat_id = @seat", new { useCase, seat });

    /// <summary>How many people's votes on a proposal are other now than in the figures that a picture last showed of it; 0 where none did.</summary>
    public static async Task<long> ChangedSinceShown(Session session, string proposal)
    {
        if (await session.Count("SELECT count(*) FROM opinion_counted WHERE proposal_id = @proposal", new { proposal }) == 0)
            return 0;
        return await session.Count(
            """
            SELECT count(*) FROM opinion_counted WHERE proposal_id = @proposal AND NOT EXISTS
                (SELECT 1 FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id
                 WHERE proposal_votes.proposal_id = @proposal AND proposal_votes.seat_id = opinion_counted.seat_id AND proposal_votes.choice = opinion_counted.choice AND seats.takes_part = 1)
            """, new { proposal }) + await session.Count(
            """
            SELECT count(*) FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id WHERE proposal_votes.proposal_id = @proposal AND seats.takes_part = 1 AND NOT EXISTS
                (SELECT 1 FROM opinion_counted WHERE opinion_counted.proposal_id = @proposal AND opinion_counted.seat_id = proposal_votes.seat_id)
            """, new { proposal });
    }

    private static async Task<(OpinionPicture? Picture, long At)> Kept(Session session, string useCase)
    {
        (string? drawn, long at) = await session.One<(string?, long)>("SELECT picture, at FROM opinion_pictures WHERE use_case_id = @useCase", new { useCase });
        OpinionPicture? picture = drawn is null ? null : JsonSerializer.Deserialize<OpinionPicture>(drawn, WorkshopStore.Format);
        // Pictures that an earlier program drew do not say what unites each group.
        return (picture is { Uniting.IsDefault: true } ? picture with { Uniting = [] } : picture, at);
    }

    private async Task<bool> Draw(Session session, UseCaseRow useCase, bool isFirst, long at, CancellationToken cancellationToken)
    {
        ImmutableArray<OpinionVote> votes = await session.All<OpinionVote>(
            """
            SELECT proposal_votes.seat_id, proposal_votes.proposal_id, proposal_votes.choice FROM proposal_votes
            JOIN seats ON seats.id = proposal_votes.seat_id JOIN proposals ON proposals.id = proposal_votes.proposal_id
            WHERE proposals.use_case_id = @Id AND proposals.state <> 'Withdrawn' AND seats.takes_part = 1
            """, new { useCase.Id });
        var drawing = OpinionDrawing.Of(votes, (int)useCase.MinimumCell, cancellationToken);
        if (drawing is null && isFirst)
            return false;
        if (drawing is not null && TwoReleases.TellOfFew(await Shown(session, "SELECT seat_id, group_number, '' AS choice FROM opinion_places WHERE use_case_id = @of", useCase.Id), drawing.Places(), useCase.MinimumCell))
            return false;
        ImmutableHashSet<string> open = drawing is null ? [] : await Sayable(session, drawing, useCase.MinimumCell);
        OpinionPicture? picture = drawing?.Picture(open.Contains);
        // Two replicas may draw at once; the picture that is stored first is the one that everybody sees.
        int stored = await session.Execute(
            """
            INSERT INTO opinion_pictures (use_case_id, picture, at) VALUES (@Id, @Picture, @Now)
            ON CONFLICT (use_case_id) DO UPDATE SET picture = excluded.picture, at = excluded.at WHERE opinion_pictures.at = @at
            """, new { useCase.Id, Picture = picture is null ? null : JsonSerializer.Serialize(picture, WorkshopStore.Format), Now = Moment.Of(clock), at });
        if (stored == 0)
            return true;
        if (drawing is not null && picture is not null)
            await Keep(session, useCase.Id, drawing, picture);
        return true;
    }

    // A proposal whose tally is public, or will be, must not differ from its figures here by few people, and its figures here not from those shown before.
    private static async Task<ImmutableHashSet<string>> Sayable(Session session, OpinionDrawing drawing, long minimumCell)
    {
        var sayable = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (string proposal in drawing.Proposals)
        {
            ImmutableDictionary<string, (int Group, string Answer)> counted = drawing.Counted(proposal);
            long everyone = await session.One<long?>("SELECT voters FROM ratifications WHERE proposal_id = @proposal", new { proposal })
                ?? await session.Count("SELECT count(*) FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id WHERE proposal_id = @proposal AND seats.takes_part = 1", new { proposal });
            long elsewhere = everyone - counted.Count;
            if ((elsewhere <= 0 || elsewhere >= minimumCell)
                && !TwoReleases.TellOfFew(await Shown(session, "SELECT seat_id, group_number, choice FROM opinion_counted WHERE proposal_id = @of", proposal), counted, minimumCell))
            {
                sayable.Add(proposal);
            }
        }

        return sayable.ToImmutable();
    }

    private static async Task Keep(Session session, string useCase, OpinionDrawing drawing, OpinionPicture picture)
    {
        await session.Execute("DELETE FROM opinion_places WHERE use_case_id = @useCase", new { useCase });
        foreach ((string seat, (int group, _)) in drawing.Places())
            await session.Execute("INSERT INTO opinion_places (use_case_id, seat_id, group_number) VALUES (@useCase, @seat, @group)", new { useCase, seat, group });
        foreach (string proposal in picture.Shared.Select(shared => shared.Proposal))
        {
            await session.Execute("DELETE FROM opinion_counted WHERE proposal_id = @proposal", new { proposal });
            foreach ((string seat, (int group, string choice)) in drawing.Counted(proposal))
                await session.Execute("INSERT INTO opinion_counted (proposal_id, seat_id, group_number, choice) VALUES (@proposal, @seat, @group, @choice)", new { proposal, seat, group, choice });
        }
    }

    private static async Task<ImmutableDictionary<string, (int Group, string Answer)>> Shown(Session session, string query, string of) =>
        (await session.All<(string Seat, long Group, string Answer)>(query, new { of })).ToImmutableDictionary(row => row.Seat, row => ((int)row.Group, row.Answer), StringComparer.Ordinal);
}
