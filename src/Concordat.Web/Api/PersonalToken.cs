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
    public static async Task<PersonalToken> Of(HttpContext context, Session session, TimeProvider clock)
    {
        string header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return new PersonalToken(null, [], false);
        TokenRow? row = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await session.One<TokenRow>("SELECT person_id, scopes FROM personal_tokens WHERE digest = @Digest AND expires_at > @Now", new { Digest = Chance.Digest(header[Scheme.Length..].Trim()), Now = Moment.Of(clock) })
            : null;
        return row is null ? new PersonalToken(null, [], true) : new PersonalToken(row.PersonId, Parse(row.Scopes), false);
    }

    private sealed record TokenRow(string PersonId, string Scopes);
}
