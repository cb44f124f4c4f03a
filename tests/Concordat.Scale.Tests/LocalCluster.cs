using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Concordat.Scale.Tests;

/// <summary>ClickHouse servers on loopback, started when first asked for, in a folder that goes away with them; each can be killed and started again.</summary>
/// <remarks>The servers know nothing of each other. They run as whoever runs the tests, root included, on data folders that are theirs alone.</remarks>
public sealed class LocalCluster : IDisposable
{
    public const int Nodes = 3;

    private static readonly string[] s_places = ["/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server", "/usr/local/bin/clickhouse-server"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-cluster-");
    private readonly Process?[] _processes = new Process?[Nodes];
    private readonly int[] _ports = new int[Nodes];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private int _databases;

    /// <summary>The server's program, or null.</summary>
    public static string? Program { get; } = s_places.FirstOrDefault(File.Exists);

    /// <summary>The address of a new database on all nodes.</summary>
    internal async Task<ClusterAddress> NewDatabase(int nodes = Nodes)
    {
        for (int node = 0; node < Nodes; node++)
        {
            if (_processes[node] is null or { HasExited: true })
                await Start(node);
        }

        string hosts = string.Join(',', _ports.Take(nodes).Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return ClusterAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"clickhouse://{hosts}/test_{Interlocked.Increment(ref _databases)}"));
    }

    /// <summary>Ends a node at once, as a power cut ends its process.</summary>
    public void Kill(int node)
    {
        _processes[node]!.Kill();
        _processes[node]!.WaitForExit();
    }

    /// <summary>Starts a node on its old data and waits until it answers.</summary>
    public async Task Start(int node)
    {
        if (_ports[node] == 0)
            _ports[node] = FreePort();
        string folder = Path.Combine(_folder.FullName, node.ToString(CultureInfo.InvariantCulture)), config = Path.Combine(folder, "config.xml");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(config, Config(folder, _ports[node], FreePort()));
        await File.WriteAllTextAsync(Path.Combine(folder, "users.xml"), Users);
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException("clickhouse-server is not installed; eng/test-needs says how"), $"--config-file={config}")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes[node] = process;
        var waited = Stopwatch.StartNew();
        while (!await Answers(node))
        {
            if (process.HasExited || waited.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"node {node} did not start: {LastWords(folder)}");
            await Task.Delay(25);
        }
    }

    /// <summary>Says something to one node outside the program under test.</summary>
    public async Task<string> Say(int node, string statement)
    {
        using var content = new StringContent(statement);
        using HttpResponseMessage response = await _http.PostAsync(new Uri($"http://127.0.0.1:{_ports[node]}/"), content);
        string answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? answer.Trim() : throw new InvalidOperationException(answer);
    }

    public void Dispose()
    {
        foreach (Process? process in _processes)
        {
            if (process is { HasExited: false })
            {
                process.Kill();
                process.WaitForExit();
            }

            process?.Dispose();
        }

        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> Answers(int node)
    {
        try
        {
            return (await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_ports[node]}/ping"))).StartsWith("Ok.", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string LastWords(string folder)
    {
        string log = Path.Combine(folder, "error.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "it left no log";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Config(string folder, int http, int tcp) =>
        $"""
        <?xml version="1.0"?>
        <yandex>
          <logger><level>warning</level><log>{folder}/server.log</log><errorlog>{folder}/error.log</errorlog><size>20M</size><count>1</count></logger>
          <listen_host>127.0.0.1</listen_host>
          <http_port>{http}</http_port>
          <tcp_port>{tcp}</tcp_port>
          <max_connections>64</max_connections>
          <uncompressed_cache_size>8388608</uncompressed_cache_size>
          <mark_cache_size>8388608</mark_cache_size>
          <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
          <users_config>{folder}/users.xml</users_config>
          <default_profile>default</default_profile><default_database>default</default_database>
          <timezone>UTC</timezone>
        </yandex>
        """;

    private const string Users =
        """
        <?xml version="1.0"?>
        <yandex>
          <profiles><default><max_threads>2</max_threads><log_queries>0</log_queries></default></profiles>
          <users>
            <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
            <analyst><password>open sesame</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></analyst>
          </users>
          <quotas><default/></quotas>
        </yandex>
        """;
}
