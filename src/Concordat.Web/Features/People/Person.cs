namespace Concordat.Web.Features.People;

/// <summary>Who signs in. Mutable, because ASP.NET Core Identity fills it in step by step before it is stored.</summary>
public sealed class Person
{
    public string Id { get; set; } = "";

    public string SignInName { get; set; } = "";

    public string NormalizedName { get; set; } = "";

    public string? PasswordHash { get; set; }

    public string SecurityStamp { get; set; } = "";

    public long AccessFailedCount { get; set; }

    public long? LockoutEnd { get; set; }

    public long OpensUseCases { get; set; }

    public long CreatedAt { get; set; }
}
