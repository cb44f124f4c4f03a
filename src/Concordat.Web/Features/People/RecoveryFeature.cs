using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>A forgotten password: a new one by the recovery code, or by a link of whoever runs the server.</summary>
internal sealed class RecoveryFeature(Database database, TimeProvider clock, UserManager<Person> people, SignInManager<Person> signIn, IPasswordHasher<Person> hasher, ILogger<RecoveryFeature> log)
{
    private const string Path = "/recover", LinkPath = RecoveryLink.Path + "{token}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Anyone, () => View.Of<RecoverPage>(new { Form = Form.Empty }));
        routes.Post(Path, AccessRule.Anyone, (Form form, HttpContext context, RecoveryFeature recovery, CancellationToken cancellationToken) => recovery.ByCode(form, context, cancellationToken)).RequireRateLimiting(WebServer.Attempts);
        routes.Get(LinkPath, AccessRule.Anyone, (string token, RecoveryFeature recovery, CancellationToken cancellationToken) => recovery.ShowLink(token, Form.Empty, cancellationToken)).RequireRateLimiting(WebServer.Attempts);
        routes.Post(LinkPath, AccessRule.Anyone, (string token, Form form, HttpContext context, RecoveryFeature recovery, CancellationToken cancellationToken) => recovery.ByLink(token, form, context, cancellationToken)).RequireRateLimiting(WebServer.Attempts);
    }

    /// <summary>The page that shows a code, this once, to someone who has just got it.</summary>
    /// <param name="then">Where to go on.</param>
    public static IResult Show(string code, string then) => View.Of<RecoveryCodePage>(new { Code = code, Then = then });

    private async Task<IResult> ByCode(Form form, HttpContext context, CancellationToken cancellationToken)
    {
        string name = form.Typed("name").Trim(), code = form.Secret("code"), password = SignInName.ReadNewPassword(form);
        if (!form.HasFaults)
        {
            string? owner = await database.Read(session => RecoveryCode.Owner(session, people.NormalizeName(name), code), cancellationToken);
            if (owner is not null && await SetPassword(owner, password, session => RecoveryCode.Use(session, owner, code), context, cancellationToken) is { } page)
                return page;
            form.Fault("code", "Name and code do not belong together, or the code was used or replaced. Check both.");
        }

        return View.Of<RecoverPage>(new { Form = form }, form);
    }

    private async Task<IResult> ShowLink(string token, Form form, CancellationToken cancellationToken) =>
        await Owner(token, cancellationToken) is { } owner && await people.FindByIdAsync(owner) is { } person ? View.Of<RecoverByLinkPage>(new { Form = form, Token = token, Name = person.SignInName }, form) : Results.NotFound();

    private async Task<IResult> ByLink(string token, Form form, HttpContext context, CancellationToken cancellationToken)
    {
        string password = SignInName.ReadNewPassword(form);
        if (await Owner(token, cancellationToken) is not { } owner)
            return Results.NotFound();
        if (form.HasFaults)
            return await ShowLink(token, form, cancellationToken);
        if (await SetPassword(owner, password, session => RecoveryLink.Use(session, clock, token), context, cancellationToken) is not { } page)
            return Results.NotFound();
        log.LogWarning("A link made on the command line set a new password for account {Account}", owner);
        return page;
    }

    private Task<string?> Owner(string token, CancellationToken cancellationToken) => database.Read(session => RecoveryLink.Owner(session, clock, token), cancellationToken);

    // All or nothing: what proves the person is used up, the password set, every session ended, the lock taken off, a new code made.
    private async Task<IResult?> SetPassword(string owner, string password, Func<Session, Task<bool>> use, HttpContext context, CancellationToken cancellationToken)
    {
        if (await people.FindByIdAsync(owner) is not { } person)
            return null;
        string hash = hasher.HashPassword(person, password);
        person.SecurityStamp = Chance.Token();
        string? code = await database.Write(async session =>
        {
            if (!await use(session))
                return null;
            await session.Execute(
                "UPDATE people SET password_hash = @hash, security_stamp = @SecurityStamp, access_failed_count = 0, lockout_end = NULL WHERE id = @Id", new { hash, person.SecurityStamp, person.Id });
            await RecoveryLink.Void(session, clock, person.Id);
            return await RecoveryCode.Make(session, clock, person.Id);
        }, cancellationToken);
        if (code is null)
            return null;
        await SigningIn.Enter(context, signIn, person);
        return Show(code, $"/account?done={Notice.PasswordSet}");
    }
}
