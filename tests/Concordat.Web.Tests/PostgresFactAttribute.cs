namespace Concordat.Web.Tests;

/// <summary>A test that needs PostgreSQL 15; skipped with the reason where it is missing, unless CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.WhyMissing is { } why && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = why;
    }
}
