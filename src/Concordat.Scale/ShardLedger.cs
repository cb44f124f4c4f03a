namespace Concordat.Scale;

/// <summary>A batch that a shard has in full.</summary>
/// <param name="Table">Code of its table.</param>
/// <param name="Batch">Its number on that shard.</param>
/// <param name="Load">The load that counts.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ShardLedger(int Table, int Batch, ulong Load, long Rows)
{
    public static List<ShardLedger> Read(ShardClient client, CancellationToken cancellationToken) => client.Ask(
        Statements.Ledger, reader => new ShardLedger(reader.Byte(), (int)reader.UInt32(), reader.UInt64(), (long)reader.UInt64()), cancellationToken);
}
