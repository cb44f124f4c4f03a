using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;

namespace Concordat.Scale.Tests;

/// <summary>Short ways to push to a cluster and to compare what it counts with the tables that were pushed.</summary>
internal static class Clusters
{
    private static long s_load;

    public static ClusterOptions Brisk { get; } = new() { Attempts = 2, FirstWait = TimeSpan.FromMilliseconds(5), BatchRows = 60 };

    /// <summary>A number that no attempt had before.</summary>
    public static ulong FreshLoad() => (ulong)Interlocked.Increment(ref s_load) * 0x9E3779B97F4A7C15UL;

    public static PushSummary Push(
        ClusterAddress address, StoredEvidence stored, ClusterOptions? options = null, IProgress<PushProgress>? progress = null, HttpMessageHandler? network = null, CancellationToken stop = default) =>
        ClusterPush.Run(address, ClusterCredentials.Default, stored, options ?? Brisk, FreshLoad, progress, network, stop);

    public static ClusterEvidence Open(ClusterAddress address, HttpMessageHandler? network = null, ClusterOptions? options = null) =>
        ClusterEvidence.Open(address, ClusterCredentials.Default, options ?? Brisk, network, default);

    /// <summary>Every table counted by all of its columns, so that a row too many or too few anywhere shows.</summary>
    public static void AssertHolds(ClusterAddress address, StoredEvidence stored)
    {
        using ClusterEvidence cluster = Open(address);
        var tables = new TableCounts(stored.Evidence);
        foreach (CountQuery query in Queries(stored.Evidence))
            AssertSame(tables.Count(query, default), cluster.Count(query, default));
    }

    public static CountQuery[] Queries(EvidenceSet evidence) =>
    [
        .. Enum.GetValues<JudgementTable>().Select(table => new CountQuery(table, ClusterTable.ColumnsOf(table, JudgementColumns.Attributes(evidence, table).Length))),
    ];

    public static void AssertSame(CountTable expected, CountTable actual)
    {
        Assert.Equal(expected.Keys.AsEnumerable(), actual.Keys.AsEnumerable());
        Assert.Equal(expected.Counts.AsEnumerable(), actual.Counts.AsEnumerable());
    }
}
