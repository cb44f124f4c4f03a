using Concordat.Web.Access;
using Concordat.Web.Features.People;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.Joining;

/// <summary>The way in: an invitation's link, an account, a seat. Consent is asked for afterwards, in the use case.</summary>
public static class JoinFeature
{
    private const string Path = "/join/{token}";

    // One condition for reading and for taking, so that nothing is shown that cannot be taken.
    private const string Works = "digest = @Digest AND expires_at > @Now AND uses_left > 0";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Anyone, async (string token, Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Find(token, database, clock, cancellationToken) is { } invitation
                ? View.Of<JoinPage>(new { Caller = caller, Invitation = invitation, Token = token, Form = Form.Empty })
                : Results.NotFound()).RequireRateLimiting(WebServer.Attempts);
        routes.Post(Path, AccessRule.Anyone, JoinAsync).RequireRateLimiting(WebServer.Attempts);
    }

    private static async Task<IResult> JoinAsync(
        string token, Caller caller, Form form, HttpContext context, Database database, TimeProvider clock, UserManager<Person> people, SignInManager<Person> signIn, CancellationToken cancellationToken)
    {
        if (await Find(token, database, clock, cancellationToken) is not { } invitation)
            return Results.NotFound();
        Person? made = null;
        if (caller.PersonId is null)
        {
            var person = new Person { SignInName = SignInName.Read(form) };
            string password = SignInName.ReadNewPassword(form);
            if (!form.HasFaults && !(await people.CreateAsync(person, password)).Succeeded)
                form.Fault("name", "This sign-in name is taken. If it is yours, sign in first and open the link again.");
            if (form.HasFaults)
                return View.Of<JoinPage>(new { Caller = caller, Invitation = invitation, Token = token, Form = form }, form);
            made = person;
        }

        string joining = caller.PersonId ?? made!.Id;
        if (!await IsSeated(token, joining, invitation, database, clock, cancellationToken))
        {
            if (made is not null)
                await people.DeleteAsync(made);
            return Results.NotFound();
        }

        string then = $"/use-cases/{invitation.UseCaseId}/me";
        if (made is null)
            return View.Done(then, Notice.Joined);
        string code = await database.Write(session => RecoveryCode.Make(session, clock, made.Id), cancellationToken);
        await SigningIn.Enter(context, signIn, made);
        return RecoveryFeature.Show(code, $"{then}?done={Notice.Joined}");
    }

    private static async Task<bool> IsSeated(string token, string person, Invitation invitation, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await Take(token, person, invitation, database, clock, cancellationToken);
        }
        // The same person came twice at once: the other one took the seat, and this one used nothing up.
        catch (Exception exception) when (database.IsConflict(exception))
        {
            return true;
        }
    }

    /// <summary>Takes one use and gives the seat; who has a seat already keeps it and uses nothing up.</summary>
    private static Task<bool> Take(string token, string person, Invitation invitation, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Write(async session =>
    {
        if (await session.Count("SELECT count(*) FROM seats WHERE use_case_id = @UseCaseId AND person_id = @person", new { invitation.UseCaseId, person }) > 0)
            return true;
        long now = Moment.Of(clock);
        if (await session.Execute($"UPDATE invitations SET uses_left = uses_left - 1 WHERE {Works}", new { Digest = Chance.Digest(token), Now = now }) == 0)
            return false;
        await session.Execute(
            "INSERT INTO seats (id, use_case_id, person_id, role, community, joined_at) VALUES (@Id, @UseCaseId, @person, @Role, @Community, @now)",
            new { Id = Chance.Id(), invitation.UseCaseId, person, Role = invitation.Role.ToString(), invitation.Community, now });
        return true;
    }, cancellationToken);

    private static Task<Invitation?> Find(string token, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(session => session.One<Invitation>(
        $"""
        SELECT invitations.use_case_id, invitations.role, invitations.community, use_cases.title, use_cases.summary
        FROM invitations JOIN use_cases ON use_cases.id = invitations.use_case_id WHERE {Works}
        """, new { Digest = Chance.Digest(token), Now = Moment.Of(clock) }), cancellationToken);

    public sealed record Invitation(string UseCaseId, Role Role, string Community, string Title, string Summary);
}
