using System.Globalization;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;

namespace Concordat.Scale;

/// <summary>Brings evidence to a cluster, so that a failure at any moment doubles nothing and loses nothing.</summary>
/// <remarks>
/// Which row belongs to which batch follows from the evidence. Each attempt at a batch carries a load number of its own; only when the shard says that all its rows arrived is
/// the load written into the ledger, and only loads in the ledger are read, one for each batch. So an attempt that failed, that came twice or that arrives after its sender gave
/// up is never counted, and a push that is begun again sends what is missing. The evidence counts as there when every shard is complete.
/// </remarks>
public static class ClusterPush
{
    /// <summary>Pushes evidence, or what is still missing of it.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="credentials">As whom.</param>
    /// <param name="stored">The evidence; its judgements are read from disk part by part.</param>
    /// <param name="options">Patience, and the size of a batch.</param>
    /// <param name="freshLoad">Gives a number that no other attempt ever had, such as 64 random bits; called from several threads.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ClusterException">A shard failed, or its database holds something else. What arrived stays; the same push goes on from there.</exception>
    public static PushSummary Run(
        ClusterAddress address, ClusterCredentials credentials, StoredCounts stored, ClusterOptions options, Func<ulong> freshLoad, IProgress<PushProgress>? progress,
        CancellationToken cancellationToken) =>
        Run(address, credentials, stored.Frame, stored.About, stored.Judgements, options, freshLoad, progress, null, cancellationToken);

    internal static PushSummary Run(
        ClusterAddress address, ClusterCredentials credentials, StoredEvidence stored, ClusterOptions options, Func<ulong> freshLoad, IProgress<PushProgress>? progress,
        HttpMessageHandler? handler, CancellationToken cancellationToken) =>
        Run(
            address, credentials, TableCounts.FrameOf(stored.Evidence), stored.About, table => JudgementParts.Of(stored.Evidence, table), options, freshLoad, progress, handler,
            cancellationToken);

