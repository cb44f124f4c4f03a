using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Features.UseCases;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Everything about oneself: password, passkeys, seats, a copy of what is stored, and the way out.</summary>
public static class AccountFeature
{
    private static readonly JsonSerializerOptions s_layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

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

    private static async Task<IResult> ExportAsync(Caller caller, Database database, HttpContext context, CancellationToken cancellationToken)
    {
        object copy = await database.Read(async session => new
        {
            signInName = caller.SignInName,
            seats = await session.All<SeatCopy>(
                """
                SELECT seats.use_case_id, seats.id AS pseudonym, seats.role, seats.community, seats.takes_part, seats.may_be_kept
                FROM seats WHERE seats.person_id = @Person ORDER BY seats.use_case_id
                """, new { caller.Person }),
            selfDescription = await session.All<AnswerCopy>(
                """
                SELECT seats.use_case_id, description_questions.attribute, description_questions.wording, description_answers.answer
                FROM description_answers JOIN seats ON seats.id = description_answers.seat_id JOIN description_questions ON description_questions.id = description_answers.question_id
                WHERE seats.person_id = @Person ORDER BY seats.use_case_id, description_questions.position
                """, new { caller.Person }),
            consents = await session.All<ConsentCopy>(
                "SELECT seats.use_case_id, consents.kind, consents.is_given, consents.wording, consents.at FROM consents JOIN seats ON seats.id = consents.seat_id WHERE seats.person_id = @Person ORDER BY consents.at",
                new { caller.Person }),
            given = await Contributions.Of(session, caller.Person),
        }, cancellationToken);
        context.Response.Headers.ContentDisposition = "attachment; filename=\"concordat-about-me.json\"";
        return Results.Json(copy, s_layout);
    }

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

    private sealed record SeatCopy(string UseCaseId, string Pseudonym, string Role, string Community, long TakesPart, long MayBeKept);

    private sealed record AnswerCopy(string UseCaseId, string Attribute, string Wording, string? Answer);

    private sealed record ConsentCopy(string UseCaseId, string Kind, long IsGiven, string Wording, long At);
}
