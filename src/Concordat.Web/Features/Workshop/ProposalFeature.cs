using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>One proposal: votes, objections and their answers.</summary>
public static class ProposalFeature
{
    private const string Path = WorkshopFeature.Path + "/{proposal}";

    // Whoever made the proposal answers, or the steward.
    internal static AccessRule Answering { get; } = AccessRule.Seated(Role.Steward, Role.Stakeholder, Role.Participant);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, string proposal, Database database, CancellationToken cancellationToken) => Show(caller, proposal, Form.Empty, database, cancellationToken));
        routes.Post(Path + "/vote", AccessRule.Voice, async (Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Vote(caller, proposal, form, database, clock, cancellationToken), Notice.Voted, caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/object", AccessRule.Voice, async (Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await ObjectTo(caller, proposal, form, database, clock, cancellationToken), Notice.Objected, caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/objections/{objection}/answer", Answering, async (Caller caller, string proposal, string objection, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Answer(caller, proposal, objection, form, "answer-" + objection, database, clock, cancellationToken), Notice.Answered, caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/objections/{objection}/withdraw", AccessRule.Voice, async (Caller caller, string proposal, string objection, Form form, Database database, CancellationToken cancellationToken) =>
            await Told(await Withdraw(caller, proposal, objection, database, cancellationToken), Notice.Withdrawn, caller, proposal, form, database, cancellationToken));
    }

    internal static Task<IResult> Show(Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        // Read before what it is the mark of: what changes in between is told once too often, not never.
        ImmutableSortedDictionary<string, string> marks = await WorkshopMarks.Of(session, caller.InUseCase.Id);
        if (await ProposalView.Of(session, caller, proposal) is not { } view || !marks.TryGetValue(proposal, out string? mark))
            return Results.NotFound();
        bool isOfFew = caller.HasVoice && await WorkshopStore.IsOfFew(session, caller);
        return View.Of<ProposalPage>(new { Caller = caller, Form = form, Mark = mark, IsOfFew = isOfFew, view.Proposal, view.Related, view.Objections, view.Own, view.Votes, view.Decision, view.Rule }, form);
    }, cancellationToken);

    /// <summary>Votes, or votes otherwise than before.</summary>
    internal static async Task<Outcome<VoteChoice>> Vote(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        VoteChoice choice = form.Choice<VoteChoice>("choice", "agree, disagree or pass");
        if (form.HasFaults)
            return Outcome<VoteChoice>.Faulty;
        return await database.Write(async session =>
        {
            // Holding the row keeps a ratification that comes at the same moment back until the vote is in, or the vote until it is too late.
            if (!await WorkshopStore.Hold(session, caller.InUseCase.Id, proposal))
                return await WorkshopStore.WhyNot<VoteChoice>(session, caller.InUseCase.Id, proposal);
            await session.Execute(
                """
                INSERT INTO proposal_votes (proposal_id, seat_id, choice, at) VALUES (@proposal, @Seat, @Choice, @At)
                ON CONFLICT (proposal_id, seat_id) DO UPDATE SET choice = excluded.choice, at = excluded.at
                """, new { proposal, Seat = caller.InSeat.Id, Choice = choice.ToString(), At = Moment.Of(clock) });
            await RecordBook.AppendSealed(session, clock, caller.InSeat, "vote", new { proposal, choice = choice.ToString() });
            return Outcome<VoteChoice>.Done(choice);
        }, cancellationToken);
    }

    /// <summary>Objects.</summary>
    /// <returns>The objection's id.</returns>
    internal static async Task<Outcome<string>> ObjectTo(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string reason = form.Text("objection", "The objection", 2000, 10), community = form.Text("group", "Whom it concerns", 80, 2);
        Severity severity = form.Choice<Severity>("severity", "how serious it is");
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        string id = Chance.Id();
        return await database.Write(async session =>
        {
            // Of two forms sent at once the second waits here and finds what the first one left: sent twice, it is one objection.
            if (!await WorkshopStore.Hold(session, caller.InUseCase.Id, proposal))
                return await WorkshopStore.WhyNot<string>(session, caller.InUseCase.Id, proposal);
            var row = new { id, proposal, Seat = caller.InSeat.Id, reason, Severity = severity.ToString(), community, At = Moment.Of(clock) };
            if (await session.One<string>(
                "SELECT id FROM objections WHERE proposal_id = @proposal AND seat_id = @Seat AND reason = @reason AND severity = @Severity AND community = @community AND is_withdrawn = 0", row) is { } same)
                return Outcome<string>.Done(same);
            await session.Execute("INSERT INTO objections (id, proposal_id, seat_id, reason, severity, community, created_at) VALUES (@id, @proposal, @Seat, @reason, @Severity, @community, @At)", row);
            return Outcome<string>.Done(id);
        }, cancellationToken);
    }

    /// <summary>Answers an objection, as the steward or as whoever made the proposal.</summary>
    /// <param name="field">The answer's field in the form.</param>
    internal static async Task<Outcome<string>> Answer(Caller caller, string proposal, string objection, Form form, string field, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string answer = form.Text(field, "The answer", 2000, 10);
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        return await database.Write(async session => await session.Execute(
            """
            UPDATE objections SET answer = @answer, answered_at = @At WHERE id = @objection AND proposal_id IN
                (SELECT id FROM proposals WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open' AND (seat_id = @Seat OR @IsSteward = 1))
            """,
            new { answer, At = Moment.Of(clock), objection, proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id, IsSteward = caller.Has(Role.Steward) ? 1 : 0 }) == 1
                ? Outcome<string>.Done(objection)
                : await WhyNot(session, caller, proposal, objection, maker => caller.Has(Role.Steward) || maker.Proposal == caller.InSeat.Id), cancellationToken);
    }

    /// <summary>Withdraws one's own objection.</summary>
    internal static Task<Outcome<string>> Withdraw(Caller caller, string proposal, string objection, Database database, CancellationToken cancellationToken) => database.Write(async session => await session.Execute(
        """
        UPDATE objections SET is_withdrawn = 1 WHERE id = @objection AND seat_id = @Seat AND proposal_id IN
            (SELECT id FROM proposals WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open')
        """, new { objection, proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id }) == 1
            ? Outcome<string>.Done(objection)
            : await WhyNot(session, caller, proposal, objection, maker => maker.Objection == caller.InSeat.Id), cancellationToken);

    // Nothing was touched: the objection is not here, not this caller's to touch, or its proposal is off the table.
    private static async Task<Outcome<string>> WhyNot(Session session, Caller caller, string proposal, string objection, Func<(string? Objection, string? Proposal), bool> isTheirs)
    {
        ImmutableArray<(string? Objection, string? Proposal)> makers = await session.All<(string?, string?)>(
            "SELECT objections.seat_id, proposals.seat_id FROM objections JOIN proposals ON proposals.id = objections.proposal_id WHERE objections.id = @objection AND proposals.id = @proposal AND proposals.use_case_id = @UseCase",
            new { objection, proposal, UseCase = caller.InUseCase.Id });
        return makers.Any(isTheirs) ? Outcome<string>.Refused(WorkshopStore.OffTheTable) : Outcome<string>.NotThere;
    }

    private static Task<IResult> Told<T>(Outcome<T> outcome, Notice notice, Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) =>
        outcome.ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", notice), form, () => Show(caller, proposal, form, database, cancellationToken));
}
