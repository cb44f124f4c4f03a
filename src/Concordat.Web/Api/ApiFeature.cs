using System.Text.Json;
using Concordat.Charters.Record;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>What programs read: use cases, the charter's versions, proposals, published runs, the record.</summary>
public static class ApiFeature
{
    private const int MostEntries = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(ApiEndpoints.Start + "/openapi.json").WithMetadata(AccessRule.Anyone).RequireRateLimiting(WebServer.ApiCalls);
        routes.ApiGet(ApiEndpoints.Start + "/use-cases", AccessRule.Anyone, ApiScope.Read, "listUseCases", ListAsync).WithSummary("Use cases that are public, or where the token's person has a seat.");
        routes.ApiGet(ApiEndpoints.InUseCase, AccessRule.Reader, ApiScope.Read, "readUseCase", (Caller caller) => TypedResults.Ok(Of(caller.InUseCase, caller.Seat?.Role))).WithSummary("One use case.");
        routes.ApiGet(ApiEndpoints.InUseCase + "/charter-versions", AccessRule.Reader, ApiScope.Read, "listCharterVersions", VersionsAsync).WithSummary("Every ratified version of the charter, oldest first.");
        routes.ApiGet(ApiEndpoints.InUseCase + "/proposals", AccessRule.Reader, ApiScope.Read, "listProposals", ProposalsAsync).WithSummary("Every proposal, oldest first. Who made it is not told.");
        routes.ApiGet(ApiEndpoints.InUseCase + "/runs", AccessRule.Reader, ApiScope.Read, "listRuns", RunsAsync).WithSummary("Published runs, newest first.");
        routes.ApiGet(ApiEndpoints.InUseCase + "/runs/{run}", AccessRule.Reader, ApiScope.Read, "readRun", RunAsync).WithSummary("A published run, byte for byte.").Produces(StatusCodes.Status200OK, contentType: "application/json");
        routes.ApiGet(ApiEndpoints.InUseCase + "/record", AccessRule.Reader, ApiScope.Read, "readRecord", RecordAsync)
            .WithSummary($"Entries of the record that are about this use case, in order, at most {MostEntries} after a sequence number. What people gave is sealed. The whole chain is at /record.jsonl.");
    }

    private static Task<Ok<ImmutableArray<UseCaseDocument>>> ListAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<UseCaseDocument>>(
    [
        .. (await session.All<UseCaseEntry>(
            """
            SELECT use_cases.id, title, summary, is_public AS public, minimum_cell, seats.role FROM use_cases
            LEFT JOIN seats ON seats.use_case_id = use_cases.id AND seats.person_id = @PersonId WHERE is_public = 1 OR seats.id IS NOT NULL ORDER BY use_cases.id
            """, new { caller.PersonId })).Select(row => Of(new UseCaseRow(row.Id, row.Title, row.Summary, row.Public, row.MinimumCell), row.Role is null ? null : Enum.Parse<Role>(row.Role))),
    ]), cancellationToken);

    private static Task<Ok<ImmutableArray<CharterVersionDocument>>> VersionsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<CharterVersionDocument>>(
    [
        .. (await WorkshopStore.Versions(session, caller.InUseCase.Id)).Select(version => new CharterVersionDocument(
            version.Number, Moment.Time(version.At), [.. version.Standards.Select(standard => new StandardDocument(standard.Standard, standard.Level.ToString(), standard.Statement, standard.Reason, standard.Community, standard.Proposal, standard.Measurement?.Measure, standard.Measurement?.Bound, standard.IsDrafted))])),
    ]), cancellationToken);

    private static Task<Ok<ImmutableArray<ProposalDocument>>> ProposalsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<ProposalDocument>>(
    [
        .. (await WorkshopStore.Proposals(session, caller.InUseCase.Id)).Select(row => new ProposalDocument(row.Id, row.Standard, row.Level.ToString(), row.Statement, row.Reason, row.IsRemoval, row.Community, row.Writer.ToString(), row.Amends, row.State.ToString(), Moment.Time(row.CreatedAt), row.Model, row.IsDrafted)),
    ]), cancellationToken);

    private static Task<Ok<ImmutableArray<RunDocument>>> RunsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<RunDocument>>(
    [
        .. (await session.All<RunEntry>("SELECT id, sha256, system_version, speaks_for, published_at FROM audit_runs WHERE use_case_id = @Id AND published_at IS NOT NULL ORDER BY published_at DESC, id", new { caller.InUseCase.Id }))
            .Select(row => new RunDocument(row.Id, row.Sha256, row.SystemVersion, row.SpeaksFor, Moment.Time(row.PublishedAt))),
    ]), cancellationToken);

    private static async Task<IResult> RunAsync(Caller caller, string run, Database database, CancellationToken cancellationToken) =>
        await database.Read(session => session.One<byte[]>("SELECT content FROM audit_runs WHERE use_case_id = @Id AND id = @run AND published_at IS NOT NULL", new { caller.InUseCase.Id, run }), cancellationToken) is { } content
            ? Results.Bytes(content, "application/json")
            : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);

    private static Task<Ok<RecordDocument>> RecordAsync(Caller caller, long? after, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        (long sequence, string? hash) = await session.One<(long Sequence, string? Hash)>("SELECT sequence, hash FROM record_heads WHERE use_case_id = @Id", new { caller.InUseCase.Id });
        ImmutableArray<RecordRow> rows = await session.All<RecordRow>(
            "SELECT sequence, at, kind, seat_id, content, hash FROM record_entries WHERE use_case_id = @Id AND sequence > @After ORDER BY sequence LIMIT @MostEntries", new { caller.InUseCase.Id, After = after ?? 0, MostEntries });
        return TypedResults.Ok(new RecordDocument(sequence, hash ?? RecordChain.Start, [.. rows.Select(row => new RecordEntryDocument(row.Sequence, Moment.Time(row.At), row.Kind, row.SeatId is not null, row.SeatId is null ? JsonSerializer.Deserialize<JsonElement>(row.Content) : null, row.Hash))]));
    }, cancellationToken);

    private static UseCaseDocument Of(UseCaseRow row, Role? role) => new(row.Id, row.Title, row.Summary, row.IsPublic, row.MinimumCell, role?.ToString());

    /// <summary>A use case.</summary>
    public sealed record UseCaseDocument(string Id, string Title, string Summary, bool IsPublic, long MinimumCell, string? Role);

    /// <summary>The charter after one accepted decision.</summary>
    public sealed record CharterVersionDocument(long Number, DateTimeOffset At, ImmutableArray<StandardDocument> Standards);

    /// <summary>One standard of a version.</summary>
    public sealed record StandardDocument(string Standard, string Level, string Statement, string Reason, string Community, string Proposal, string? Measure, double? Bound, bool IsFromModelDraft);

    /// <summary>A proposal; its writer is a person or a model, and a person may have taken its words up from a model's draft.</summary>
    public sealed record ProposalDocument(string Id, string Standard, string Level, string Statement, string Reason, bool IsRemoval, string Community, string Writer, string? Amends, string State, DateTimeOffset At, string? Model, bool IsFromModelDraft);

    /// <summary>A published run.</summary>
    public sealed record RunDocument(string Id, string Sha256, string SystemVersion, string SpeaksFor, DateTimeOffset PublishedAt);

    /// <summary>Where the whole chain ends, and entries of one use case.</summary>
    public sealed record RecordDocument(long Sequence, string Hash, ImmutableArray<RecordEntryDocument> Entries);

    /// <summary>One entry; its content where it is open to all.</summary>
    public sealed record RecordEntryDocument(long Sequence, DateTimeOffset At, string Kind, bool IsSealed, JsonElement? Content, string Hash);

    private sealed record UseCaseEntry(string Id, string Title, string Summary, long Public, long MinimumCell, string? Role);

    private sealed record RunEntry(string Id, string Sha256, string SystemVersion, string SpeaksFor, long PublishedAt);

    private sealed record RecordRow(long Sequence, long At, string Kind, string? SeatId, byte[] Content, string Hash);
}
