using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Everything about oneself: password, passkeys, seats, a copy of what is stored, and the way out.</summary>
public static class AccountFeature
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/account", AccessRule.SignedIn, async (Caller caller, Database database, UserManager<Person> people, CancellationToken cancellationToken) =>
            View.Of<Account>(await Show(caller, database, people, Form.Empty, cancellationToken)));
        routes.Post("/account/password", AccessRule.SignedIn, ChangePasswordAsync).RequireRateLimiting(WebServer.Attempts);
        routes.Post("/account/recovery-code", AccessRule.SignedIn, MakeCodeAsync).RequireRateLimiting(WebServer.Attempts);
        routes.Get("/account/export", AccessRule.SignedIn, ExportAsync);
        routes.Get("/account/delete", AccessRule.SignedIn, () => View.Of<DeleteAccount>(new { Form = Form.Empty }));
        routes.Post("/account/delete", AccessRule.SignedIn, DeleteAsync);
    }

    private static async Task<object> Show(Caller caller, Database database, UserManager<Person> people, Form form, CancellationToken cancellationToken)
    {
        Person? person = await people.FindByIdAsync(caller.Person);
        ImmutableArray<SeatEntry> seats = await database.Read(session => session.All<SeatEntry>(
            "SELECT use_cases.id, use_cases.title, seats.role FROM seats JOIN use_cases ON use_cases.id = seats.use_case_id WHERE seats.person_id = @Person ORDER BY use_cases.title",
            new { caller.Person }), cancellationToken);
        ImmutableArray<UserPasskeyInfo> passkeys = person is null ? [] : [.. await people.GetPasskeysAsync(person)];
        return await database.Read(async session => new
        {
            Form = form,
            Seats = seats,
            Passkeys = passkeys,
            CodeMadeAt = await session.One<long?>("SELECT made_at FROM recovery_codes WHERE person_id = @Person", new { caller.Person }),
            Links = await RecoveryLink.Of(session, caller.Person),
        }, cancellationToken);
    }

    // Who sits down at a device that someone left signed in must not leave with the account.
    private static async Task<IResult> MakeCodeAsync(Caller caller, Form form, Database database, TimeProvider clock, UserManager<Person> people, CancellationToken cancellationToken)
    {
        Person? person = await people.FindByIdAsync(caller.Person);
        if (person is null)
            return Results.NotFound();
        if (await people.CheckPasswordAsync(person, form.Secret("present")))
            return RecoveryFeature.Show(await database.Write(session => RecoveryCode.Make(session, clock, person.Id), cancellationToken), "/account");
        form.Fault("present", "This is not your password.");
        return View.Of<Account>(await Show(caller, database, people, form, cancellationToken), form);
    }

    private static async Task<IResult> ChangePasswordAsync(
        Caller caller, Form form, Database database, TimeProvider clock, UserManager<Person> people, SignInManager<Person> signIn, CancellationToken cancellationToken)
    {
        string chosen = SignInName.ReadNewPassword(form);
        Person? person = await people.FindByIdAsync(caller.Person);
        if (person is null)
            return Results.NotFound();
        if (!form.HasFaults && !(await people.ChangePasswordAsync(person, form.Secret("current"), chosen)).Succeeded)
            form.Fault("current", "This is not your password.");
        if (form.HasFaults)
            return View.Of<Account>(await Show(caller, database, people, form, cancellationToken), form);
        await database.Write(session => RecoveryLink.Void(session, clock, person.Id), cancellationToken);
        await signIn.RefreshSignInAsync(person);
        return View.Done("/account", Notice.Saved);
    }

    private static async Task<IResult> ExportAsync(Caller caller, Database database, UserManager<Person> people, CancellationToken cancellationToken) => await people.FindByIdAsync(caller.Person) is not { } person
        ? Results.NotFound()
        : Results.File(await database.Read(async session => await OwnCopy.Of(session, person.Id, await people.GetPasskeysAsync(person)), cancellationToken), "application/json", "concordat-about-me.json");

    private static async Task<IResult> DeleteAsync(Caller caller, Form form, UserManager<Person> people, SignInManager<Person> signIn)
    {
        Person? person = await people.FindByIdAsync(caller.Person);
        if (person is null || form.Typed("name").Trim() != caller.SignInName)
        {
            form.Fault("name", "Type your sign-in name to confirm.");
            return View.Of<DeleteAccount>(new { Form = form }, form);
        }

        await people.DeleteAsync(person);
        await signIn.SignOutAsync();
        return View.Done("/", Notice.AccountDeleted);
    }

    public sealed record SeatEntry(string Id, string Title, Role Role);
}
