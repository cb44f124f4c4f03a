using System.Runtime.ExceptionServices;

namespace Concordat.Scale;

/// <summary>The shards of one cluster, asked at the same time.</summary>
internal sealed class ClusterLinks : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">The shards.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="options">How patiently.</param>
    /// <param name="handler">What carries the requests; null for the network.</param>
    public ClusterLinks(ClusterAddress address, ClusterCredentials credentials, ClusterOptions options, HttpMessageHandler? handler)
    {
        // A proxy between this machine and itself would only be in the way.
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = address.Shards.Any(shard => !shard.IsLoopback),
            AllowAutoRedirect = false,
        })
        { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        Shards = [.. Enumerable.Range(0, address.Shards.Length).Select(shard => new ShardClient(_http, address, shard, credentials, options))];
    }

    public ImmutableArray<ShardClient> Shards { get; }

    /// <summary>Asks every shard at once and waits for all; of several faults the first in the order of the shards is thrown.</summary>
    public T[] Each<T>(Func<ShardClient, T> ask)
    {
        // Threads of their own: they wait for servers, and none may wait for another.
        Task<T>[] asked = [.. Shards.Select(client => Task.Factory.StartNew(() => ask(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            return Task.WhenAll(asked).GetAwaiter().GetResult();
        }
        catch (Exception) when (asked.FirstOrDefault(one => one.IsFaulted) is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed.Exception!.InnerExceptions[0]);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();
}
