using System.Globalization;
using Concordat.Web.Access;
using Concordat.Web.Features.Desk;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Audits in the background: asked for, and followed until their run is there.</summary>
public static class ApiAudits
{
    private const string Tag = "Audits", Path = ApiEndpoints.InUseCase + "/audits";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var day = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
        var job = new AuditDocument("5d7c9e1f2a3b4c5d6e7f8091a2b3c4d5", "Running", "reader-3", "2026-05-01", 1, 1000, 8, 3, null, null, day, null);
        routes.ApiGet(Path, AccessRule.Overseer, ApiScope.Read, "listAudits", ListAsync).WithTags(Tag).WithSummary("The audits that were asked for last, newest first.").WithExample(null, new[] { job });
        routes.ApiGet(Path + "/{audit}", AccessRule.Overseer, ApiScope.Read, "readAudit", OneAsync).WithTags(Tag).WithSummary("Where an audit stands; once it is done, `run` names its run.").WithExample(null, job);
        routes.ApiSend(Path, AccessRule.Steward, ApiScope.Steward, "startAudit", StartAsync).WithTags(Tag).WithSummary("Asks for an audit of the evidence under a charter file; it waits for its turn. The run that it makes is published on the page of the case.")
            .WithExample(new AuditRequest("charter: letters\nversion: \"3\"\n…", "reader-3", "2026-05-01", 1, 1000), job with { State = "Waiting", StandardsBegun = 0 });
    }

    private static Task<Ok<ImmutableArray<AuditDocument>>> ListAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        TypedResults.Ok<ImmutableArray<AuditDocument>>([.. (await DeskStore.Jobs(session, caller.InUseCase.Id)).Select(Of)]), cancellationToken);

    private static Task<Results<Ok<AuditDocument>, ProblemHttpResult>> OneAsync(Caller caller, string audit, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        ApiAnswer.Found(await DeskStore.Job(session, caller.InUseCase.Id, audit) is { } job ? Of(job) : null), cancellationToken);

    private static async Task<Results<Created<AuditDocument>, ProblemHttpResult>> StartAsync(Caller caller, AuditRequest request, Database database, TimeProvider clock, IServiceProvider parts, CancellationToken cancellationToken)
    {
        Form form = Form.Of(
            ("charter", request.Charter), ("system", request.System), ("date", request.Date), ("seed", request.Seed.ToString(CultureInfo.InvariantCulture)), ("replicates", request.Replicates.ToString(CultureInfo.InvariantCulture)));
        Outcome<string> outcome = await AuditsFeature.Ask(caller, form, database, clock, parts, cancellationToken);
        AuditJob? job = outcome.Value is null ? null : await database.Read(session => DeskStore.Job(session, caller.InUseCase.Id, outcome.Value), cancellationToken);
        return ApiAnswer.Made(outcome, form, id => $"{ApiEndpoints.Start}/use-cases/{caller.InUseCase.Id}/audits/{id}", _ => Of(job!));
    }

    private static AuditDocument Of(AuditJob job) => new(
        job.Id, job.State.ToString(), job.SystemVersion, job.SpeaksFor, job.Seed, job.Replicates, job.Standards, job.StandardsBegun, job.RunId, job.Fault, Moment.Time(job.AskedAt), job.EndedAt is { } ended ? Moment.Time(ended) : null);

    /// <summary>An audit that was asked for.</summary>
    public sealed record AuditDocument(
        string Id, [property: OneOf<JobState>] string State, string SystemVersion, string SpeaksFor, long Seed, long Replicates, long Standards, long StandardsBegun, string? Run, string? Fault, DateTimeOffset AskedAt, DateTimeOffset? EndedAt);

    /// <summary>What an audit is asked for with: the charter file's text, the system version, the day it speaks for, a seed and replicates (200 to 10,000).</summary>
    public sealed record AuditRequest(string Charter, string System, string Date, long Seed, long Replicates);
}
