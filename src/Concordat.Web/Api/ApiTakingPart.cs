using System.Globalization;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Taking part in the charter workshop by a program: each endpoint calls what the page of the same kind calls.</summary>
public static class ApiTakingPart
{
    private const string Tag = "Charter workshop", Path = ApiEndpoints.InUseCase + "/proposals", One = Path + "/{proposal}";

    private static readonly MadeDocument s_made = new(ApiWorkshop.Example.Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        ApiWorkshop.ProposalDocument example = ApiWorkshop.Example;
        var sent = new ProposalRequest(example.Standard, example.Level, example.Statement, example.Reason, Measure: example.Measure, Bound: example.Bound, Direction: example.Direction, Owner: example.Owner, Options: example.Options!);
        routes.ApiSend(Path, AccessRule.Voice, ApiScope.TakePart, "propose", ProposeAsync).WithTags(Tag)
            .WithSummary("Puts a proposal on the table. With `from` it amends that proposal, or takes up that draft as one's own; with `removes` it takes the standard out.").WithExample(sent, s_made);
        routes.ApiSend(ApiEndpoints.InUseCase + "/drafts", AccessRule.Steward, ApiScope.Steward, "addDraft", DraftAsync).WithTags(Tag)
            .WithSummary("Adds a draft that a model wrote: marked so, and voted on by nobody until a person takes it up.").WithExample(sent, s_made);
        routes.ApiPost(One + "/withdraw", AccessRule.Voice, ApiScope.TakePart, "withdrawProposal", WithdrawAsync).WithTags(Tag).WithSummary("Takes one's own proposal off the table.").WithExample(null, s_made);
        routes.ApiSend(One + "/vote", AccessRule.Voice, ApiScope.TakePart, "vote", VoteAsync).WithTags(Tag).WithSummary("Votes, in the place of an earlier vote. Passing is an answer.").WithExample(new VoteDocument("Agree"), new VoteDocument("Agree"));
        routes.ApiSend(One + "/objections", AccessRule.Voice, ApiScope.TakePart, "object", ObjectAsync).WithTags(Tag).WithSummary("Objects. A serious objection stops ratification until it is answered.")
            .WithExample(new ObjectionRequest("Dates are missed most often.", "south", "Serious"), s_made);
        routes.ApiSend(One + "/objections/{objection}/answer", ProposalFeature.Answering, ApiScope.TakePart, "answerObjection", AnswerAsync).WithTags(Tag)
            .WithSummary("Answers an objection: the steward, or whoever made the proposal.").WithExample(new AnswerRequest("Dates are said twice."), s_made);
        routes.ApiPost(One + "/objections/{objection}/withdraw", AccessRule.Voice, ApiScope.TakePart, "withdrawObjection", WithdrawObjectionAsync).WithTags(Tag).WithSummary("Withdraws one's own objection.").WithExample(null, s_made);
        routes.ApiPost(One + "/decision", AccessRule.Steward, ApiScope.Steward, "decide", DecideAsync).WithTags(Tag).WithSummary("Has the declared rule decide, on the votes as they are; the vote then ends.")
            .WithExample(null, new ApiWorkshop.DecisionDocument(true, 50, "Binding", [new ApiWorkshop.TallyDocument("north", 5, 0, 0)], example.At));
    }

    private static async Task<Results<Created<MadeDocument>, ProblemHttpResult>> ProposeAsync(Caller caller, ProposalRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = request.Read();
        return Made(caller, await WorkshopFeature.Propose(caller, form, database, clock, cancellationToken), form);
    }

    private static async Task<Results<Created<MadeDocument>, ProblemHttpResult>> DraftAsync(Caller caller, ProposalRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = request.Read();
        return Made(caller, await WorkshopFeature.AddDraft(caller, form, database, clock, cancellationToken), form);
    }

    private static Results<Created<MadeDocument>, ProblemHttpResult> Made(Caller caller, Outcome<string> outcome, Form form) =>
        ApiAnswer.Made(outcome, form, id => $"{ApiEndpoints.Start}/use-cases/{caller.InUseCase.Id}/proposals/{id}", id => new MadeDocument(id));

    private static async Task<Results<Ok<MadeDocument>, ProblemHttpResult>> WithdrawAsync(Caller caller, string proposal, Database database, CancellationToken cancellationToken) =>
        ApiAnswer.Done(await WorkshopFeature.Withdraw(caller, proposal, database, cancellationToken), Form.Empty, id => new MadeDocument(id));

    private static async Task<Results<Ok<VoteDocument>, ProblemHttpResult>> VoteAsync(Caller caller, string proposal, VoteDocument vote, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(("choice", vote.Choice));
        return ApiAnswer.Done(await ProposalFeature.Vote(caller, proposal, form, database, clock, cancellationToken), form, choice => new VoteDocument(choice.ToString()));
    }

    private static async Task<Results<Ok<MadeDocument>, ProblemHttpResult>> ObjectAsync(Caller caller, string proposal, ObjectionRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(("objection", request.Objection), ("group", request.Group), ("severity", request.Severity));
        return ApiAnswer.Done(await ProposalFeature.ObjectTo(caller, proposal, form, database, clock, cancellationToken), form, id => new MadeDocument(id));
    }

    private static async Task<Results<Ok<MadeDocument>, ProblemHttpResult>> AnswerAsync(Caller caller, string proposal, string objection, AnswerRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(("answer", request.Answer));
        return ApiAnswer.Done(await ProposalFeature.Answer(caller, proposal, objection, form, "answer", database, clock, cancellationToken), form, id => new MadeDocument(id));
    }

    private static async Task<Results<Ok<MadeDocument>, ProblemHttpResult>> WithdrawObjectionAsync(Caller caller, string proposal, string objection, Database database, CancellationToken cancellationToken) =>
        ApiAnswer.Done(await ProposalFeature.Withdraw(caller, proposal, objection, database, cancellationToken), Form.Empty, id => new MadeDocument(id));

    private static async Task<Results<Ok<ApiWorkshop.DecisionDocument>, ProblemHttpResult>> DecideAsync(Caller caller, string proposal, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        ApiAnswer.Done(await RatifyFeature.Ratify(caller, proposal, database, clock, cancellationToken), Form.Empty, ApiWorkshop.Of);

    /// <summary>What came into being, or was touched.</summary>
    public sealed record MadeDocument(string Id);

    /// <summary>A proposal as it is sent. Where it names no measure, how it is measured stays open.</summary>
    public sealed record ProposalRequest(
        string Standard, [property: OneOf<CharterLevel>] string Level, string Statement, string Reason, string? From = null, bool Removes = false, string? Measure = null, double? Bound = null,
        [property: OneOf<BoundDirection>] string? Direction = null, string? Owner = null, IReadOnlyDictionary<string, string>? Options = null)
    {
        internal Form Read() => Form.Of(
            ("standard", Standard), ("level", Level), ("statement", Statement), ("reason", Reason), ("from", From), ("removes", Removes ? "yes" : null), ("measure", Measure),
            ("bound", Bound?.ToString(CultureInfo.InvariantCulture)), ("direction", Direction), ("owner", Owner), ("options", Options is null ? null : string.Join('\n', Options.Select(option => $"{option.Key} = {option.Value}"))));
    }

    /// <summary>A vote.</summary>
    public sealed record VoteDocument([property: OneOf<VoteChoice>] string Choice);

    /// <summary>An objection as it is sent; the group is whom it concerns.</summary>
    public sealed record ObjectionRequest(string Objection, string Group, [property: OneOf<Severity>] string Severity);

    /// <summary>An answer to an objection.</summary>
    public sealed record AnswerRequest(string Answer);
}
