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

    /// <summary>Asks every shard at once; the first fault, in the order of the shards, ends it.</summary>
    public T[] Each<T>(Func<ShardClient, T> ask)
    {
        var answers = new T[Shards.Length];
        try
        {
            Parallel.For(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = answers.Length }, shard => answers[shard] = ask(Shards[shard]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions.FirstOrDefault(fault => fault is not OperationCanceledException) ?? several.InnerExceptions[0]);
        }

        return answers;
    }

    public void Dispose() => _http.Dispose();
}
