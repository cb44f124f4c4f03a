using Concordat.Claims;
using Concordat.Web.Access;
using Concordat.Web.Features.Reading;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>What programs read of cases: runs, claims and how they bear on each other, inquiries.</summary>
public static class ApiCases
{
    private const string Tag = "Cases";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var day = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
        var run = new RunDocument("7e6d5c4b3a2918070f1e2d3c4b5a6978", new string('a', 64), "reader-3", "2026-05-01", day, day);
        var claim = new ClaimDocument("reader-3.understood.north", "Verdict", "Met for north: 91 % understood what the letter asks.", "Established", "concordat audit", "2026-05-01", "2027-05-01", true, run.Id, "reader-3");
        var kept = new InquiryDocument("1f2e3d4c5b6a79880716253443526170", "Do people in the north understand their letters?", day);
        routes.ApiGet(ApiEndpoints.InUseCase + "/runs", AccessRule.Reader, ApiScope.Read, "listRuns", RunsAsync).WithTags(Tag).WithSummary("Runs by the day they speak for, newest first: the published ones, and for stewards and auditors those that are not yet.")
            .WithExample(null, new[] { run });
        routes.ApiGet(ApiEndpoints.InUseCase + "/runs/{run}", AccessRule.Reader, ApiScope.Read, "readRun", RunAsync).WithTags(Tag).WithSummary("A run, byte for byte, in the format that `concordat audit` writes.")
            .Produces<System.Text.Json.JsonElement>(StatusCodes.Status200OK, "application/json");
        routes.ApiGet(ApiEndpoints.InUseCase + "/claims", AccessRule.Reader, ApiScope.Read, "listClaims", ClaimsAsync).WithTags(Tag).WithSummary("Every claim, newest first, and whether it stands.").WithExample(null, new[] { claim });
        routes.ApiGet(ApiEndpoints.InUseCase + "/claims/{claim}", AccessRule.Reader, ApiScope.Read, "readClaim", ClaimAsync).WithTags(Tag).WithSummary("A claim with its file's text and how others bear on it.")
            .WithExample(null, new ClaimDetailDocument(claim, ["One region was asked by telephone."], "---\nid: reader-3.understood.north\n…\n", [new RelationDocument("observed-in-march", "Supports", claim.Id, "Both speak of the north.")]));
        routes.ApiGet(ApiEndpoints.InUseCase + "/inquiries", AccessRule.Reader, ApiScope.Read, "listInquiries", InquiriesAsync).WithTags(Tag).WithSummary("Published inquiries, newest first.").WithExample(null, new[] { kept });
        routes.ApiGet(ApiEndpoints.InUseCase + "/inquiries/{inquiry}", AccessRule.Reader, ApiScope.Read, "readInquiry", InquiryAsync).WithTags(Tag)
            .WithSummary("An inquiry as it was published: the claims that answer it, those that no longer stood, and the words that none of them has.")
            .WithExample(null, new InquiryDetailDocument(kept, [new CitationDocument(claim.Id, claim.Statement, "Established", 0.75, ["One region was asked by telephone."])], [], ["letters"], null));
    }

    private static Task<Ok<ImmutableArray<RunDocument>>> RunsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<RunDocument>>(
    [
        .. (await RunShelf.All(session, caller)).Select(row => new RunDocument(row.Id, row.Sha256, row.SystemVersion, row.SpeaksFor, Moment.Time(row.ReceivedAt), row.PublishedAt is { } at ? Moment.Time(at) : null)),
    ]), cancellationToken);

    private static Task<IResult> RunAsync(Caller caller, string run, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        await RunShelf.One(session, caller, run) is { } row ? Results.Bytes(await RunShelf.Bytes(session, row), "application/json") : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound), cancellationToken);

    private static Task<Ok<ImmutableArray<ClaimDocument>>> ClaimsAsync(Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
        TypedResults.Ok<ImmutableArray<ClaimDocument>>([.. (await ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock))).Claims.Select(Of)]), cancellationToken);

    private static Task<Results<Ok<ClaimDetailDocument>, ProblemHttpResult>> ClaimAsync(Caller caller, string claim, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        ClaimStore store = await ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock));
        return ApiAnswer.Found(store.Find(claim) is { } entry
            ? new ClaimDetailDocument(
                Of(entry), entry.Claim.Limitations, ClaimFile.Write(entry.Claim),
                [.. store.Relations.Where(relation => relation.Claim == claim || relation.Other == claim).Select(relation => new RelationDocument(relation.Claim, relation.Kind.ToString(), relation.Other, relation.Reason))])
            : null);
    }, cancellationToken);

    private static Task<Ok<ImmutableArray<InquiryDocument>>> InquiriesAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<InquiryDocument>>(
        [.. (await InquiryFeature.Published(session, caller.InUseCase.Id)).Select(kept => new InquiryDocument(kept.Id, kept.Question, Moment.Time(kept.At)))]), cancellationToken);

    private static Task<Results<Ok<InquiryDetailDocument>, ProblemHttpResult>> InquiryAsync(Caller caller, string inquiry, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        if (await InquiryFeature.One(session, caller.InUseCase.Id, inquiry) is not { } kept)
            return ApiAnswer.Found<InquiryDetailDocument>(null);
        InquiryAnswer answer = kept.Read();
        return ApiAnswer.Found(new InquiryDetailDocument(
            new InquiryDocument(inquiry, kept.Question, Moment.Time(kept.At)), [.. answer.Cited.Select(Of)], [.. answer.NoLongerStanding.Select(Of)], answer.NotCovered,
            answer.Draft is { Text: { } text } draft ? new DraftDocument(draft.Model, text) : null));
    }, cancellationToken);

    private static ClaimDocument Of(ClaimEntry entry) => new(
        entry.Id, entry.Claim.Type.ToString(), entry.Claim.Description, entry.Claim.Confidence.ToString(), entry.Claim.Source, $"{entry.Claim.Created:yyyy-MM-dd}", entry.Claim.Expires is { } expires ? $"{expires:yyyy-MM-dd}" : null, entry.Stands, entry.RunId, entry.SystemVersion);

    private static CitationDocument Of(InquiryAnswer.Citation citation) => new(citation.Claim, citation.Statement, citation.Confidence.ToString(), citation.Share, citation.Limitations);

    /// <summary>A run; publishedAt is null while it is not published.</summary>
    public sealed record RunDocument(string Id, string Sha256, string SystemVersion, string SpeaksFor, DateTimeOffset ReceivedAt, DateTimeOffset? PublishedAt);

    /// <summary>A claim; it stands until another replaces it or its day has passed.</summary>
    public sealed record ClaimDocument(
        string Id, [property: OneOf<ClaimType>] string Type, string Statement, [property: OneOf<ClaimConfidence>] string Confidence, string Source, string Created, string? Expires, bool Stands, string? Run, string? SystemVersion);

    /// <summary>A claim with its file's text and its relations in both directions.</summary>
    public sealed record ClaimDetailDocument(ClaimDocument Claim, ImmutableArray<string> Limitations, string Text, ImmutableArray<RelationDocument> Relations);

    /// <summary>How one claim bears on another.</summary>
    public sealed record RelationDocument(string Claim, [property: OneOf<ClaimRelationKind>] string Kind, string Other, string Reason);

    /// <summary>A published inquiry.</summary>
    public sealed record InquiryDocument(string Id, string Question, DateTimeOffset At);

    /// <summary>A published inquiry with its answer; a draft is a model's wording, and counts for nothing.</summary>
    public sealed record InquiryDetailDocument(InquiryDocument Inquiry, ImmutableArray<CitationDocument> Cited, ImmutableArray<CitationDocument> NoLongerStanding, ImmutableArray<string> NotCovered, DraftDocument? Draft);

    /// <summary>A claim as it was when it was cited; its share is that of the question's weight for which it has words.</summary>
    public sealed record CitationDocument(string Claim, string Statement, [property: OneOf<ClaimConfidence>] string Confidence, double Share, ImmutableArray<string> Limitations);

    /// <summary>What a model wrote, marked as its own.</summary>
    public sealed record DraftDocument(string Model, string Text);
}
