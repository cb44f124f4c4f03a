using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Concordat.Web.Tests;

/// <summary>One throw-away PostgreSQL on loopback for all tests of the process, as <c>nobody</c> when root runs them; each test gets a database of its own.</summary>
internal static class PostgresServer
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private static readonly Lazy<int> s_port = new(Start);

    private static int s_databases;

    public static string? WhyMissing { get; } = File.Exists($"{Programs}/initdb") ? null : $"{Programs}/initdb is not there: apt-get install postgresql";

    /// <summary>A connection string for a fresh, empty database.</summary>
    public static string NewDatabase()
    {
        string name = $"t{Interlocked.Increment(ref s_databases)}";
        using var connection = new NpgsqlConnection(To("postgres"));
        connection.Execute($"CREATE DATABASE {name}");
        return To(name);
    }

    private static string To(string database) => $"Host=127.0.0.1;Port={s_port.Value};Username=concordat;Database={database};Pooling=true;Maximum Pool Size=20";

    private static int Start()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-postgres-").FullName;
        int port = FreePort();
        bool isRoot = Environment.IsPrivilegedProcess;
        if (isRoot)
            Run("/usr/bin/chown", "nobody:nogroup", folder);
        string[] asNobody = isRoot ? ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", $"HOME={folder}"] : [];
        Run([.. asNobody, $"{Programs}/initdb", "-D", $"{folder}/data", "-U", "concordat", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        string settings = $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off -c max_connections=200";
        Run([.. asNobody, $"{Programs}/pg_ctl", "-D", $"{folder}/data", "-l", $"{folder}/log", "-w", "-t", "30", "-o", settings, "start"]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Run([.. asNobody, $"{Programs}/pg_ctl", "-D", $"{folder}/data", "-m", "immediate", "-w", "stop"]);
            Directory.Delete(folder, recursive: true);
        };
        return port;
    }

    private static void Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/tmp", RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // The server inherits the pipes: reading to their end would wait for the server's own end.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)) || process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
