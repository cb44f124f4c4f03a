namespace Concordat.Web.Features.Reading;

/// <summary>A run as stored, without its bytes.</summary>
public sealed record RunRow(string Id, string Sha256, string SystemVersion, string SpeaksFor, long ReceivedAt, long? PublishedAt)
{
    /// <summary>The columns, under the names that the record's constructor expects.</summary>
    public const string Columns = "audit_runs.id, audit_runs.sha256, audit_runs.system_version, audit_runs.speaks_for, audit_runs.received_at, audit_runs.published_at";

    public bool IsPublished => PublishedAt is not null;
}
