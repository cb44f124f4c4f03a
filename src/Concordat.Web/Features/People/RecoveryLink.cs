using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>A link with which someone who has lost password and recovery code sets a new password: made on the server's command line by whoever runs it, for an hour and for one use.</summary>
public static class RecoveryLink
{
    /// <summary>The start of its address; the token follows.</summary>
    public const string Path = "/recover/";

    // One condition for showing the form and for taking it.
    private const string Works = "digest = @Digest AND expires_at > @Now AND used_at IS NULL";

    private static readonly TimeSpan s_valid = TimeSpan.FromHours(1);

    /// <summary>Makes a link on a store; links made before for the same person stop working.</summary>
    /// <returns>The path and the end of the hour; null where nobody signs in by this name.</returns>
    /// <exception cref="ArgumentException">There is no store in the folder.</exception>
    public static async Task<(string Path, DateTimeOffset Until)?> Make(ServeOptions options, string name, CancellationToken cancellationToken)
    {
        await using Database database = WebServer.OpenStore(options, mayBeNew: false);
        await Migrations.Run(database, options.Clock, cancellationToken);
        DateTimeOffset now = options.Clock.GetUtcNow();
        string token = Chance.Token();
        bool isMade = await database.Write(async session =>
        {
            if (await session.One<string>("SELECT id FROM people WHERE normalized_name = @Name", new { Name = new UpperInvariantLookupNormalizer().NormalizeName(name.Trim()) }) is not { } person)
                return false;
            await Void(session, options.Clock, person);
            return await session.Execute(
                "INSERT INTO recovery_links (digest, person_id, made_at, expires_at) VALUES (@Digest, @person, @Now, @Until)",
                new { Digest = Chance.Digest(token), person, Now = Moment.Of(now), Until = Moment.Of(now + s_valid) }) == 1;
        }, cancellationToken);
        return isMade ? (Path + token, now + s_valid) : null;
    }

    /// <summary>Whose link this is; null where it does not work.</summary>
    internal static Task<string?> Owner(Session session, TimeProvider clock, string token) =>
        session.One<string>($"SELECT person_id FROM recovery_links WHERE {Works}", new { Digest = Chance.Digest(token), Now = Moment.Of(clock) });

    /// <summary>Uses the link up.</summary>
    /// <returns>False where it was used a moment ago.</returns>
    internal static async Task<bool> Use(Session session, TimeProvider clock, string token) =>
        await session.Execute($"UPDATE recovery_links SET used_at = @Now WHERE {Works}", new { Digest = Chance.Digest(token), Now = Moment.Of(clock) }) == 1;

    /// <summary>Ends whatever links a person has: a new password is set, or a newer link made.</summary>
    internal static Task Void(Session session, TimeProvider clock, string person) =>
        session.Execute("UPDATE recovery_links SET expires_at = @Now WHERE person_id = @person AND used_at IS NULL AND expires_at > @Now", new { person, Now = Moment.Of(clock) });

    /// <summary>Every link that was made for a person, newest first.</summary>
    internal static Task<ImmutableArray<Made>> Of(Session session, string person) =>
        session.All<Made>("SELECT made_at, expires_at, used_at FROM recovery_links WHERE person_id = @person ORDER BY made_at DESC", new { person });

    /// <summary>A link that was made, without what it is opened by.</summary>
    public sealed record Made(long MadeAt, long ExpiresAt, long? UsedAt);
}
