namespace Concordat.Scale;

/// <summary>A cluster did not answer in full; the message names the shard, what was asked of it, and what it said.</summary>
public sealed class ClusterException : IOException
{
    public ClusterException()
    {
    }

    public ClusterException(string message)
        : base(message)
    {
    }

    public ClusterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same question may be answered a little later: a node that is starting, a connection that broke, a server that has too much to do.</summary>
    public bool MayPass { get; init; }
}
