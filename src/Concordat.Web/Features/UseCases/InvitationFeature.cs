using Concordat.Web.Access;
using Concordat.Web.Features.Describing;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.UseCases;

/// <summary>The steward's page of people: invitations with their expiry and uses, seats, and what people are asked of themselves.</summary>
public static class InvitationFeature
{
    private const string Path = Endpoints.InUseCase + "/people";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Steward, (Caller caller, Database database, CancellationToken cancellationToken) => Show(caller, database, Form.Empty, null, cancellationToken));
        routes.Post(Path + "/invitations", AccessRule.Steward, InviteAsync);
        routes.Post(Path + "/invitations/revoke", AccessRule.Steward, RevokeAsync);
    }

    /// <summary>The page; right after an invitation was made, with its link, which is shown this once.</summary>
    public static async Task<IResult> Show(Caller caller, Database database, Form form, string? link, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        return await database.Read(async session => View.Of<PeoplePage>(new
        {
            Caller = caller,
            Form = form,
            Link = link,
            Invitations = await session.All<InvitationEntry>(
                "SELECT id, role, community, expires_at, uses_left, uses_given FROM invitations WHERE use_case_id = @useCase ORDER BY created_at DESC", new { useCase }),
            // Stewards see how many came, not who they are: pseudonyms are theirs alone.
            Seats = (await session.All<CountedSeats>(
                "SELECT role, community, count(*) AS seats, CAST(sum(takes_part) AS bigint) AS consented FROM seats WHERE use_case_id = @useCase AND person_id IS NOT NULL GROUP BY role, community ORDER BY role, community",
                new { useCase })).Select(row => new SeatCount(row.Role, row.Community, row.Seats, Consents(row.Seats, row.Consented, caller.InUseCase.MinimumCell))).ToImmutableArray(),
            Questions = await DescriptionFeature.Questions(session, useCase),
        }, form), cancellationToken);
    }

    // Whoever invited a single person would read from an exact number whether that person has consented, and when they withdrew.
    private static string Consents(long seats, long consented, long minimumCell) => seats < minimumCell
        ? "too few people to show"
        : consented < minimumCell ? $"fewer than {minimumCell}" : $"{consented / minimumCell * minimumCell} or more";

    private static async Task<IResult> InviteAsync(Caller caller, Form form, HttpContext context, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Role role = form.Choice<Role>("role", "the role");
        string community = form.Text("community", "The community", 80, role == Role.Stakeholder ? 2 : 0);
        long days = form.Whole("days", "Days until it expires", 1, 90), uses = form.Whole("uses", "The number of uses", 1, 1000);
        if (form.HasFaults)
            return await Show(caller, database, form, null, cancellationToken);
        string token = Chance.Token();
        DateTimeOffset now = clock.GetUtcNow();
        await database.Write(session => session.Execute(
            """
            INSERT INTO invitations (digest, id, use_case_id, role, community, expires_at, uses_left, uses_given, created_at)
            VALUES (@Digest, @Id, @UseCase, @role, @community, @ExpiresAt, @uses, @uses, @CreatedAt)
            """,
            new
            {
                Digest = Chance.Digest(token),
                Id = Chance.Id(),
                UseCase = caller.InUseCase.Id,
                role = role.ToString(),
                community,
                ExpiresAt = Moment.Of(now.AddDays(days)),
                uses,
                CreatedAt = Moment.Of(now),
            }), cancellationToken);
        return await Show(caller, database, Form.Empty, $"{context.Request.Scheme}://{context.Request.Host}/join/{token}", cancellationToken);
    }

    private static async Task<IResult> RevokeAsync(Caller caller, Form form, Database database, CancellationToken cancellationToken)
    {
        await database.Write(session => session.Execute("UPDATE invitations SET uses_left = 0 WHERE id = @Id AND use_case_id = @UseCase", new { Id = form.Typed("id"), UseCase = caller.InUseCase.Id }), cancellationToken);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/people", Notice.InvitationRevoked);
    }

    public sealed record InvitationEntry(string Id, Role Role, string Community, long ExpiresAt, long UsesLeft, long UsesGiven);

    public sealed record SeatCount(Role Role, string Community, long Seats, string Consented);

    private sealed record CountedSeats(Role Role, string Community, long Seats, long Consented);
}
