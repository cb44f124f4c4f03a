using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>Drafts that a steward asks the configured model for, and wordings that a person takes up from one.</summary>
/// <remarks>Where no model is configured there is nothing to ask: the pages do not offer it, and the endpoints answer like ones that are not there.</remarks>
public static class DraftsFeature
{
    private const int LongestStatement = 1000, LongestReason = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post(WorkshopFeature.Path + "/drafts/ask", AccessRule.Steward, AskStandardAsync).RequireRateLimiting(WebServer.Drafts);
        routes.Post(WorkshopFeature.Path + "/{proposal}/wordings/ask", AccessRule.Steward, AskWordingAsync).RequireRateLimiting(WebServer.Drafts);
        routes.Post(WorkshopFeature.Path + "/{proposal}/wordings/{wording}/take-up", AccessRule.Voice, TakeUpAsync);
    }

    private static async Task<IResult> AskStandardAsync(Caller caller, Form form, Database database, TimeProvider clock, ServeOptions options, CancellationToken cancellationToken)
    {
        if (options.CharterDrafter is not { } drafter)
            return Results.NotFound();
        UseCaseRow useCase = caller.InUseCase;
        string about = form.Text("about", "What it should be about", 500, 10), standard = form.Text("draft-standard", "The short name", 60, 3);
        CharterLevel level = form.Choice<CharterLevel>("draft-level", "the level");
        if (!WorkshopFeature.IsShortName(standard))
            form.Fault("draft-standard", "The short name has lower-case letters, digits and single hyphens.");
        if (!form.HasFaults)
        {
            CharterVersion? charter = await database.Read(async session => (await WorkshopStore.Versions(session, useCase.Id)).LastOrDefault(), cancellationToken);
            ModelDraft draft = await ModelDraft.Of(
                drafter, DraftRequest.OfStandard($"{useCase.Title}. {useCase.Summary}", about, (charter?.Standards ?? []).Select(agreed => agreed.Statement)), LongestStatement + LongestReason, options.DraftTime, cancellationToken);
            string[] parts = draft.Text?.Split('\n', 2, StringSplitOptions.TrimEntries) ?? [];
            if (draft.Fault is { } fault)
                form.Fault("about", fault);
            else if (parts[0].Length > LongestStatement || parts[^1].Length > LongestReason)
                form.Fault("about", $"{drafter.Model} wrote more than fits into one standard. Nothing of it was kept.");
            else
                return await Keep(caller, drafter, new ProposalRow(
                    Chance.Id(), standard, level, parts[0], parts.Length > 1 ? parts[1] : "The model gave no reason.", 0, "", null, Writer.Model, null, ProposalState.Open, Moment.Of(clock), null, null, null, null, null, drafter.Model),
                    database, clock, cancellationToken);
        }

        return View.Of<Propose>(new { Caller = caller, Form = form }, form);
    }

    private static async Task<IResult> Keep(Caller caller, CharterDrafter drafter, ProposalRow row, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        await database.Write(async session =>
        {
            await WorkshopStore.Insert(session, useCase, row);
            await RecordBook.AppendOpen(session, clock, useCase, "draft", new { proposal = row.Id, drafter.Model, sha256 = Chance.Digest(row.Statement) });
        }, cancellationToken);
        return View.Done($"/use-cases/{useCase}/workshop", Notice.Drafted);
    }

    private static async Task<IResult> AskWordingAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, ServeOptions options, CancellationToken cancellationToken)
    {
        if (options.CharterDrafter is not { } drafter)
            return Results.NotFound();
        DraftRequest? request = await database.Read(async session => await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal) is not { IsOnTheTable: true } row
            ? null
            : DraftRequest.OfWording(
                row,
                (await WorkshopStore.Objections(session, proposal)).Where(objection => !objection.IsWithdrawn),
                (await WordingsFeature.WordingsOf(session, proposal)).Where(wording => wording.IsCandidate).Select(wording => wording.Statement).Distinct(StringComparer.Ordinal),
                // Whoever withdrew their consent is not asked for anything any more, and not quoted.
                await session.All<string>(
                    """
                    SELECT wording_critiques.text FROM wording_critiques JOIN wordings ON wordings.id = wording_critiques.wording_id JOIN seats ON seats.id = wording_critiques.seat_id
                    WHERE wordings.proposal_id = @proposal AND seats.takes_part = 1 ORDER BY wording_critiques.created_at DESC
                    """, new { proposal })), cancellationToken);
        if (request is null)
            return Results.NotFound();
        ModelDraft draft = await ModelDraft.Of(drafter, request, LongestStatement, options.DraftTime, cancellationToken);
        Outcome<string> outcome = draft.Text is not { } text ? Outcome<string>.Refused(draft.Fault!) : await database.Write(async session =>
        {
            Outcome<string> put = await WordingsFeature.Put(session, caller, proposal, text, null, Writer.Model, drafter.Model, isDrafted: false, Moment.Of(clock));
            if (put.Kind == OutcomeKind.Done)
                await RecordBook.AppendOpen(session, clock, caller.InUseCase.Id, "draft", new { wording = put.Value, of = proposal, drafter.Model, sha256 = Chance.Digest(text) });
            return put;
        }, cancellationToken);
        return await Told(outcome, Notice.Drafted, caller, proposal, form, "ask", database, cancellationToken);
    }

    // The person's words, which may be the model's: from here on they are ranked like any other, and still marked.
    private static async Task<IResult> TakeUpAsync(Caller caller, string proposal, string wording, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string statement = form.Text("own-" + wording, "The wording", LongestStatement, 10);
        Outcome<string> outcome = form.HasFaults ? Outcome<string>.Faulty : await database.Write(async session =>
            (await WordingsFeature.WordingsOf(session, proposal)).FirstOrDefault(draft => draft.Id == wording && draft.Writer == Writer.Model) is { } draft
                ? await WordingsFeature.Put(session, caller, proposal, statement, caller.InSeat.Id, Writer.Person, draft.Model, isDrafted: true, Moment.Of(clock))
                : Outcome<string>.NotThere, cancellationToken);
        return await Told(outcome, Notice.Saved, caller, proposal, form, "own-" + wording, database, cancellationToken);
    }

    private static Task<IResult> Told(Outcome<string> outcome, Notice notice, Caller caller, string proposal, Form form, string place, Database database, CancellationToken cancellationToken) =>
        outcome.ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}/wordings", notice), form, () => WordingsFeature.Show(caller, proposal, form, database, cancellationToken), place);
}
