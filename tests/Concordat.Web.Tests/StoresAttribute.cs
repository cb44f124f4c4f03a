using System.Reflection;
using Xunit.Sdk;

namespace Concordat.Web.Tests;

/// <summary>Runs a theory on each store. Where PostgreSQL is missing it runs on SQLite alone, and <see cref="PostgresFactAttribute"/> says so; under CI=true it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        yield return [Store.Sqlite];
        if (PostgresServer.WhyMissing is null || Environment.GetEnvironmentVariable("CI") == "true")
            yield return [Store.Postgres];
    }
}
