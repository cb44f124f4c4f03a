namespace Concordat.Web;

/// <summary>How a server is started.</summary>
public sealed record ServeOptions
{
    /// <summary>The folder for the database (unless PostgreSQL holds it) and for the keys that protect cookies. Replicas share it.</summary>
    public required string Folder { get; init; }

    /// <summary>How to reach PostgreSQL; null for SQLite in the folder.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public string Address { get; init; } = "http://127.0.0.1:8642";

    /// <summary>Proxies whose word on a visitor's address and on TLS is taken; everyone else's is not.</summary>
    public ImmutableArray<System.Net.IPAddress> TrustedProxies { get; init; } = [];

    public required TimeProvider Clock { get; init; }

    /// <summary>Requests that one person, or one address that is not signed in, may make in ten seconds.</summary>
    public int RequestsPerTenSeconds { get; init; } = 300;

    /// <summary>Attempts to sign in or to use a token that one address may make in a minute.</summary>
    public int AttemptsPerMinute { get; init; } = 20;

    /// <summary>How long it takes at least until a wrong name or password is answered, so that the time does not tell which of them was wrong.</summary>
    public TimeSpan RefusalTakes { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls of the API that one address may make in a minute.</summary>
    public int ApiCallsPerMinute { get; init; } = 600;

    /// <summary>How long a server that works on an audit may be silent before another takes the audit over; the clocks of replicas differ by less.</summary>
    public TimeSpan AuditLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A model that may word answers to inquiries; null where none is configured.</summary>
    public Features.Reading.InquiryDrafter? Drafter { get; init; }

    /// <summary>A model that may draft standards and wordings when a steward asks; null where none is configured.</summary>
    public Features.Workshop.CharterDrafter? CharterDrafter { get; init; }

    /// <summary>How long a model may take over a draft.</summary>
    public TimeSpan DraftTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Drafts that one steward may ask a model for in a minute.</summary>
    public int DraftsPerMinute { get; init; } = 6;

    /// <summary>How often a page that is open is told what changed.</summary>
    public TimeSpan LiveLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rounds of PBKDF2 with HMAC-SHA-512 for a password; as OWASP's password storage cheat sheet has it.</summary>
    public int PasswordRounds { get; init; } = 210_000;
}
