using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>The table at which a charter is made: three levels side by side, proposals, amendments.</summary>
public static partial class WorkshopFeature
{
    internal const string Path = Endpoints.InUseCase + "/workshop";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, ShowAsync);
        routes.Get(Path + "/live", AccessRule.Reader, LiveAsync);
        routes.Get(Path + "/propose", AccessRule.Seated(Role.Steward, Role.Stakeholder, Role.Participant), ShowFormAsync);
        routes.Post(Path + "/propose", AccessRule.Voice, ProposeAsync);
        routes.Post(Path + "/drafts", AccessRule.Steward, AddDraftAsync);
        routes.Post(Path + "/{proposal}/withdraw", AccessRule.Voice, WithdrawAsync);
    }

    private static Task<IResult> ShowAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        string useCase = caller.InUseCase.Id;
        return View.Of<Board>(new
        {
            Mark = (await WorkshopMarks.Of(session, useCase))[WorkshopMarks.Board],
            Caller = caller,
            Proposals = await WorkshopStore.Proposals(session, useCase),
            Versions = await WorkshopStore.Versions(session, useCase),
            Communities = await WorkshopStore.Communities(session, useCase),
            Rule = await WorkshopStore.Rule(session, useCase),
            Objections = (await WorkshopStore.AllObjections(session, useCase)).ToLookup(objection => objection.ProposalId, objection => objection.Objection, StringComparer.Ordinal),
        });
    }, cancellationToken);

    private static IResult LiveAsync(Caller caller, HttpContext context, Database database, OpinionPictures pictures, LiveStreams streams) => streams.Follow(context, "marks", async cancellationToken =>
    {
        (_, long drawnAt) = await pictures.Current(caller.InUseCase, cancellationToken);
        ImmutableSortedDictionary<string, string> marks = await database.Read(session => WorkshopMarks.Of(session, caller.InUseCase.Id), cancellationToken);
        return JsonSerializer.Serialize(marks.Add(WorkshopMarks.Opinions, WorkshopMarks.OfPicture(drawnAt)));
    });

    // The form starts from what it amends or from the draft that is taken up.
    private static Task<IResult> ShowFormAsync(Caller caller, string? from, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        View.Of<Propose>(new { Caller = caller, Form = Form.Empty, From = from is null ? null : await WorkshopStore.Proposal(session, caller.InUseCase.Id, from) }), cancellationToken);

    private static async Task<IResult> ProposeAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        await (await Propose(caller, form, database, clock, cancellationToken))
            .ByPages(id => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{id}", Notice.Proposed), form, () => ShowFormAgain(caller, form, database, cancellationToken));

    private static async Task<IResult> AddDraftAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        await (await AddDraft(caller, form, database, clock, cancellationToken))
            .ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop", Notice.Proposed), form, () => ShowFormAgain(caller, form, database, cancellationToken));

    private static Task<IResult> ShowFormAgain(Caller caller, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        View.Of<Propose>(new { Caller = caller, Form = form, From = await WorkshopStore.Proposal(session, caller.InUseCase.Id, form.Typed("from")) }, form), cancellationToken);

    /// <summary>Puts a proposal on the table, or an amendment of another, or a draft taken up.</summary>
    /// <returns>Its id.</returns>
    internal static Task<Outcome<string>> Propose(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        Add(caller, form, Writer.Person, caller.InSeat.Id, caller.InSeat.Community, database, clock, cancellationToken);

    /// <summary>Adds a draft that a model wrote: marked, and voted on by nobody.</summary>
    /// <returns>Its id.</returns>
    internal static Task<Outcome<string>> AddDraft(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        Add(caller, form, Writer.Model, null, "", database, clock, cancellationToken);

    private static async Task<Outcome<string>> Add(Caller caller, Form form, Writer writer, string? seat, string community, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        string standard = form.Text("standard", "The short name", 60, 3), statement = form.Text("statement", "The standard", 1000, 10), reason = form.Text("reason", "The reason", 2000, 10);
        CharterLevel level = form.Choice<CharterLevel>("level", "the level");
        if (!ShortName().IsMatch(standard))
            form.Fault("standard", "The short name has lower-case letters, digits and single hyphens.");
        Measurement? measured = Measurement.Read(form);
        string amends = form.Typed("from");
        (ProposalRow? from, CharterVersion? charter, ImmutableArray<ProposalRow> drafts) = await database.Read(async session => (
            amends.Length == 0 ? null : await WorkshopStore.Proposal(session, useCase, amends), (await WorkshopStore.Versions(session, useCase)).LastOrDefault(),
            (await WorkshopStore.Proposals(session, useCase)).Where(proposal => proposal.Writer == Writer.Model).ToImmutableArray()), cancellationToken);
        if (amends.Length > 0 && from is null)
            form.Fault("from", "What this would amend or take up is not here.");
        string id = Chance.Id();
        ProposalRow? draft = writer == Writer.Model ? null : from is { Writer: Writer.Model } or { IsDrafted: true } ? from : drafts.FirstOrDefault(other => other.Statement == statement);
        var row = new ProposalRow(
            id, standard, level, statement, reason, form.IsChecked("removes") ? 1 : 0, community, seat, writer, from?.Id, ProposalState.Open, Moment.Of(clock),
            measured?.Measure, measured?.OptionsText, measured?.Bound, measured?.Direction.ToString(), measured?.Owner,
            draft?.Model, draft is null ? 0 : 1);
        // What cannot stand beside what is agreed is said at once, not after people have voted on it.
        if (!form.HasFaults && CharterText.Faults(caller.InUseCase, row.ApplyTo(charter?.Standards ?? [])) is [string fault, ..])
            form.Fault(measured is null ? "standard" : "measure", $"It does not go together with the charter as it is: {fault}.");
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        await database.Write(session => WorkshopStore.Insert(session, useCase, row), cancellationToken);
        return Outcome<string>.Done(id);
    }

    private static async Task<IResult> WithdrawAsync(Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) =>
        await (await Withdraw(caller, proposal, database, cancellationToken)).ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Withdrawn), form, () => ProposalFeature.Show(caller, proposal, form, database, cancellationToken));

    /// <summary>Takes one's own proposal off the table.</summary>
    internal static Task<Outcome<string>> Withdraw(Caller caller, string proposal, Database database, CancellationToken cancellationToken) => database.Write(async session =>
    {
        bool isDone = await session.Execute(
            "UPDATE proposals SET state = 'Withdrawn' WHERE id = @proposal AND use_case_id = @UseCase AND seat_id = @Seat AND state = 'Open'",
            new { proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id }) == 1;
        return isDone ? Outcome<string>.Done(proposal)
            : (await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal))?.SeatId == caller.InSeat.Id ? Outcome<string>.Refused(WorkshopStore.OffTheTable) : Outcome<string>.NotThere;
    }, cancellationToken);

    /// <summary>Whether a text can be a standard's short name.</summary>
    internal static bool IsShortName(string text) => ShortName().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortName();
}
