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

    // A folder with more judgements is counted where it lies, since its rows might not fit into memory; what reads single judgements has to load them all the same.
    private const long MostRowsInMemory = 1 << 24;

    private readonly string _name;
    private readonly StoredEvidence? _stored;
    private readonly ICountSource? _counts;

    private EvidenceInput(string name, EvidenceProvenance about, StoredEvidence? stored, ICountSource? counts) => (_name, About, _stored, _counts) = (name, about, stored, counts);

    public EvidenceProvenance About { get; }

    /// <exception cref="InputDataException">It is no evidence, or damaged.</exception>
    /// <exception cref="ClusterException">A shard failed.</exception>
    public static EvidenceInput Open(CliHost host, string evidence, CancellationToken cancellationToken)
    {
        if (ClusterAddress.IsOne(evidence))
        {
            ClusterEvidence cluster = ClusterEvidence.Open(ClusterAddress.Parse(evidence), Credentials(host), new ClusterOptions(), cancellationToken);
            return new EvidenceInput(evidence, cluster.About, null, cluster);
        }

        if (EvidenceStore.JudgementsIn(evidence) > MostRowsInMemory)
        {
            StoredCounts counts = EvidenceStore.OpenCounts(evidence, cancellationToken);
            return new EvidenceInput(evidence, counts.About, null, counts);
        }

        StoredEvidence stored = EvidenceStore.Open(evidence, cancellationToken);
        return new EvidenceInput(evidence, stored.About, stored, null);
    }

    /// <summary>Single judgements, which only a folder has.</summary>
    /// <exception cref="ArgumentException">The evidence lies on a cluster.</exception>
    public static EvidenceSet Rows(string evidence, string reader, CancellationToken cancellationToken) => ClusterAddress.IsOne(evidence)
        ? throw new ArgumentException($"{reader} reads single judgements, and a cluster hands out counts; name the folder that was pushed. audit, rerun and rank read clusters")
        : EvidenceStore.Open(evidence, cancellationToken).Evidence;

    /// <summary>Who asks a cluster, by the environment: nobody in particular where it says nothing.</summary>
    public static ClusterCredentials Credentials(CliHost host) => host.Variable("CONCORDAT_CLICKHOUSE_USER") is { Length: > 0 } user
        ? new ClusterCredentials(user, host.Variable("CONCORDAT_CLICKHOUSE_PASSWORD") ?? "")
        : ClusterCredentials.Default;

    public Run Audit(EffectiveCharter charter, AuditorOptions options, IProgress<string>? progress, CancellationToken cancellationToken) =>
        _counts is not null && (_counts is not StoredCounts || Auditor.RunsOnCounts(charter))
            ? Auditor.Audit(charter, _counts, About, options, progress, cancellationToken)
            : Auditor.Audit(charter, (_stored ?? EvidenceStore.Open(_name, cancellationToken)).Evidence, About, options, progress, cancellationToken);

    /// <summary>All of the rows, or what is needed of them as distinct rows with their number.</summary>
    public EvidenceSet Counted(Func<EvidenceSet, CountNeeds> needs, CancellationToken cancellationToken) => _counts is null
        ? _stored!.Evidence
        : CountedEvidence.Of(_counts, needs(_counts.Frame), cancellationToken);

    public void Dispose() => (_counts as IDisposable)?.Dispose();
}
