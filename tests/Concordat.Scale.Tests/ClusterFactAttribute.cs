namespace Concordat.Scale.Tests;

/// <summary>A test on three ClickHouse servers; skipped with the reason where the program is missing, unless CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute(string? sharedData = null)
    {
        if (LocalCluster.Program is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "clickhouse-server is not installed";
        else if (sharedData is not null && !Concordat.Tests.SharedData.Has(sharedData))
            Skip = $"../shared/data/{sharedData} is not here";
    }
}
