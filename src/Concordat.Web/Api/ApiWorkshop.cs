using System.Text;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>What programs read of the charter workshop: its rule, the charter's versions, proposals with what was said of them.</summary>
public static class ApiWorkshop
{
    private const string Tag = "Charter workshop";

    internal static ProposalDocument Example { get; } = new(
        "4bb0d7b1c0a94cb0b1b6c7f1a3d2e5f6", "understood", "Organisational", "Whoever has a letter read to them understands what it asks of them.", "A letter that is read wrongly is worse than none.", false, "north", "Person", null, "Open",
        Day, "group-outcomes.mean", 0.8, "AtLeast", "Head of the reading service", new Dictionary<string, string>(StringComparer.Ordinal) { ["criterion"] = "understood" }.ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static DateTimeOffset Day => new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    private static StandardDocument ExampleStandard => new(Example.Standard, Example.Level, Example.Statement, Example.Reason, Example.Community, Example.Id, Example.Measure, Example.Bound, Example.Direction, Example.Owner, Example.Options);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.ApiGet(ApiEndpoints.InUseCase + "/workshop", AccessRule.Reader, ApiScope.Read, "readWorkshop", WorkshopAsync).WithTags(Tag).WithSummary("The rule by which proposals are decided, and the communities that are affected.")
            .WithExample(null, new WorkshopDocument(new RuleDocument("At least 50 % of each community's votes for or against agree, and no serious objection is unanswered.", 50, "Binding"), [new CommunityDocument("north", "User", "Names of places differ.", false)]));
        routes.ApiGet(ApiEndpoints.InUseCase + "/charter-versions", AccessRule.Reader, ApiScope.Read, "listCharterVersions", VersionsAsync).WithTags(Tag).WithSummary("Every ratified version of the charter, oldest first.")
            .WithExample(null, new[] { new CharterVersionDocument(1, Day, [ExampleStandard]) });
        routes.ApiGet(ApiEndpoints.InUseCase + "/charter-versions/{number}", AccessRule.Reader, ApiScope.Read, "readCharterVersion", VersionAsync).WithTags(Tag).WithSummary("One ratified version.")
            .WithExample(null, new CharterVersionDocument(1, Day, [ExampleStandard]));
        routes.ApiGet(ApiEndpoints.InUseCase + "/charter-versions/{number}/charter.yaml", AccessRule.Reader, ApiScope.Read, "readCharterFile", FileAsync).WithTags(Tag).WithSummary("One ratified version as the charter file that `concordat check` reads.")
            .Produces<string>(StatusCodes.Status200OK, "application/yaml");
        routes.ApiGet(ApiEndpoints.InUseCase + "/proposals", AccessRule.Reader, ApiScope.Read, "listProposals", ProposalsAsync).WithTags(Tag).WithSummary("Every proposal, oldest first, and drafts written by a model. Who made one is not told.")
            .WithExample(null, new[] { Example });
        routes.ApiGet(ApiEndpoints.InUseCase + "/proposals/{proposal}", AccessRule.Reader, ApiScope.Read, "readProposal", ProposalAsync).WithTags(Tag)
            .WithSummary("One proposal with its objections, its amendments, and the tally by community once it is decided. Numbers that would show what few people chose are null.")
            .WithExample(null, new ProposalDetailDocument(
                Example with { State = "Ratified" }, [], [new ObjectionDocument("0c3e3f1e5d8c4c6a9b7d2e1f4a5b6c7d", "Dates are missed most often.", "Serious", "south", "Dates are said twice.", false, true, false, Day)], "Agree", 10,
                new DecisionDocument(true, 50, "Binding", [new TallyDocument("north", 5, 0, 0), new TallyDocument("south", 4, 1, 0), new TallyDocument("west", null, null, null)], Day)));
    }

