using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Api;

/// <summary>A person's tokens: made for what they are needed for, shown once, stored as a digest, revoked at any time.</summary>
public static class TokensFeature
{
    private const string Path = "/account/tokens";
    private const int MostTokens = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.SignedIn, (Caller caller, Database database, CancellationToken cancellationToken) => Show(caller, database, Form.Empty, null, cancellationToken));
        routes.Post(Path, AccessRule.SignedIn, MakeAsync);
        routes.Post(Path + "/revoke", AccessRule.SignedIn, RevokeAsync);
    }

    private static Task<IResult> Show(Caller caller, Database database, Form form, string? token, CancellationToken cancellationToken) => database.Read(async session => View.Of<TokensPage>(new
    {
        Form = form,
        Token = token,
        Tokens = await session.All<TokenEntry>("SELECT id, label, scopes, expires_at, last_used_at FROM personal_tokens WHERE person_id = @Person ORDER BY created_at DESC, id", new { caller.Person }),
    }, form), cancellationToken);

    private static async Task<IResult> MakeAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string label = form.Text("label", "The name", 60, 2);
        long days = form.Whole("days", "Days until it expires", 1, 365);
        ImmutableArray<ApiScope> scopes = [.. Enum.GetValues<ApiScope>().Where(scope => form.IsChecked($"scope-{scope}"))];
        if (scopes.IsEmpty)
            form.Fault("scope-Read", "Choose what it is for.");
        string token = PersonalToken.New();
        if (!form.HasFaults)
        {
            DateTimeOffset now = clock.GetUtcNow();
            bool isMade = await database.Write(async session =>
                await session.Count("SELECT count(*) FROM personal_tokens WHERE person_id = @Person", new { caller.Person }) < MostTokens && await session.Execute(
                    "INSERT INTO personal_tokens (id, digest, person_id, label, scopes, expires_at, created_at) VALUES (@Id, @Digest, @Person, @label, @Scopes, @ExpiresAt, @CreatedAt)",
                    new { Id = Chance.Id(), Digest = Chance.Digest(token), caller.Person, label, Scopes = PersonalToken.Text(scopes), ExpiresAt = Moment.Of(now.AddDays(days)), CreatedAt = Moment.Of(now) }) == 1, cancellationToken);
            if (isMade)
                return await Show(caller, database, Form.Empty, token, cancellationToken);
            form.Fault("label", $"There are {MostTokens} tokens already. Revoke those that are not needed.");
        }

        return await Show(caller, database, form, null, cancellationToken);
    }

    private static async Task<IResult> RevokeAsync(Caller caller, Form form, Database database, CancellationToken cancellationToken)
    {
        await database.Write(session => session.Execute("DELETE FROM personal_tokens WHERE id = @Id AND person_id = @Person", new { Id = form.Typed("id"), caller.Person }), cancellationToken);
        return View.Done(Path, Notice.TokenRevoked);
    }

    public sealed record TokenEntry(string Id, string Label, string Scopes, long ExpiresAt, long? LastUsedAt);
}
