using Concordat.Web.Persistence;

namespace Concordat.Web.Tests;

/// <summary>People who vote in numbers: their seats and votes are written into the store as pages would write them.</summary>
internal static class OpinionTale
{
    /// <summary>Seats that take part, without accounts.</summary>
    public static Task<ImmutableArray<string>> Seat(Database database, string community, int people) => database.Write(async session =>
    {
        var seats = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < people; i++)
        {
            seats.Add(Chance.Id());
            await session.Execute(
                "INSERT INTO seats (id, use_case_id, role, community, takes_part, joined_at) VALUES (@Id, 'letters', 'Participant', @community, 1, 1)", new { Id = seats[i], community });
        }

        return seats.ToImmutable();
    }, CancellationToken.None);

    /// <summary>Proposals on the table; their ids.</summary>
    public static Task<ImmutableArray<string>> Table(Database database, params ImmutableArray<string> statements) => database.Write(async session =>
    {
        var proposals = ImmutableArray.CreateBuilder<string>();
        foreach ((int i, string statement) in statements.Index())
        {
            proposals.Add($"{i:00}{Chance.Id()[2..]}");
            await session.Execute(
                """
                INSERT INTO proposals (id, use_case_id, standard, level, statement, reason, writer, state, created_at)
                VALUES (@Id, 'letters', @Standard, 'Organisational', @statement, 'It is owed.', 'Person', 'Open', @i)
                """, new { Id = proposals[i], Standard = $"standard-{i}", statement, i });
        }

        return proposals.ToImmutable();
    }, CancellationToken.None);

    /// <summary>Votes, one letter a proposal: a agrees, d disagrees, p passes, anything else does not vote.</summary>
    public static Task Vote(Database database, TimeProvider clock, ImmutableArray<string> proposals, params ImmutableArray<(string Seat, string Votes)> people) => database.Write(async session =>
    {
        foreach ((string seat, string votes) in people)
        {
            foreach ((int i, char vote) in votes.Index())
            {
                if (vote is 'a' or 'd' or 'p')
                {
                    await session.Execute(
                        """
                        INSERT INTO proposal_votes (proposal_id, seat_id, choice, at) VALUES (@Proposal, @seat, @Choice, @At)
                        ON CONFLICT (proposal_id, seat_id) DO UPDATE SET choice = excluded.choice, at = excluded.at
                        """, new { Proposal = proposals[i], seat, Choice = vote == 'a' ? "Agree" : vote == 'd' ? "Disagree" : "Pass", At = Moment.Of(clock) });
                }
            }
        }
    }, CancellationToken.None);

    /// <summary>Two camps of eight who are at odds on two proposals and agree on the third and fourth.</summary>
    public static async Task<(ImmutableArray<string> Seats, ImmutableArray<string> Proposals)> Camps(Database database, TimeProvider clock, int others = 0)
    {
        ImmutableArray<string> proposals = await Table(database, "Letters are read in the order in which they came.", "Letters are read slowly.", "Dates are said twice.", "Names are spelt.");
        ImmutableArray<string> seats = (await Seat(database, "north", 8)).AddRange(await Seat(database, "south", 8)).AddRange(await Seat(database, "south", others));
        await Vote(database, clock, proposals, [.. seats.Take(16).Select((seat, i) => (seat, i < 8 ? "adaa" : "daaa"))]);
        return (seats, proposals);
    }
}
