using System.Globalization;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;

namespace Concordat.Scale;

/// <summary>Evidence on a cluster: judgements are counted by the shards that hold them, everything else is fetched once.</summary>
/// <remarks>
/// Every count is asked of every shard, with totals that show whether the answer is whole and whether the shard still has all that was pushed to it. Nothing is ever told from
/// fewer than all shards. Memory: the frame and the distinct tuples asked for.
/// </remarks>
public sealed class ClusterEvidence : ICountSource, IDisposable
{
    private readonly ClusterLinks _links;
    private readonly ImmutableArray<ShardState> _states;

    private ClusterEvidence(ClusterLinks links, ImmutableArray<ShardState> states, StoredEvidence frame)
    {
        (_links, _states) = (links, states);
        (Frame, About) = (frame.Evidence, frame.About);
    }

    public EvidenceSet Frame { get; }

    /// <summary>What the evidence was imported from, before it was pushed.</summary>
    public EvidenceProvenance About { get; }

    /// <summary>Opens evidence that was pushed to a cluster.</summary>
    /// <exception cref="ClusterException">A shard cannot be reached, is another than the address says, or does not hold all of the evidence.</exception>
    /// <exception cref="InputDataException">The frame is damaged.</exception>
    public static ClusterEvidence Open(ClusterAddress address, ClusterCredentials credentials, ClusterOptions options, CancellationToken cancellationToken) =>
        Open(address, credentials, options, null, cancellationToken);

    internal static ClusterEvidence Open(
        ClusterAddress address, ClusterCredentials credentials, ClusterOptions options, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        var links = new ClusterLinks(address, credentials, options, handler);
        try
        {
            ShardState[] states = links.Each(client => ShardState.Read(client, cancellationToken)
                ?? throw client.Fault($"holds no evidence in database '{address.Database}'; concordat push DIR {address} brings it there"));
            foreach (ShardClient client in links.Shards)
                RequireWhole(client, states[client.Shard], states[0]);
            return new ClusterEvidence(links, [.. states], ReadFrame(links, states, cancellationToken));
        }
        catch
        {
            links.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public CountTable Count(CountQuery query, CancellationToken cancellationToken)
    {
        CountTable[] parts = _links.Each(client => CountAnswer.Read(client, query, _states[client.Shard].Rows[(int)query.Table], cancellationToken));
        if (parts.Length == 1)
            return parts[0];
        var all = new CountTableBuilder(query.Columns.Length);
        foreach (CountTable part in parts)
        {
            for (int tuple = 0; tuple < part.Count; tuple++)
                all.Add(part.Key(tuple), part.Counts[tuple]);
        }

        return all.Build(query);
    }

    public void Dispose() => _links.Dispose();

    private static void RequireWhole(ShardClient client, ShardState state, ShardState first)
    {
        int shards = client.Shards;
        if (state.Content != first.Content)
            throw client.Fault($"holds other evidence ({state.Content[..12]}…) than the first shard ({first.Content[..12]}…)");
        if ((state.Shard, state.Shards) != (client.Shard, shards))
            throw client.Fault($"is shard {state.Shard + 1} of {state.Shards} of this evidence; name all its hosts in the order in which it was pushed");
        if (!state.IsComplete)
            throw client.Fault("does not hold all of the evidence yet; the push that began has not ended, and the same push goes on from there");
    }

    private static StoredEvidence ReadFrame(ClusterLinks links, ShardState[] states, CancellationToken cancellationToken)
    {
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("concordat-frame-");
        try
        {
            string folder = Path.Combine(scratch.FullName, states[0].Content[..32]);
            Directory.CreateDirectory(folder);
            var parts = new List<(string Name, uint Part, string File)>();
            links.Each(client =>
            {
                List<ShardLedger> ledger = ShardLedger.Read(client, cancellationToken);
                RequireLedger(client, states[client.Shard], ledger);
                foreach (ShardLedger entry in ledger.Where(entry => entry.Table == ClusterTable.Frame.Code))
                {
                    string statement = ShardClient.Filled(Statements.FramePart, ("load", entry.Load.ToString(CultureInfo.InvariantCulture)));
                    (string name, uint part, byte[] bytes) = client.Ask(statement, reader => (reader.Text(), reader.UInt32(), reader.Bytes()), cancellationToken) is [var only]
                        ? only
                        : throw client.Fault("has lost a part of the frame; push the evidence again into another database");
                    string file = Path.Combine(scratch.FullName, FormattableString.Invariant($"{client.Shard}-{entry.Batch}.part"));
                    File.WriteAllBytes(file, bytes);
                    lock (parts)
                        parts.Add((name, part, file));
                }

                return true;
            });
            foreach (IGrouping<string, (string Name, uint Part, string File)> file in parts.GroupBy(part => part.Name, StringComparer.Ordinal))
            {
                if (Path.GetFileName(file.Key) != file.Key)
                    throw new ClusterException($"the frame has a file of the name '{file.Key}', which no push writes");
                using FileStream whole = File.Create(Path.Combine(folder, file.Key));
                foreach ((_, _, string path) in file.OrderBy(part => part.Part))
                    whole.Write(File.ReadAllBytes(path));
            }

            return FrameFolder.Read(folder, cancellationToken);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static void RequireLedger(ShardClient client, ShardState state, List<ShardLedger> ledger)
    {
        for (int table = 0; table < state.Rows.Length; table++)
        {
            long rows = ledger.Where(entry => entry.Table == table).Sum(entry => entry.Rows);
            if (rows != state.Rows[table])
                throw client.Fault($"counts {rows} of {state.Rows[table]} rows as arrived, although it is marked complete; push the evidence again into another database");
        }
    }
}
