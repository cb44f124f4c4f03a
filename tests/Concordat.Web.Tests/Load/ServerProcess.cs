using System.Diagnostics;
using Concordat.Web.Features.People;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Concordat.Web.Tests.Load;

/// <summary>A server in a process of its own, which can be killed and started again on the same store and port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Ready = "ready ";

    private readonly string _folder, _connection;
    private readonly TimeSpan _lease;
    private readonly int _port;
    private Process? _process;

    /// <param name="lease">How long it may be silent before another server takes its audit over; null for as long as in use.</param>
    public ServerProcess(string folder, string? connection, TimeSpan? lease = null) =>
        (_folder, _connection, _lease, _port) = (folder, connection ?? "-", lease ?? TimeSpan.FromSeconds(30), PostgresProcess.FreePort());

    public int Port => _port;

    public Uri Address => new($"http://localhost:{_port}");

    /// <summary>The token of the first steward; empty where there is one.</summary>
    public string Token { get; private set; } = "";

    public static async Task Serve(string folder, string address, string connection, TimeSpan lease)
    {
        var options = new ServeOptions
        {
            Folder = folder,
            Address = address,
            PostgresConnection = connection == "-" ? null : connection,
            Clock = TimeProvider.System,
            RequestsPerTenSeconds = 1_000_000,
            AttemptsPerMinute = 1_000_000,
            PasswordRounds = 1_000,
            AuditLease = lease,
        };
        await using WebApplication app = await WebServer.Build(options, CancellationToken.None, logging => logging.ClearProviders());
        string? token = await FirstSteward.Token(app.Services.GetRequiredService<Database>(), TimeProvider.System, CancellationToken.None);
        await app.StartAsync();
        Console.WriteLine(Ready + token);
        await app.WaitForShutdownAsync();
    }

    public async Task Start()
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, "serve", _folder, $"http://127.0.0.1:{_port}", _connection, $"{_lease.TotalMilliseconds:0}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Ready, StringComparison.Ordinal))
                continue;
            Token = line[Ready.Length..];
            return;
        }

        throw new InvalidOperationException("the server ended before it was ready");
    }

    /// <summary>SIGKILL: nothing is flushed, closed or finished.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Processor time that it has taken, over all its threads.</summary>
    public TimeSpan Processor()
    {
        _process!.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Bytes of memory that it holds.</summary>
    public long Memory() => Status("VmRSS");

    /// <summary>The most that it has held since the start, or since the peak was forgotten.</summary>
    public long PeakMemory() => Status("VmHWM");

    public void ForgetPeak() => File.WriteAllText($"/proc/{_process!.Id}/clear_refs", "5");

    private long Status(string line) => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process!.Id}/status").First(read => read.StartsWith(line, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (_process is not null)
            Kill();
    }
}
