using Concordat.Runs;
using Concordat.Web.Features.Reading;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>The audits that wait, run and are done, in the store: any server takes the next one, and none is run by two.</summary>
/// <remarks>
/// Whoever takes one holds it until its lease ends and renews the lease while it works. Taking is one update whose condition is checked again on the row it locks, so that of two
/// servers that reach for the same one the second finds it taken, on SQLite and PostgreSQL alike. What is written at the end names the holder: one that lost its lease writes nothing.
/// </remarks>
internal sealed class AuditQueue(Database database, TimeProvider clock, TimeSpan lease)
{
    // An audit that takes its server down with it would do so for ever.
    private const int MostAttempts = 5;
    private const string IsFree = "(state = 'Waiting' OR (state = 'Running' AND lease_until < @now))";

    /// <summary>Takes the audit that has waited longest, or null where none waits.</summary>
    public Task<AuditJob?> Take(string holder, CancellationToken cancellationToken) => database.Write(async session =>
    {
        long now = Moment.Of(clock), until = Moment.Of(clock.GetUtcNow() + lease);
        await session.Execute(
            $"UPDATE audit_jobs SET state = 'Failed', ended_at = @now, fault = 'It was begun {MostAttempts} times and never came to its end.' WHERE {IsFree} AND attempts >= {MostAttempts}", new { now });
        return await session.One<AuditJob>(
            $"""
            UPDATE audit_jobs SET state = 'Running', holder = @holder, lease_until = @until, attempts = attempts + 1, standards_begun = 0
            WHERE id = (SELECT id FROM audit_jobs WHERE {IsFree} ORDER BY asked_at, id LIMIT 1) AND {IsFree} RETURNING {AuditJob.Columns}
            """, new { holder, now, until });
    }, cancellationToken);

    /// <summary>Renews the lease and tells how far it is.</summary>
    /// <returns>Whether it is still held.</returns>
    public Task<bool> Renew(string job, string holder, int begun, CancellationToken cancellationToken) => database.Write(async session =>
        await session.Execute(
            "UPDATE audit_jobs SET lease_until = @Until, standards_begun = @begun WHERE id = @job AND holder = @holder AND state = 'Running'",
            new { job, holder, begun, Until = Moment.Of(clock.GetUtcNow() + lease) }) == 1, cancellationToken);

    /// <summary>Gives it back unfinished, to be begun again at once.</summary>
    public Task GiveBack(string job, string holder) => database.Write(session => session.Execute(
        "UPDATE audit_jobs SET state = 'Waiting', holder = NULL, lease_until = NULL, attempts = attempts - 1 WHERE id = @job AND holder = @holder AND state = 'Running'", new { job, holder }), CancellationToken.None);

    public Task Fail(string job, string holder, string fault) => database.Write(session => session.Execute(
        "UPDATE audit_jobs SET state = 'Failed', fault = @fault, ended_at = @Now, holder = NULL WHERE id = @job AND holder = @holder AND state = 'Running'", new { job, holder, fault, Now = Moment.Of(clock) }), CancellationToken.None);

    /// <summary>Stores the run; the same run twice is one.</summary>
    /// <returns>Whether it was still held.</returns>
    public Task<bool> Finish(AuditJob job, string holder, Run run, byte[] bytes) => database.Write(async session =>
    {
        int held = await session.Execute(
            "UPDATE audit_jobs SET state = 'Done', standards_begun = standards, ended_at = @Now, holder = NULL WHERE id = @Id AND holder = @holder AND state = 'Running'", new { job.Id, holder, Now = Moment.Of(clock) });
        if (held == 1)
            await session.Execute("UPDATE audit_jobs SET run_id = @Run WHERE id = @Id", new { Run = await RunIntake.Keep(session, clock, job.UseCaseId, run, bytes), job.Id });
        return held == 1;
    }, CancellationToken.None);
}
