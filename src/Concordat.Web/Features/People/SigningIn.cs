using System.Security.Claims;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Signing in with name and password, and out.</summary>
internal static class SigningIn
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/sign-in", AccessRule.Anyone, (Caller caller, string? then) =>
            caller.PersonId is null ? View.Of<SignIn>(new { Form = Form.Empty, Then = LocalPath(then) }) : Results.LocalRedirect(LocalPath(then)));
        routes.Post("/sign-in", AccessRule.Anyone, SignInAsync).RequireRateLimiting(WebServer.Attempts);
        routes.Post("/sign-out", AccessRule.SignedIn, async (HttpContext context, SignInManager<Person> signIn, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            // Taking the cookie away ends nothing for whoever copied it.
            if (context.User.FindFirstValue(Gate.SessionClaim) is { } ended)
                await database.Write(session => session.Execute("INSERT INTO ended_sessions (id, at) VALUES (@ended, @Now) ON CONFLICT (id) DO NOTHING", new { ended, Now = Moment.Of(clock) }), cancellationToken);
            await signIn.SignOutAsync();
            return View.Done("/", Notice.SignedOut);
        });
    }

    /// <summary>Signs someone in while the answer is still to be made: what the page shows from here on is theirs, and its forms carry a token for them.</summary>
    public static async Task Enter(HttpContext context, SignInManager<Person> signIn, Person person)
    {
        await signIn.SignInAsync(person, isPersistent: true);
        context.User = await signIn.CreateUserPrincipalAsync(person);
        context.Features.Set(Caller.Of(context) with { PersonId = person.Id, SignInName = person.SignInName, OpensUseCases = person.OpensUseCases == 1, Seat = null });
    }

    /// <summary>A path of this server, whatever was asked for.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && path.All(letter => char.IsAscii(letter) && !char.IsControl(letter) && letter != '\\') ? path : "/";

    private static async Task<IResult> SignInAsync(Form form, SignInManager<Person> signIn, UserManager<Person> people, IPasswordHasher<Person> hasher, ServeOptions options, CancellationToken cancellationToken)
    {
        var refused = Task.Delay(options.RefusalTakes, options.Clock, cancellationToken);
        string then = LocalPath(form.Typed("then"));
        string name = form.Typed("name").Trim(), password = form.Secret("password");
        Person? person = await people.FindByNameAsync(name);
        // A name that nobody has, and an account that is locked, take as long as a wrong password: hashing and checking cost the same, and what else differs ends before the answer goes out.
        if (person?.PasswordHash is null || await people.IsLockedOutAsync(person))
            hasher.HashPassword(new Person(), password);
        else if ((await signIn.PasswordSignInAsync(person, password, isPersistent: true, lockoutOnFailure: true)).Succeeded)
            return Results.LocalRedirect(then);

        await refused;
        form.Fault("name", "Name and password do not belong together, or there were too many attempts. Check both, or wait ten minutes.");
        return View.Of<SignIn>(new { Form = form, Then = then }, form);
    }
}
