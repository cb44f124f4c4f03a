using System.Text.Json;
using Concordat.Charters.Record;
using Concordat.Web.Access;
using Concordat.Web.Features.People;
using Concordat.Web.Features.Record;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>The API: its description, the use cases, the record. Each part of the app has a file of its own beside this one.</summary>
public static class ApiFeature
{
    private const int MostEntries = 500;

    private static readonly UseCaseDocument s_letters = new("letters", "Reading letters aloud", "A person holds a letter before a telephone and the system reads it aloud.", true, 5, "Participant");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(ApiEndpoints.Start + "/openapi.json").WithMetadata(AccessRule.Anyone).RequireRateLimiting(WebServer.ApiCalls);
        routes.ApiGet(ApiEndpoints.Start + "/use-cases", AccessRule.Anyone, ApiScope.Read, "listUseCases", ListAsync).WithTags("Use cases").WithSummary("Use cases that are public, or where the token's person has a seat.")
            .WithExample(null, new[] { s_letters });
        routes.ApiGet(ApiEndpoints.InUseCase, AccessRule.Reader, ApiScope.Read, "readUseCase", (Caller caller) => TypedResults.Ok(Of(caller.InUseCase, caller.Seat?.Role))).WithTags("Use cases").WithSummary("One use case.")
            .WithExample(null, s_letters);
        routes.ApiGet(ApiEndpoints.InUseCase + "/record", AccessRule.Reader, ApiScope.Read, "readRecord", RecordAsync).WithTags("Record")
            .WithSummary($"Entries of the record, in order, at most {MostEntries} after a sequence number. What people gave is sealed. The whole chain, as `concordat verify` reads it, is on the page of the record.")
            .WithExample(null, new RecordDocument(1, new string('9', 64), [new RecordEntryDocument(1, s_day, "rule", false, JsonSerializer.SerializeToElement(new { thresholdPercent = 50, democracy = "Binding" }), new string('9', 64))]));
        ApiWorkshop.Map(routes);
        ApiTakingPart.Map(routes);
        ApiWordings.Map(routes);
        ApiJudging.Map(routes);
        ApiAudits.Map(routes);
        ApiCases.Map(routes);
    }

    private static readonly DateTimeOffset s_day = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    private static Task<Ok<ImmutableArray<UseCaseDocument>>> ListAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<UseCaseDocument>>(
        [.. (await HomeFeature.Readable(session, caller)).Select(entry => new UseCaseDocument(entry.Id, entry.Title, entry.Summary, entry.Public == 1, entry.MinimumCell, entry.SeatRole?.ToString()))]), cancellationToken);

    private static Task<Ok<RecordDocument>> RecordAsync(Caller caller, long? after, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        (long sequence, string? hash) = await session.One<(long Sequence, string? Hash)>("SELECT sequence, hash FROM record_heads WHERE use_case_id = @Id", new { caller.InUseCase.Id });
        ImmutableArray<RecordEntry> entries = await RecordBook.Entries(session, caller.InUseCase.Id, after ?? 0, MostEntries);
        return TypedResults.Ok(new RecordDocument(sequence, hash ?? RecordChain.Start,
            [.. entries.Select(entry => new RecordEntryDocument(entry.Sequence, Moment.Time(entry.At), entry.Kind, entry.Seat is not null, entry.Seat is null ? JsonSerializer.Deserialize<JsonElement>(entry.Content.AsSpan()) : null, entry.Hash))]));
    }, cancellationToken);

    private static UseCaseDocument Of(UseCaseRow row, Role? role) => new(row.Id, row.Title, row.Summary, row.IsPublic, row.MinimumCell, role?.ToString());

    /// <summary>A use case.</summary>
    public sealed record UseCaseDocument(string Id, string Title, string Summary, bool IsPublic, long MinimumCell, [property: OneOf<Role>] string? Role);

    /// <summary>Where the whole chain ends, and entries of it.</summary>
    public sealed record RecordDocument(long Sequence, string Hash, ImmutableArray<RecordEntryDocument> Entries);

    /// <summary>One entry; its content where it is open to all.</summary>
    public sealed record RecordEntryDocument(long Sequence, DateTimeOffset At, string Kind, bool IsSealed, JsonElement? Content, string Hash);
}
