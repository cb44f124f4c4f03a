using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.People;

/// <summary>The start page: the use cases that one may read.</summary>
public static class HomeFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.Get("/", AccessRule.Anyone, async (Caller caller, Database database, CancellationToken cancellationToken) =>
    {
        ImmutableArray<Entry> entries = await database.Read(session => Readable(session, caller), cancellationToken);
        return View.Of<Home>(new { Caller = caller, Entries = entries });
    });

    /// <summary>The use cases that are public, and those where the caller has a seat.</summary>
    internal static Task<ImmutableArray<Entry>> Readable(Session session, Caller caller) => session.All<Entry>(
        """
        SELECT use_cases.id, use_cases.title, use_cases.summary, use_cases.is_public AS public, use_cases.minimum_cell, seats.role AS seat_role FROM use_cases
        LEFT JOIN seats ON seats.use_case_id = use_cases.id AND seats.person_id = @PersonId
        WHERE use_cases.is_public = 1 OR seats.id IS NOT NULL ORDER BY use_cases.title
        """, new { PersonId = caller.PersonId ?? "" });

    public sealed record Entry(string Id, string Title, string Summary, long Public, long MinimumCell, Role? SeatRole);
}
