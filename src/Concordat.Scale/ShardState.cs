namespace Concordat.Scale;

/// <summary>What a shard says was pushed to it.</summary>
/// <param name="Content">The evidence's content hash.</param>
/// <param name="Shard">Its place among the shards, from 0.</param>
/// <param name="Shards">How many there are.</param>
/// <param name="Batch">Rows in a batch.</param>
/// <param name="Rows">Rows that belong here by table code: comparisons, ratings, outcomes, parts of the frame.</param>
/// <param name="IsComplete">Whether every shard has all that belongs to it.</param>
internal sealed record ShardState(string Content, int Shard, int Shards, int Batch, ImmutableArray<long> Rows, bool IsComplete)
{
    /// <summary>Goes up when tables change their shape.</summary>
    public const uint Version = 1;

    /// <summary>What the shard says; null where nothing was ever pushed.</summary>
    /// <exception cref="ClusterException">Another version of the schema, or several pieces of evidence in one database.</exception>
    public static ShardState? Read(ShardClient client, CancellationToken cancellationToken)
    {
        if (client.Ask(Statements.HasPush, reader => reader.UInt64(), cancellationToken).Single() == 0)
            return null;
        uint[] versions = [.. client.Ask(Statements.Versions, reader => reader.UInt32(), cancellationToken)];
        if (versions.Length == 0)
            return null;
        if (versions.FirstOrDefault(version => version != Version, Version) is var other && other != Version)
            throw client.Fault($"holds evidence in version {other} of the schema, where this program reads version {Version}; push the evidence again into another database");
        ShardState[] states = [.. client.Ask(Statements.Pushes, Read, cancellationToken)];
        ShardState first = states[0] with { IsComplete = states.Any(state => state.IsComplete) };
        return states.All(state => state.IsSameAs(first))
            ? first
            : throw client.Fault($"holds {states.Length} different pushes in one database; push each piece of evidence into a database of its own");
    }

    /// <summary>Whether both speak of the same rows on the same shard.</summary>
    public bool IsSameAs(ShardState other) =>
        (Content, Shard, Shards, Batch) == (other.Content, other.Shard, other.Shards, other.Batch) && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    public byte[] ToRow(bool complete)
    {
        var row = new RowBinaryWriter();
        row.UInt32(Version);
        row.Text(Content);
        row.UInt32((uint)Shard);
        row.UInt32((uint)Shards);
        row.UInt32((uint)Batch);
        row.Byte(complete ? (byte)1 : (byte)0);
        foreach (long rows in Rows)
            row.UInt64((ulong)rows);
        return row.ToArray();
    }

    private static ShardState Read(RowBinaryReader reader)
    {
        string content = reader.Text();
        (uint shard, uint shards, uint batch) = (reader.UInt32(), reader.UInt32(), reader.UInt32());
        long[] rows = [(long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64()];
        return new ShardState(content, (int)shard, (int)shards, (int)batch, [.. rows], reader.Byte() == 1);
    }
}
