using System.Globalization;

namespace Concordat.Web.Features.Desk;

/// <summary>An audit that a steward asked for.</summary>
/// <param name="Charter">The charter file's text, as it was when the audit was asked for.</param>
/// <param name="SpeaksFor">The day it speaks for, in ISO 8601.</param>
public sealed record AuditJob(
    string Id, string UseCaseId, string Charter, string SystemVersion, string SpeaksFor, long Seed, long Replicates, JobState State, long Standards, long StandardsBegun, long Attempts, string? RunId, string? Fault, long AskedAt, long? EndedAt)
{
    public const string Columns =
        "id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, standards_begun, attempts, run_id, fault, asked_at, ended_at";

    public DateOnly Date => DateOnly.ParseExact(SpeaksFor, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string CharterFile => $"charter-{Id[..8]}.yaml";
}
