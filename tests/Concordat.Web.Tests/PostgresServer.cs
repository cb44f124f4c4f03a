using Dapper;
using Npgsql;

namespace Concordat.Web.Tests;

/// <summary>One throw-away PostgreSQL for all tests of the process; each test gets a database of its own.</summary>
internal static class PostgresServer
{
    private static readonly Lazy<PostgresProcess> s_server = new(() =>
    {
        PostgresProcess server = PostgresProcess.Start(keepsOnDisk: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private static int s_databases;

    public static string? WhyMissing => PostgresProcess.WhyMissing;

    /// <summary>A connection string for a fresh, empty database.</summary>
    public static string NewDatabase()
    {
        string name = $"t{Interlocked.Increment(ref s_databases)}";
        using var connection = new NpgsqlConnection(s_server.Value.To("postgres"));
        connection.Execute($"CREATE DATABASE {name}");
        return s_server.Value.To(name);
    }
}
