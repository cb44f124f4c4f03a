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

    private static Task<IResult> ProposeAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        Add(caller, form, Writer.Person, caller.InSeat.Id, caller.InSeat.Community, database, clock, cancellationToken);

    private static Task<IResult> AddDraftAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        Add(caller, form, Writer.Model, null, "", database, clock, cancellationToken);

    private static async Task<IResult> Add(Caller caller, Form form, Writer writer, string? seat, string community, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        string standard = form.Text("standard", "The short name", 60, 3), statement = form.Text("statement", "The standard", 1000, 10), reason = form.Text("reason", "The reason", 2000, 10);
        CharterLevel level = form.Choice<CharterLevel>("level", "the level");
        if (!ShortName().IsMatch(standard))
            form.Fault("standard", "The short name has lower-case letters, digits and single hyphens.");
        Measurement? measured = Measurement.Read(form);
        string amends = form.Typed("from");
        (ProposalRow? from, CharterVersion? charter) = await database.Read(async session => (
            amends.Length == 0 ? null : await WorkshopStore.Proposal(session, useCase, amends), (await WorkshopStore.Versions(session, useCase)).LastOrDefault()), cancellationToken);
        string id = Chance.Id();
        bool isDrafted = writer == Writer.Person && from is { Writer: Writer.Model } or { Writer: Writer.Person, IsDrafted: true };
        var row = new ProposalRow(
            id, standard, level, statement, reason, form.IsChecked("removes") ? 1 : 0, community, seat, writer, from?.Id, ProposalState.Open, Moment.Of(clock),
            measured?.Measure, measured?.OptionsText, measured?.Bound, measured?.Direction.ToString(), measured?.Owner,
            isDrafted ? from!.Model : null, isDrafted ? 1 : 0);
        // What cannot stand beside what is agreed is said at once, not after people have voted on it.
        if (!form.HasFaults && CharterText.Faults(caller.InUseCase, row.ApplyTo(charter?.Standards ?? [])) is [string fault, ..])
            form.Fault(measured is null ? "standard" : "measure", $"It does not go together with the charter as it is: {fault}.");
        if (form.HasFaults)
            return View.Of<Propose>(new { Caller = caller, Form = form, From = from }, form);
        await database.Write(session => WorkshopStore.Insert(session, useCase, row), cancellationToken);
        return View.Done(writer == Writer.Person ? $"/use-cases/{useCase}/workshop/{id}" : $"/use-cases/{useCase}/workshop", Notice.Proposed);
    }

    private static async Task<IResult> WithdrawAsync(Caller caller, string proposal, Database database, CancellationToken cancellationToken)
    {
        int touched = await database.Write(session => session.Execute(
            "UPDATE proposals SET state = 'Withdrawn' WHERE id = @proposal AND use_case_id = @UseCase AND seat_id = @Seat AND state = 'Open'",
            new { proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id }), cancellationToken);
        return touched == 1 ? View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Withdrawn) : Results.NotFound();
    }

    /// <summary>Whether a text can be a standard's short name.</summary>
    internal static bool IsShortName(string text) => ShortName().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortName();
}
