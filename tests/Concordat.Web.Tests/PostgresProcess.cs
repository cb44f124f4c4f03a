using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Concordat.Web.Tests;

/// <summary>A throw-away PostgreSQL on loopback, as <c>nobody</c> when root runs it; it can be killed and started again.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private readonly string _folder, _settings;
    private readonly int _port;

    private PostgresProcess(string folder, int port, bool keepsOnDisk) =>
        (_folder, _port, _settings) = (folder, port, $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync={(keepsOnDisk ? "on" : "off")} -c max_connections=200");

    public static string? WhyMissing { get; } = File.Exists($"{Programs}/initdb") ? null : $"{Programs}/initdb is not there: apt-get install postgresql";

    public static PostgresProcess Start(bool keepsOnDisk)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            Run("/usr/bin/chown", "nobody:nogroup", folder);
        var server = new PostgresProcess(folder, FreePort(), keepsOnDisk);
        server.AsNobody($"{Programs}/initdb", "-D", $"{folder}/data", "-U", "concordat", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        server.StartAgain();
        return server;
    }

    public string To(string database, int connections = 20) => $"Host=127.0.0.1;Port={_port};Username=concordat;Database={database};Pooling=true;Maximum Pool Size={connections}";

    public void StartAgain() => AsNobody($"{Programs}/pg_ctl", "-D", $"{_folder}/data", "-l", $"{_folder}/log", "-w", "-t", "60", "-o", _settings, "start");

    /// <summary>SIGKILL to the server's first process and all that it began, as a machine out of memory would.</summary>
    public void Kill()
    {
        int first = int.Parse(File.ReadLines($"{_folder}/data/postmaster.pid").First(), CultureInfo.InvariantCulture);
        using Process process = Process.GetProcessById(first);
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        AsNobody($"{Programs}/pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void AsNobody(params string[] command) =>
        Run(Environment.IsPrivilegedProcess ? ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", $"HOME={_folder}", .. command] : command);

    private static void Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/tmp", RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // The server inherits the pipes: reading to their end would wait for the server's own end.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromSeconds(90)) || process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed");
    }
}