    private static Task<Ok<WorkshopDocument>> WorkshopAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        RuleRow? rule = await WorkshopStore.Rule(session, caller.InUseCase.Id);
        return TypedResults.Ok(new WorkshopDocument(
            rule is null ? null : new RuleDocument(rule.Text, rule.ThresholdPercent, rule.Democracy.ToString()),
            [.. (await WorkshopStore.Communities(session, caller.InUseCase.Id)).Select(community => new CommunityDocument(community.Name, community.Standing.ToString(), community.WhyAffected, community.IsMissing))]));
    }, cancellationToken);

    private static Task<Ok<ImmutableArray<CharterVersionDocument>>> VersionsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        TypedResults.Ok<ImmutableArray<CharterVersionDocument>>([.. (await WorkshopStore.Versions(session, caller.InUseCase.Id)).Select(Of)]), cancellationToken);

    private static Task<Results<Ok<CharterVersionDocument>, ProblemHttpResult>> VersionAsync(Caller caller, long number, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        ApiAnswer.Found((await WorkshopStore.Versions(session, caller.InUseCase.Id)).Where(version => version.Number == number).Select(Of).SingleOrDefault()), cancellationToken);

    private static async Task<IResult> FileAsync(Caller caller, long number, Database database, CancellationToken cancellationToken) =>
        await VersionsFeature.File(caller.InUseCase, number, database, cancellationToken) is { } text
            ? Results.Text(text, "application/yaml", Encoding.UTF8)
            : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);

    private static Task<Ok<ImmutableArray<ProposalDocument>>> ProposalsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        TypedResults.Ok<ImmutableArray<ProposalDocument>>([.. (await WorkshopStore.Proposals(session, caller.InUseCase.Id)).Select(Of)]), cancellationToken);

    private static Task<Results<Ok<ProposalDetailDocument>, ProblemHttpResult>> ProposalAsync(Caller caller, string proposal, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        ApiAnswer.Found(await ProposalView.Of(session, caller, proposal) is { } view
            ? new ProposalDetailDocument(Of(view.Proposal), [.. view.Related.Select(Of)], [.. view.Objections.Select(objection => Of(objection, caller))], view.Own, view.Votes, view.Decision is null ? null : Of(view.Decision))
            : null), cancellationToken);

    internal static DecisionDocument Of(RatifyFeature.DecisionRow row) =>
        new(row.IsAccepted, row.ThresholdPercent, row.Democracy.ToString(), [.. row.Lines.Select(line => new TallyDocument(line.Community, line.Agree, line.Disagree, line.Pass))], Moment.Time(row.At));

    private static CharterVersionDocument Of(CharterVersion version) => new(version.Number, Moment.Time(version.At),
    [
        .. version.Standards.Select(standard => new StandardDocument(
            standard.Standard, standard.Level.ToString(), standard.Statement, standard.Reason, standard.Community, standard.Proposal,
            standard.Measurement?.Measure, standard.Measurement?.Bound, standard.Measurement?.Direction.ToString(), standard.Measurement?.Owner, standard.Measurement?.Options, standard.IsDrafted)),
    ]);

    private static ProposalDocument Of(ProposalRow row) => new(
        row.Id, row.Standard, row.Level.ToString(), row.Statement, row.Reason, row.IsRemoval, row.Community, row.Writer.ToString(), row.Amends, row.State.ToString(), Moment.Time(row.CreatedAt),
        row.Measurement?.Measure, row.Measurement?.Bound, row.Measurement?.Direction.ToString(), row.Measurement?.Owner, row.Measurement?.Options,
        row.Model, row.IsDrafted);

    private static ObjectionDocument Of(ObjectionRow row, Caller caller) =>
        new(row.Id, row.Reason, row.Severity.ToString(), row.Community, row.Answer, row.IsWithdrawn, row.SeatId is not null && row.SeatId == caller.Seat?.Id, row.Stops, Moment.Time(row.CreatedAt));

    /// <summary>The rule, if one is declared, and who is affected.</summary>
    public sealed record WorkshopDocument(RuleDocument? Rule, ImmutableArray<CommunityDocument> Communities);

    /// <summary>The rule in words, and its parts.</summary>
    public sealed record RuleDocument(string Text, long ThresholdPercent, [property: OneOf<Democracy>] string Democracy);

    /// <summary>A community, and whether nobody of it takes part.</summary>
    public sealed record CommunityDocument(string Name, [property: OneOf<Standing>] string Standing, string WhyAffected, bool IsMissing);

    /// <summary>The charter after one accepted decision.</summary>
    public sealed record CharterVersionDocument(long Number, DateTimeOffset At, ImmutableArray<StandardDocument> Standards);

    /// <summary>One standard of a version.</summary>
    public sealed record StandardDocument(
        string Standard, [property: OneOf<CharterLevel>] string Level, string Statement, string Reason, string Community, string Proposal,
        string? Measure, double? Bound, [property: OneOf<BoundDirection>] string? Direction, string? Owner, ImmutableSortedDictionary<string, string>? Options, bool IsFromModelDraft = false);

    /// <summary>A proposal; its writer is a person or a model, whose name is given where it was asked here, and a person may have taken its words up from a model's draft.</summary>
    public sealed record ProposalDocument(
        string Id, string Standard, [property: OneOf<CharterLevel>] string Level, string Statement, string Reason, bool IsRemoval, string Community, [property: OneOf<Writer>] string Writer, string? Amends,
        [property: OneOf<ProposalState>] string State, DateTimeOffset At, string? Measure, double? Bound, [property: OneOf<BoundDirection>] string? Direction, string? Owner, ImmutableSortedDictionary<string, string>? Options,
        string? Model = null, bool IsFromModelDraft = false);

    /// <summary>A proposal with what was said of it. Votes is how many have voted; null while they are fewer than may be shown.</summary>
    public sealed record ProposalDetailDocument(
        ProposalDocument Proposal, ImmutableArray<ProposalDocument> Related, ImmutableArray<ObjectionDocument> Objections, [property: OneOf<VoteChoice>] string? OwnVote, long? Votes, DecisionDocument? Decision);

    /// <summary>An objection, whether it is the caller's, and whether it stops ratification.</summary>
    public sealed record ObjectionDocument(string Id, string Objection, [property: OneOf<Severity>] string Severity, string Group, string? Answer, bool IsWithdrawn, bool IsOwn, bool Stops, DateTimeOffset At);

    /// <summary>A decision by the rule.</summary>
    public sealed record DecisionDocument(bool IsAccepted, long ThresholdPercent, [property: OneOf<Democracy>] string Democracy, ImmutableArray<TallyDocument> Tally, DateTimeOffset At);

    /// <summary>One community's votes; null where they would show what few people chose.</summary>
    public sealed record TallyDocument(string Community, int? Agree, int? Disagree, int? Pass);
}
