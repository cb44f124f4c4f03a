using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>One proposal: votes, objections and their answers.</summary>
public static class ProposalFeature
{
    private const string Path = WorkshopFeature.Path + "/{proposal}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, string proposal, Database database, CancellationToken cancellationToken) => Show(caller, proposal, Form.Empty, database, cancellationToken));
        routes.Post(Path + "/vote", AccessRule.Voice, VoteAsync);
        routes.Post(Path + "/object", AccessRule.Voice, ObjectAsync);
        routes.Post(Path + "/objections/{objection}/answer", AccessRule.Seated(Role.Steward, Role.Stakeholder, Role.Participant), AnswerAsync);
        routes.Post(Path + "/objections/{objection}/withdraw", AccessRule.Voice, WithdrawAsync);
    }

    internal static Task<IResult> Show(Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        string useCase = caller.InUseCase.Id;
        if (await WorkshopStore.Proposal(session, useCase, proposal) is not { } row)
            return Results.NotFound();
        ImmutableArray<ProposalRow> related = await session.All<ProposalRow>(
            $"SELECT {ProposalRow.Columns} FROM proposals WHERE use_case_id = @useCase AND (amends = @Id OR id = @Amends) ORDER BY created_at", new { useCase, row.Id, row.Amends });
        return View.Of<ProposalPage>(new
        {
            Mark = (await WorkshopMarks.Of(session, useCase))[row.Id],
            Caller = caller,
            Form = form,
            Proposal = row,
            Related = related,
            Objections = await WorkshopStore.Objections(session, row.Id),
            Own = caller.Seat is null ? null : await session.One<string>("SELECT choice FROM proposal_votes WHERE proposal_id = @Id AND seat_id = @Seat", new { row.Id, Seat = caller.Seat.Id }),
            Votes = await session.Count("SELECT count(*) FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id WHERE proposal_id = @Id AND seats.takes_part = 1", new { row.Id }),
            Decision = await RatifyFeature.Decision(session, row.Id),
            Rule = await WorkshopStore.Rule(session, useCase),
            IsOfFew = caller.HasVoice && await WorkshopStore.IsOfFew(session, caller),
        }, form);
    }, cancellationToken);

    private static async Task<IResult> VoteAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        VoteChoice choice = form.Choice<VoteChoice>("choice", "agree, disagree or pass");
        if (form.HasFaults)
            return await Show(caller, proposal, form, database, cancellationToken);
        bool isCounted = await database.Write(async session =>
        {
            // Touching the row holds a ratification that comes at the same moment back until the vote is in, or the vote until it is too late.
            if (await session.Execute("UPDATE proposals SET state = state WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open' AND writer = 'Person'", new { proposal, UseCase = caller.InUseCase.Id }) == 0)
                return false;
            await session.Execute(
                """
                INSERT INTO proposal_votes (proposal_id, seat_id, choice, at) VALUES (@proposal, @Seat, @Choice, @At)
                ON CONFLICT (proposal_id, seat_id) DO UPDATE SET choice = excluded.choice, at = excluded.at
                """, new { proposal, Seat = caller.InSeat.Id, Choice = choice.ToString(), At = Moment.Of(clock) });
            await RecordBook.AppendSealed(session, clock, caller.InSeat, "vote", new { proposal, choice = choice.ToString() });
            return true;
        }, cancellationToken);
        return isCounted ? View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Voted) : Results.NotFound();
    }

    private static async Task<IResult> ObjectAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string reason = form.Text("objection", "The objection", 2000, 10), community = form.Text("group", "Whom it concerns", 80, 2);
        Severity severity = form.Choice<Severity>("severity", "how serious it is");
        if (form.HasFaults)
            return await Show(caller, proposal, form, database, cancellationToken);
        int added = await database.Write(session => session.Execute(
            """
            INSERT INTO objections (id, proposal_id, seat_id, reason, severity, community, created_at)
            SELECT @Id, proposals.id, @Seat, @reason, @Severity, @community, @At FROM proposals WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open' AND writer = 'Person'
            """,
            new { Id = Chance.Id(), proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id, reason, Severity = severity.ToString(), community, At = Moment.Of(clock) }), cancellationToken);
        return added == 1 ? View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Objected) : Results.NotFound();
    }

    // Whoever made the proposal answers, or the steward.
    private static async Task<IResult> AnswerAsync(Caller caller, string proposal, string objection, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string answer = form.Text("answer-" + objection, "The answer", 2000, 10);
        if (form.HasFaults)
            return await Show(caller, proposal, form, database, cancellationToken);
        int answered = await database.Write(session => session.Execute(
            """
            UPDATE objections SET answer = @answer, answered_at = @At WHERE id = @objection AND proposal_id IN
                (SELECT id FROM proposals WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open' AND (seat_id = @Seat OR @IsSteward = 1))
            """,
            new { answer, At = Moment.Of(clock), objection, proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id, IsSteward = caller.Has(Role.Steward) ? 1 : 0 }), cancellationToken);
        return answered == 1 ? View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Answered) : Results.NotFound();
    }

    private static async Task<IResult> WithdrawAsync(Caller caller, string proposal, string objection, Database database, CancellationToken cancellationToken)
    {
        int touched = await database.Write(session => session.Execute(
            """
            UPDATE objections SET is_withdrawn = 1 WHERE id = @objection AND seat_id = @Seat AND proposal_id IN
                (SELECT id FROM proposals WHERE id = @proposal AND use_case_id = @UseCase AND state = 'Open')
            """, new { objection, proposal, UseCase = caller.InUseCase.Id, Seat = caller.InSeat.Id }), cancellationToken);
        return touched == 1 ? View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Withdrawn) : Results.NotFound();
    }
}
