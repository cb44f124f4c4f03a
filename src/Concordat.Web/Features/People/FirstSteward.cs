using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>The first steward: whoever holds the token that <c>serve</c> printed. Once there is one, no token works.</summary>
public static class FirstSteward
{
    private static readonly TimeSpan s_valid = TimeSpan.FromHours(24);

    /// <summary>A fresh token while nobody may open use cases; null once somebody may. Tokens printed before stop working.</summary>
    public static Task<string?> Token(Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Write(async session =>
    {
        if (await HasHost(session))
            return null;
        string token = Chance.Token();
        await session.Execute("DELETE FROM steward_tokens");
        await session.Execute("INSERT INTO steward_tokens (digest, expires_at) VALUES (@Digest, @ExpiresAt)", new { Digest = Chance.Digest(token), ExpiresAt = Moment.Of(clock.GetUtcNow() + s_valid) });
        return token;
    }, cancellationToken);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/first-steward", AccessRule.Anyone, () => View.Of<FirstStewardPage>(new { Form = Form.Empty }));
        routes.Post("/first-steward", AccessRule.Anyone, BecomeAsync).RequireRateLimiting(WebServer.Attempts);
    }

    private static async Task<IResult> BecomeAsync(Form form, HttpContext context, Database database, TimeProvider clock, UserManager<Person> people, SignInManager<Person> signIn, CancellationToken cancellationToken)
    {
        string token = form.Typed("token").Trim(), name = SignInName.Read(form), password = SignInName.ReadNewPassword(form);
        object holder = new { Digest = Chance.Digest(token), Now = Moment.Of(clock) };
        const string valid = "FROM steward_tokens WHERE digest = @Digest AND expires_at > @Now";
        if (await database.Read(session => session.Count($"SELECT count(*) {valid}", holder), cancellationToken) == 0)
            form.Fault("token", "This token does not work: it was used, it is older than a day, or the server was started again since.");
        if (!form.HasFaults)
        {
            var person = new Person { SignInName = name };
            IdentityResult made = await people.CreateAsync(person, password);
            if (!made.Succeeded)
            {
                form.Fault("name", "This sign-in name is taken.");
            }
            else if (await database.Write(async session => await session.Execute($"DELETE {valid}", holder) == 1 && !await HasHost(session)
                && await session.Execute("UPDATE people SET opens_use_cases = 1 WHERE id = @Id", new { person.Id }) == 1, cancellationToken))
            {
                person.OpensUseCases = 1;
                string code = await database.Write(session => RecoveryCode.Make(session, clock, person.Id), cancellationToken);
                await SigningIn.Enter(context, signIn, person);
                return RecoveryFeature.Show(code, "/new-use-case");
            }
            else
            {
                await people.DeleteAsync(person);
                form.Fault("token", "This token was used a moment ago.");
            }
        }

        return View.Of<FirstStewardPage>(new { Form = form }, form);
    }

    private static async Task<bool> HasHost(Session session) => await session.Count("SELECT count(*) FROM people WHERE opens_use_cases = 1") > 0;
}
