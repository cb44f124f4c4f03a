using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;
using Concordat.Runs;
using Concordat.Scale;

namespace Concordat.Cli.Verbs;

/// <summary>What <c>--evidence</c> names: a folder, or a database on a cluster that hands out counts.</summary>
internal sealed class EvidenceInput : IDisposable
{
    /// <summary>How the option describes itself where both will do.</summary>
    public const string Description = "The workspace that `concordat import` filled, or clickhouse://HOST,…/DATABASE that `concordat push` filled.";

    private readonly StoredEvidence? _stored;
    private readonly ClusterEvidence? _cluster;

    private EvidenceInput(StoredEvidence? stored, ClusterEvidence? cluster) => (_stored, _cluster) = (stored, cluster);

    public EvidenceProvenance About => _stored?.About ?? _cluster!.About;

    /// <exception cref="InputDataException">It is no evidence, or damaged.</exception>
    /// <exception cref="ClusterException">A shard failed.</exception>
    public static EvidenceInput Open(CliHost host, string evidence, CancellationToken cancellationToken) => ClusterAddress.IsOne(evidence)
        ? new EvidenceInput(null, ClusterEvidence.Open(ClusterAddress.Parse(evidence), Credentials(host), new ClusterOptions(), cancellationToken))
        : new EvidenceInput(EvidenceStore.Open(evidence, cancellationToken), null);

    /// <summary>Single judgements, which only a folder has.</summary>
    /// <exception cref="ArgumentException">The evidence lies on a cluster.</exception>
    public static EvidenceSet Rows(string evidence, string reader, CancellationToken cancellationToken) => ClusterAddress.IsOne(evidence)
        ? throw new ArgumentException($"{reader} reads single judgements, and a cluster hands out counts; name the folder that was pushed. audit, rerun and rank read clusters")
        : EvidenceStore.Open(evidence, cancellationToken).Evidence;

    /// <summary>Who asks a cluster, by the environment: nobody in particular where it says nothing.</summary>
    public static ClusterCredentials Credentials(CliHost host) => host.Variable("CONCORDAT_CLICKHOUSE_USER") is { Length: > 0 } user
        ? new ClusterCredentials(user, host.Variable("CONCORDAT_CLICKHOUSE_PASSWORD") ?? "")
        : ClusterCredentials.Default;

    public Run Audit(EffectiveCharter charter, AuditorOptions options, IProgress<string>? progress, CancellationToken cancellationToken) => _cluster is null
        ? Auditor.Audit(charter, _stored!.Evidence, About, options, progress, cancellationToken)
        : Auditor.Audit(charter, _cluster, About, options, progress, cancellationToken);

    /// <summary>All of the rows, or what is needed of them as distinct rows with their number.</summary>
    public EvidenceSet Counted(Func<EvidenceSet, CountNeeds> needs, CancellationToken cancellationToken) => _cluster is null
        ? _stored!.Evidence
        : CountedEvidence.Of(_cluster, needs(_cluster.Frame), cancellationToken);

    public void Dispose() => _cluster?.Dispose();
}
