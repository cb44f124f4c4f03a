using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;
using Concordat.Runs;
using Concordat.Tests.Runs;

namespace Concordat.Scale.Tests;

/// <summary>An audit in the middle of which a node dies.</summary>
[Collection(nameof(ClusterCollection))]
public sealed class ClusterAuditTests(LocalCluster cluster)
{
    private static readonly StoredEvidence s_stored = PlantedEvidence.Of(150);
    private static readonly SourcePlace s_place = new("charter.yaml", 3, 5);
    private static readonly EffectiveCharter s_charter = OneStandard.Charter(
        "rankings.strength", MeasureOptions.Empty.With("alternative", "one"), 900, BoundDirection.AtLeast, s_place,
        [.. new[] { "coast", "hills" }.Select(place => new Population(place, new GroupKey("place", place), null, "user", "why", s_place))]);

    [ClusterFact]
    public async Task Audit_NodeKilledInTheMiddle_ThrowsAndNamesItsShard()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address);
        ClusterException failed = Assert.Throws<ClusterException>(() => Run(new DisturbedCounts(evidence, () => cluster.Kill(2))));
        await cluster.Start(2);
        Assert.Contains("shard 3 of 3", failed.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Audit_NodeKilledAndRestartedInTheMiddle_GivesTheBytesOfTheRunOnTables()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address, options: new ClusterOptions { Attempts = 12 });
        Task restarted = Task.CompletedTask;
        byte[] run = Run(new DisturbedCounts(evidence, () =>
        {
            cluster.Kill(0);
            restarted = Task.Run(() => cluster.Start(0));
        }));
        await restarted;
        Assert.Equal(Run(new TableCounts(s_stored.Evidence)), run);
    }

    private static byte[] Run(ICountSource counts) =>
        RunJson.ToBytes(Auditor.Audit(s_charter, counts, s_stored.About, new AuditorOptions("v", new DateOnly(2026, 1, 1), 1, 200) { MaxThreads = 2 }, null, default));

    private async Task<ClusterAddress> Pushed()
    {
        ClusterAddress address = await cluster.NewDatabase();
        Clusters.Push(address, s_stored, new ClusterOptions());
        return address;
    }
}
