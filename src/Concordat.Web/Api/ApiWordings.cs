using System.Globalization;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Candidate wordings of a proposal: read, suggested, ranked, criticised, chosen.</summary>
public static class ApiWordings
{
    private const string Tag = "Wordings", Path = ApiEndpoints.InUseCase + "/proposals/{proposal}/wordings";

    // What the fault of one rank is filed under, after the member of the document.
    private const string RankField = "ranks.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string id = "9a1c5e7f3b2d4c6e8f0a1b2c3d4e5f60";
        var made = new ApiTakingPart.MadeDocument(id);
        var outcome = new WordingOutcomeDocument(5, [[id]], id, false);
        routes.ApiGet(Path, AccessRule.Reader, ApiScope.Read, "listWordings", ListAsync).WithTags(Tag).WithSummary("The wordings of a proposal, round by round, with critiques; a closed round with what Schulze's rule chose.")
            .WithExample(null, new[] { new WordingRoundDocument(1, true, [new WordingDocument(id, "Letters are read so that their readers know what is asked of them.", "Person", ["Say of whom."], 1)], outcome) });
        routes.ApiSend(Path, WordingsFeature.Suggesting, ApiScope.TakePart, "suggestWording", SuggestAsync).WithTags(Tag).WithSummary("Suggests a wording: of those who consented to take part, or of a steward, and then marked as written by a model.")
            .WithExample(new WordingRequest("Letters are read so that their readers know what is asked of them."), made);
        routes.ApiSend(Path + "/ranking", AccessRule.Voice, ApiScope.TakePart, "rankWordings", RankAsync).WithTags(Tag)
            .WithSummary("Ranks the wordings of the open round, in the place of an earlier ranking: 1 is best, equal ranks are ties, what is left out is tied last.")
            .WithExample(new RankingDocument(new Dictionary<string, long>(StringComparer.Ordinal) { [id] = 1 }), new RankedDocument(1));
        routes.ApiSend(Path + "/{wording}/critiques", AccessRule.Voice, ApiScope.TakePart, "criticiseWording", CriticiseAsync).WithTags(Tag).WithSummary("Says what should be better.").WithExample(new CritiqueRequest("Say of whom."), made);
        routes.ApiPost(Path + "/close", AccessRule.Steward, ApiScope.Steward, "closeWordings", CloseAsync).WithTags(Tag).WithSummary("Closes the open round by Schulze's rule; after the second the chosen wording is put on the table as an amendment.").WithExample(null, outcome);
    }

    private static Task<Results<Ok<WordingRoundDocument[]>, ProblemHttpResult>> ListAsync(Caller caller, string proposal, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        ApiAnswer.Found(await WordingsView.Of(session, caller, proposal) is { } view ? view.Rounds.Select(round => Of(view, round)).ToArray() : null), cancellationToken);

    private static async Task<Results<Ok<ApiTakingPart.MadeDocument>, ProblemHttpResult>> SuggestAsync(Caller caller, string proposal, WordingRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(("statement", request.Statement));
        return ApiAnswer.Done(await WordingsFeature.Suggest(caller, proposal, form, database, clock, cancellationToken), form, id => new ApiTakingPart.MadeDocument(id));
    }

    private static async Task<Results<Ok<RankedDocument>, ProblemHttpResult>> RankAsync(Caller caller, string proposal, RankingDocument ranking, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of([.. (ranking.Ranks ?? new Dictionary<string, long>()).Select(rank => (RankField + rank.Key, (string?)rank.Value.ToString(CultureInfo.InvariantCulture)))]);
        if (ranking.Ranks is null)
            form.Fault("ranks", "Ranks are missing: wording → rank.");
        return ApiAnswer.Done(form.HasFaults ? Outcome<int>.Faulty : await WordingsFeature.Rank(caller, proposal, form, RankField, database, clock, cancellationToken), form, count => new RankedDocument(count));
    }

    private static async Task<Results<Ok<ApiTakingPart.MadeDocument>, ProblemHttpResult>> CriticiseAsync(Caller caller, string proposal, string wording, CritiqueRequest request, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(("critique", request.Critique));
        return ApiAnswer.Done(await WordingsFeature.Criticise(caller, proposal, wording, form, "critique", database, clock, cancellationToken), form, id => new ApiTakingPart.MadeDocument(id));
    }

    private static async Task<Results<Ok<WordingOutcomeDocument>, ProblemHttpResult>> CloseAsync(Caller caller, string proposal, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        ApiAnswer.Done(await WordingsFeature.Close(caller, proposal, database, clock, cancellationToken), Form.Empty, Of);

    private static WordingRoundDocument Of(WordingsView view, WordingRound round) => new(
        round.Number, round.IsClosed,
        [
            .. view.Wordings.Where(wording => wording.Round == round.Number).Select(wording => new WordingDocument(
                wording.Id, wording.Statement, wording.Writer.ToString(), [.. view.Critiques.Where(critique => critique.Wording == wording.Id).Select(critique => critique.Text)],
                view.Own.TryGetValue(wording.Id, out long rank) ? rank : null, wording.Model, wording.IsDrafted)),
        ], round.Result is null ? null : Of(round.Result));

    private static WordingOutcomeDocument Of(WordingOutcome outcome) => new(outcome.Ballots, outcome.Order, outcome.Winner, outcome.TieBroken);

    /// <summary>A round of wordings.</summary>
    public sealed record WordingRoundDocument(long Number, bool IsClosed, ImmutableArray<WordingDocument> Wordings, WordingOutcomeDocument? Outcome);

    /// <summary>A wording with its critiques and the caller's own rank. What a model wrote cannot be ranked; who suggests the same words takes them up, and is marked so.</summary>
    public sealed record WordingDocument(string Id, string Statement, [property: OneOf<Writer>] string Writer, ImmutableArray<string> Critiques, long? OwnRank, string? Model = null, bool IsFromModelDraft = false);

    /// <summary>What a round chose: ids in Schulze's order, tied ones together, best first.</summary>
    public sealed record WordingOutcomeDocument(int Ballots, ImmutableArray<ImmutableArray<string>> Order, string Winner, bool TieBroken);

    /// <summary>A wording as it is sent.</summary>
    public sealed record WordingRequest(string Statement);

    /// <summary>Wording → rank, from 1.</summary>
    public sealed record RankingDocument(IReadOnlyDictionary<string, long> Ranks);

    /// <summary>How many wordings were ranked.</summary>
    public sealed record RankedDocument(int Ranked);

    /// <summary>A critique.</summary>
    public sealed record CritiqueRequest(string Critique);
}