    private static PushSummary Run(
        ClusterAddress address, ClusterCredentials credentials, EvidenceSet frame, EvidenceProvenance about, Func<JudgementTable, JudgementParts> judgements, ClusterOptions options,
        Func<ulong> freshLoad, IProgress<PushProgress>? progress, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        using var links = new ClusterLinks(address, credentials, options, handler);
        ShardState?[] known = links.Each(client => ShardState.Read(client, cancellationToken));
        int size = known.FirstOrDefault(state => state is not null)?.Batch ?? options.BatchRows;
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("concordat-frame-");
        try
        {
            int shards = address.Shards.Length;
            RowBatches[] tables = [.. Enum.GetValues<JudgementTable>().Select(table => new RowBatches(frame, table, judgements(table), shards, size))];
            var frameParts = new FrameParts(FrameFolder.Write(scratch.FullName, frame, about, cancellationToken), shards);
            ShardState[] wanted =
            [
                .. links.Shards.Select(client => new ShardState(
                    about.ContentHash, client.Shard, shards, size, [.. tables.Select(table => (long)table.Rows(client.Shard)), frameParts.Batches(client.Shard)], false)),
            ];
            foreach (ShardClient client in links.Shards)
                RequireOwn(client, known[client.Shard], wanted[client.Shard]);

            links.Each(client => Begin(client, known[client.Shard], wanted[client.Shard], tables, cancellationToken));
            var tally = new Tally(progress, wanted, tables);
            links.Each(client => Send(client, tables, frameParts, tally, freshLoad, cancellationToken));
            links.Each(client => Mark(client, wanted[client.Shard], complete: true, cancellationToken));
            return new PushSummary(
                about.ContentHash, shards, wanted.Sum(state => state.Rows[0]), wanted.Sum(state => state.Rows[1]), wanted.Sum(state => state.Rows[2]), tally.Sent, tally.Known);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static void RequireOwn(ShardClient client, ShardState? known, ShardState wanted)
    {
        if (known is null || known.IsSameAs(wanted))
            return;
        throw client.Fault(known.Content != wanted.Content
            ? $"holds other evidence ({known.Content[..12]}…, not {wanted.Content[..12]}…) in this database; push into another one"
            : (known.Shard, known.Shards) != (wanted.Shard, wanted.Shards)
                ? $"was shard {known.Shard + 1} of {known.Shards} when this evidence was pushed; name the same hosts in the same order"
                : "was to hold other rows of this evidence; push into another database");
    }

    private static bool Begin(ShardClient client, ShardState? known, ShardState wanted, RowBatches[] tables, CancellationToken cancellationToken)
    {
        client.Tell(Statements.CreateDatabase, cancellationToken);
        client.Tell(Statements.CreatePush, cancellationToken);
        client.Tell(Statements.CreateLedger, cancellationToken);
        foreach (ClusterTable table in tables.Select(table => table.Target).Append(ClusterTable.Frame))
        {
            string columns = string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}"));
            client.Tell(ShardClient.Filled(Statements.CreateTable, ("table", table.Name), ("columns", columns)), cancellationToken);
        }

        if (known is null)
            Mark(client, wanted, complete: false, cancellationToken);
        RequireOwn(client, ShardState.Read(client, cancellationToken), wanted); // another push may have begun at the same moment
        return true;
    }

    private static bool Mark(ShardClient client, ShardState state, bool complete, CancellationToken cancellationToken) => client.Patiently(
        () =>
        {
            client.Insert("concordat_push", state.ToRow(complete), cancellationToken);
            return true;
        },
        cancellationToken);

    private static bool Send(ShardClient client, RowBatches[] tables, FrameParts frame, Tally tally, Func<ulong> freshLoad, CancellationToken cancellationToken)
    {
        int shard = client.Shard;
        HashSet<(int Table, int Batch)> there = [.. ShardLedger.Read(client, cancellationToken).Select(entry => (entry.Table, entry.Batch))];
        foreach (RowBatches table in tables)
        {
            int batch = 0;
            foreach (RowBatches.Batch rows in table.Read(shard))
                One(table.Target, batch++, rows.Rows, rows.Rows, rows.Bytes);
        }

        for (int batch = 0; batch < frame.Batches(shard); batch++)
            One(ClusterTable.Frame, batch, 1, 0, load => frame.Bytes(shard, batch, load));
        return true;

        void One(ClusterTable table, int batch, int rows, int judgements, Func<ulong, byte[]> bytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isThere = there.Contains((table.Code, batch));
            if (!isThere)
                Send(client, table, batch, rows, bytes, freshLoad, cancellationToken);
            tally.Add(judgements, isThere);
        }
    }

    private static void Send(
        ShardClient client, ClusterTable table, int batch, int rows, Func<ulong, byte[]> bytes, Func<ulong> freshLoad, CancellationToken cancellationToken)
    {
        ulong load = client.Patiently(
            () =>
            {
                ulong attempt = freshLoad();
                client.Insert(table.Name, bytes(attempt), cancellationToken);
                string question = ShardClient.Filled(Statements.Arrived, ("table", table.Name), ("load", attempt.ToString(CultureInfo.InvariantCulture)));
                ulong arrived = client.Ask(question, reader => reader.UInt64(), cancellationToken).Single();
                return arrived == (ulong)rows
                    ? attempt
                    : throw client.Fault($"has {arrived} of the {rows} rows of batch {batch} that were sent to {table.Name}", mayPass: true);
            },
            cancellationToken);
        var entry = new RowBinaryWriter();
        entry.Byte(table.Code);
        entry.UInt32((uint)batch);
        entry.UInt64(load);
        entry.UInt64((ulong)rows);
        byte[] row = entry.ToArray();
        client.Patiently(
            () =>
            {
                client.Insert("concordat_ledger", row, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private sealed class Tally(IProgress<PushProgress>? progress, ShardState[] wanted, RowBatches[] tables)
    {
        private readonly Lock _lock = new();
        private readonly long _batches = wanted.Sum(state => tables.Sum(table => (long)table.Batches(state.Shard)) + state.Rows[^1]);
        private readonly long _rows = wanted.Sum(state => state.Rows[..^1].Sum());
        private long _done;

        public long Sent { get; private set; }

        public long Known { get; private set; }

        public void Add(int rows, bool wasThere)
        {
            lock (_lock)
            {
                _done += rows;
                _ = wasThere ? Known++ : Sent++;
                progress?.Report(new PushProgress(Sent + Known, _batches, _done, _rows));
            }
        }
    }
}
