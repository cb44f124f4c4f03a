using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Passkeys: adding one, removing one, signing in with one. The browser's part is in passkeys.js.</summary>
public static class PasskeyFeature
{
    private const int MostPasskeys = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/passkeys/request", AccessRule.Anyone, async (SignInManager<Person> signIn) =>
            Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")).RequireRateLimiting(WebServer.Attempts);
        routes.Post("/passkeys/sign-in", AccessRule.Anyone, SignInAsync).RequireRateLimiting(WebServer.Attempts);
        routes.Post("/passkeys/creation", AccessRule.SignedIn, CreationAsync);
        routes.Post("/passkeys", AccessRule.SignedIn, AddAsync);
        routes.Post("/passkeys/remove", AccessRule.SignedIn, RemoveAsync);
    }

    private static async Task<IResult> SignInAsync(Form form, SignInManager<Person> signIn)
    {
        try
        {
            SignInResult result = await signIn.PasskeySignInAsync(form.Typed("credential"));
            return result.Succeeded ? Results.Json(new { then = SigningIn.LocalPath(form.Typed("then")) }) : Results.Unauthorized();
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            // The attempt was begun in another visit, or what came is no credential.
            return Results.Unauthorized();
        }
    }

    private static async Task<IResult> CreationAsync(Caller caller, SignInManager<Person> signIn)
    {
        var entity = new PasskeyUserEntity { Id = caller.Person, Name = caller.SignInName!, DisplayName = caller.SignInName! };
        return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    private static async Task<IResult> AddAsync(Caller caller, Form form, SignInManager<Person> signIn, UserManager<Person> people)
    {
        string label = form.Text("label", "The passkey's name", 60);
        Person? person = await people.FindByIdAsync(caller.Person);
        if (person is null || form.HasFaults || (await people.GetPasskeysAsync(person)).Count >= MostPasskeys)
            return Results.BadRequest();
        try
        {
            PasskeyAttestationResult attested = await signIn.PerformPasskeyAttestationAsync(form.Typed("credential"));
            if (!attested.Succeeded || attested.UserEntity.Id != caller.Person)
                return Results.BadRequest();
            attested.Passkey.Name = label;
            await people.AddOrUpdatePasskeyAsync(person, attested.Passkey);
            return Results.Json(new { then = $"/account?done={Notice.PasskeyAdded}" });
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            return Results.BadRequest();
        }
    }

    private static async Task<IResult> RemoveAsync(Caller caller, Form form, SignInManager<Person> signIn, UserManager<Person> people)
    {
        Person? person = await people.FindByIdAsync(caller.Person);
        var id = new byte[form.Typed("id").Length];
        if (person is null || !Convert.TryFromBase64String(form.Typed("id"), id, out int length))
            return Results.BadRequest();
        if (await people.GetPasskeyAsync(person, id[..length]) is not null)
        {
            await people.RemovePasskeyAsync(person, id[..length]);
            // Whoever had it may be signed in with it still.
            await people.UpdateSecurityStampAsync(person);
            await signIn.RefreshSignInAsync(person);
        }

        return View.Done("/account", Notice.PasskeyRemoved);
    }
}
