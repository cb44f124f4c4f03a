using Concordat.Web.Persistence;

namespace Concordat.Web.Features.People;

/// <summary>A person's recovery code: what they keep for the day on which they have forgotten their password. There is no e-mail that could be sent.</summary>
internal static class RecoveryCode
{
    /// <summary>Makes a new code; the one before stops working.</summary>
    /// <returns>The code as it is shown this once, in groups that can be typed.</returns>
    public static async Task<string> Make(Session session, TimeProvider clock, string person)
    {
        string code = Chance.Code();
        await session.Execute(
            "INSERT INTO recovery_codes (person_id, digest, made_at) VALUES (@person, @Digest, @Now) ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at",
            new { person, Digest = Digest(code), Now = Moment.Of(clock) });
        return string.Join('-', code.Chunk(4).Select(group => new string(group)));
    }

    /// <summary>Whose code this is, if they sign in by this name; null otherwise.</summary>
    /// <remarks>The code is looked up by itself and the name compared afterwards: a name that somebody has and one that nobody has are answered by the same work.</remarks>
    public static async Task<string?> Owner(Session session, string? normalizedName, string typed)
    {
        (string? person, string? name) = await session.One<(string?, string?)>(
            "SELECT people.id, people.normalized_name FROM recovery_codes JOIN people ON people.id = recovery_codes.person_id WHERE recovery_codes.digest = @Digest", new { Digest = Digest(typed) });
        return name == normalizedName ? person : null;
    }

    /// <summary>Uses the code up.</summary>
    /// <returns>False where it was used a moment ago.</returns>
    public static async Task<bool> Use(Session session, string person, string typed) =>
        await session.Execute("DELETE FROM recovery_codes WHERE person_id = @person AND digest = @Digest", new { person, Digest = Digest(typed) }) == 1;

    // However it is typed: hyphens, spaces and capitals make no difference.
    private static string Digest(string typed) => Chance.Digest(string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant());
}
