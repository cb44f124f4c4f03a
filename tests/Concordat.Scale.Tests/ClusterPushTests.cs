using Concordat.Evidence.Store;
using Concordat.Numerics.Sampling;

namespace Concordat.Scale.Tests;

[Collection(nameof(ClusterCollection))]
public sealed class ClusterPushTests(LocalCluster cluster)
{
    private static readonly StoredEvidence s_stored = PlantedEvidence.Of(150);

    [ClusterFact]
    public async Task Push_ThreeShards_HoldsEveryRowOnceAndARatersRowsOnOne()
    {
        ClusterAddress address = await cluster.NewDatabase();
        PushSummary summary = Clusters.Push(address, s_stored);
        Assert.Equal((s_stored.Evidence.Comparisons.Count, s_stored.Evidence.Ratings.Count, s_stored.Evidence.Outcomes.Count), (summary.Comparisons, summary.Ratings, summary.Outcomes));
        Clusters.AssertHolds(address, s_stored);
        string[] raters = new string[LocalCluster.Nodes];
        for (int node = 0; node < raters.Length; node++)
            raters[node] = await cluster.Say(node, $"SELECT DISTINCT rater FROM {address.Database}.concordat_ratings");
        string[] all = [.. raters.SelectMany(text => text.Split('\n'))];
        Assert.Equal(150, all.Length);
        Assert.Equal(150, all.Distinct().Count());
    }

    [ClusterFact]
    public async Task Push_OneShardOnly_HoldsEveryRowOnce()
    {
        ClusterAddress address = await cluster.NewDatabase(nodes: 1);
        Clusters.Push(address, s_stored, new ClusterOptions());
        Clusters.AssertHolds(address, s_stored);
    }

    [ClusterFact]
    public async Task Push_Again_SendsNothing()
    {
        ClusterAddress address = await cluster.NewDatabase();
        PushSummary first = Clusters.Push(address, s_stored), second = Clusters.Push(address, s_stored, new ClusterOptions { BatchRows = 7 });
        Assert.Equal((0, first.SentBatches), (second.SentBatches, second.KnownBatches));
        Clusters.AssertHolds(address, s_stored);
    }

    [ClusterFact]
    public async Task Push_OtherEvidenceIntoTheSameDatabase_IsRefused()
    {
        ClusterAddress address = await cluster.NewDatabase();
        Clusters.Push(address, s_stored);
        StoredEvidence other = PlantedEvidence.Stored(PlantedEvidence.Of(10, 2).Evidence, "ffffffffffffffffffffffffffffffffffffffffffffffff");
        Assert.Contains("other evidence", Assert.Throws<ClusterException>(() => Clusters.Push(address, other)).Message, StringComparison.Ordinal);
        Clusters.AssertHolds(address, s_stored);
    }

    [ClusterFact]
    public async Task Push_NetworkThatLosesCutsAndRepeats_DoublesNothingAndLosesNothing()
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            ClusterAddress address = await cluster.NewDatabase();
            var random = new Xoshiro(seed);
            int faults = 0;
            NetworkFault Fault(int request, string statement)
            {
                if (random.NextDouble() > .12)
                    return NetworkFault.None;
                faults++;
                return (NetworkFault)(1 + random.NextInt(4));
            }

            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    using var network = new FaultyNetwork(Fault);
                    Clusters.Push(address, s_stored, network: network);
                    break;
                }
                catch (ClusterException) when (attempt < 60)
                {
                    // A person who runs it again.
                }
            }

            Assert.True(faults > 10, $"{faults} faults");
            Clusters.AssertHolds(address, s_stored);
        }
    }

    [ClusterFact]
    public async Task Push_StoppedOnTheWay_IsNotReadUntilItHasGoneOn()
    {
        ClusterAddress address = await cluster.NewDatabase();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Clusters.Push(address, s_stored, progress: new Told(progress =>
        {
            if (progress.Batches == 9)
                stop.Cancel();
        }), stop: stop.Token));
        Assert.Contains("does not hold all of the evidence yet", Assert.Throws<ClusterException>(() => Clusters.Open(address)).Message, StringComparison.Ordinal);
        PushSummary rest = Clusters.Push(address, s_stored);
        Assert.True(rest.KnownBatches >= 9 && rest.SentBatches > 0, $"{rest}");
        Clusters.AssertHolds(address, s_stored);
    }

    [ClusterFact]
    public async Task Push_NodeKilledOnTheWay_NamesItAndGoesOnAfterItsRestart()
    {
        ClusterAddress address = await cluster.NewDatabase();
        int killed = 0;
        ClusterException failed = Assert.Throws<ClusterException>(() => Clusters.Push(address, s_stored, progress: new Told(progress =>
        {
            if (progress.Batches == 6 && Interlocked.Exchange(ref killed, 1) == 0)
                cluster.Kill(1);
        })));
        Assert.Contains("shard 2 of 3", failed.Message, StringComparison.Ordinal);
        Assert.Contains("shard 2 of 3", Assert.Throws<ClusterException>(() => Clusters.Open(address)).Message, StringComparison.Ordinal);
        await cluster.Start(1);
        Assert.Contains("does not hold all", Assert.Throws<ClusterException>(() => Clusters.Open(address)).Message, StringComparison.Ordinal);
        Assert.True(Clusters.Push(address, s_stored).KnownBatches >= 6);
        Clusters.AssertHolds(address, s_stored);
    }

    [ClusterFact]
    public async Task Push_NodeKilledAndRestartedOnTheWay_Succeeds()
    {
        ClusterAddress address = await cluster.NewDatabase();
        Task restarted = Task.CompletedTask;
        int killed = 0;
        Clusters.Push(address, s_stored, new ClusterOptions { BatchRows = 60, Attempts = 12 }, new Told(progress =>
        {
            if (progress.Batches != 6 || Interlocked.Exchange(ref killed, 1) == 1)
                return;
            cluster.Kill(2);
            restarted = Task.Run(() => cluster.Start(2));
        }));
        await restarted;
        Clusters.AssertHolds(address, s_stored);
    }
}
