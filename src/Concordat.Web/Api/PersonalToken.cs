using Concordat.Web.Persistence;

namespace Concordat.Web.Api;

/// <summary>A token as a request carries it.</summary>
/// <param name="PersonId">Whose it is; null for a request without one.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="IsRefused">Whether there was one that nobody has, that has expired or was revoked.</param>
internal sealed record PersonalToken(string? PersonId, ImmutableArray<ApiScope> Scopes, bool IsRefused)
{
    // So that programs that look for leaked secrets can tell one.
    private const string Prefix = "concordat_", Scheme = "Bearer ";

    public static string New() => Prefix + Chance.Token();

    public static string Text(ImmutableArray<ApiScope> scopes) => string.Join(' ', scopes.Distinct().Order().Select(scope => scope.ToString()));

    public static ImmutableArray<ApiScope> Parse(string scopes) => [.. scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ApiScope>)];

    /// <summary>Reads the token of a request, if it carries one.</summary>
    public static async Task<PersonalToken> Of(HttpContext context, Database database, TimeProvider clock)
    {
        string header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return new PersonalToken(null, [], false);
        var key = new { Digest = Chance.Digest(header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : ""), Now = Moment.Of(clock), AnHourAgo = Moment.Of(clock.GetUtcNow().AddHours(-1)) };
        const string found = "personal_tokens WHERE digest = @Digest AND expires_at > @Now";
        TokenRow? row = await database.Read(session => session.One<TokenRow>($"SELECT person_id, scopes, CASE WHEN last_used_at > @AnHourAgo THEN 1 ELSE 0 END AS noted FROM {found}", key), context.RequestAborted);
        if (row is null)
            return new PersonalToken(null, [], true);
        // To the hour: a call that reads must not cost a write each time.
        if (row.Noted == 0)
            await database.Write(session => session.Execute("UPDATE personal_tokens SET last_used_at = @Now WHERE digest = @Digest", key), context.RequestAborted);
        return new PersonalToken(row.PersonId, Parse(row.Scopes), false);
    }

    private sealed record TokenRow(string PersonId, string Scopes, long Noted);
}
