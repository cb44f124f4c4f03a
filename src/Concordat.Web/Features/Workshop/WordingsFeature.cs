using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>Candidate wordings of a proposal: ranked, chosen by Schulze, criticised, and ranked a second time with what was written in answer.</summary>
/// <remarks>Source: the course of the caucus in Tessler et al. (2024), Science 386; people write here, and what a model wrote is marked and cannot be ranked before a person takes it up.</remarks>
public static class WordingsFeature
{
    private const string Path = WorkshopFeature.Path + "/{proposal}/wordings";

    private const int MostWordings = 12, Rounds = 2;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, string proposal, Database database, CancellationToken cancellationToken) => Show(caller, proposal, Form.Empty, database, cancellationToken));
        routes.Post(Path, AccessRule.Seated(Role.Steward, Role.Stakeholder, Role.Participant), AddAsync);
        routes.Post(Path + "/rank", AccessRule.Voice, RankAsync);
        routes.Post(Path + "/{wording}/critique", AccessRule.Voice, CriticiseAsync);
        routes.Post(Path + "/close", AccessRule.Steward, CloseAsync);
    }

    internal static Task<IResult> Show(Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal) is not { } row
            ? Results.NotFound()
            : View.Of<WordingsPage>(new
            {
                Mark = (await WorkshopMarks.Of(session, caller.InUseCase.Id))[row.Id],
                Caller = caller,
                Form = form,
                Proposal = row,
                RoundsSoFar = await RoundsOf(session, proposal),
                Wordings = await WordingsOf(session, proposal),
                Critiques = await session.All<(string, string)>(
                    "SELECT wording_critiques.wording_id, wording_critiques.text FROM wording_critiques JOIN wordings ON wordings.id = wording_critiques.wording_id WHERE wordings.proposal_id = @proposal ORDER BY wording_critiques.created_at",
                    new { proposal }),
                Own = (await session.All<(string Wording, long Rank)>(
                    "SELECT wording_ranks.wording_id, wording_ranks.rank FROM wording_ranks JOIN wordings ON wordings.id = wording_ranks.wording_id WHERE wordings.proposal_id = @proposal AND wording_ranks.seat_id = @Seat",
                    new { proposal, Seat = caller.Seat?.Id ?? "" })).ToImmutableDictionary(pair => pair.Wording, pair => pair.Rank, StringComparer.Ordinal),
            }, form), cancellationToken);

    private static Task<ImmutableArray<WordingRound>> RoundsOf(Session session, string proposal) =>
        session.All<WordingRound>("SELECT number, is_closed AS closed, outcome FROM wording_rounds WHERE proposal_id = @proposal ORDER BY number", new { proposal });

    internal static Task<ImmutableArray<WordingRow>> WordingsOf(Session session, string proposal) =>
        session.All<WordingRow>("SELECT id, round, statement, seat_id, writer, model, is_drafted AS drafted FROM wordings WHERE proposal_id = @proposal ORDER BY round, created_at, id", new { proposal });

    // Held to the end of the transaction, so that nothing is added or ranked while the round is being closed.
    private static async Task<ProposalRow?> Hold(Session session, Caller caller, string proposal) =>
        await session.Execute("UPDATE proposals SET state = state WHERE id = @proposal AND use_case_id = @Id AND state = 'Open' AND writer = 'Person'", new { proposal, caller.InUseCase.Id }) == 0
            ? null
            : await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal);

    private static async Task<IResult> AddAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string statement = form.Text("statement", "The wording", 1000, 10);
        if (form.HasFaults)
            return await Show(caller, proposal, form, database, cancellationToken);
        bool isSteward = caller.Has(Role.Steward);
        if (!isSteward && !caller.HasVoice)
            return Results.Forbid();
        long now = Moment.Of(clock);
        bool isAdded = await database.Write(
            session => Put(session, caller, proposal, statement, isSteward ? null : caller.InSeat.Id, isSteward ? Writer.Model : Writer.Person, null, isDrafted: false, now), cancellationToken);
        return isAdded ? View.Done(Here(caller, proposal), Notice.Saved) : Results.NotFound();
    }

    /// <summary>Puts a wording into the open round; the first one opens it, beside the proposal as it stands.</summary>
    internal static async Task<bool> Put(Session session, Caller caller, string proposal, string statement, string? seat, Writer writer, string? model, bool isDrafted, long now)
    {
        if (await Hold(session, caller, proposal) is not { } row)
            return false;
        ImmutableArray<WordingRound> rounds = await RoundsOf(session, proposal);
        if (rounds.IsEmpty)
        {
            await session.Execute("INSERT INTO wording_rounds (proposal_id, number, opened_at) VALUES (@proposal, 1, @now)", new { proposal, now });
            await Insert(session, proposal, 1, row.Statement, row.SeatId, Writer.Person, row.Model, row.IsDrafted, now);
        }
        else if (rounds[^1].IsClosed || (await WordingsOf(session, proposal)).Count(wording => wording.Round == rounds[^1].Number) >= MostWordings)
        {
            return false;
        }

        await Insert(session, proposal, rounds.IsEmpty ? 1 : rounds[^1].Number, statement, seat, writer, model, isDrafted, now + 1);
        return true;
    }

    private static Task<int> Insert(Session session, string proposal, long round, string statement, string? seat, Writer writer, string? model, bool isDrafted, long at) => session.Execute(
        "INSERT INTO wordings (id, proposal_id, round, statement, seat_id, writer, created_at, model, is_drafted) VALUES (@Id, @proposal, @round, @statement, @seat, @Writer, @at, @model, @Drafted)",
        new { Id = Chance.Id(), proposal, round, statement, seat, Writer = writer.ToString(), at, model, Drafted = isDrafted ? 1 : 0 });

    private static async Task<IResult> RankAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        bool isRanked = await database.Write(async session =>
        {
            if (await Hold(session, caller, proposal) is null || (await RoundsOf(session, proposal)).LastOrDefault() is not { IsClosed: false } round)
                return false;
            ImmutableArray<WordingRow> wordings = [.. (await WordingsOf(session, proposal)).Where(wording => wording.Round == round.Number && wording.IsCandidate)];
            var ranks = new List<object>();
            foreach (WordingRow wording in wordings)
            {
                await session.Execute("DELETE FROM wording_ranks WHERE seat_id = @Seat AND wording_id = @Id", new { Seat = caller.InSeat.Id, wording.Id });
                if (int.TryParse(form.Typed("rank-" + wording.Id), out int rank) && rank >= 1 && rank <= wordings.Length)
                    ranks.Add(new { Seat = caller.InSeat.Id, wording.Id, rank });
            }

            foreach (object rank in ranks)
                await session.Execute("INSERT INTO wording_ranks (seat_id, wording_id, rank) VALUES (@Seat, @Id, @rank)", rank);
            await RecordBook.AppendSealed(session, clock, caller.InSeat, "ranking", new { proposal, round = round.Number, ranks });
            return true;
        }, cancellationToken);
        return isRanked ? View.Done(Here(caller, proposal), Notice.Saved) : Results.NotFound();
    }

    private static async Task<IResult> CriticiseAsync(Caller caller, string proposal, string wording, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string text = form.Text("critique-" + wording, "The critique", 1000, 5);
        if (form.HasFaults)
            return await Show(caller, proposal, form, database, cancellationToken);
        int added = await database.Write(session => session.Execute(
            """
            INSERT INTO wording_critiques (id, wording_id, seat_id, text, created_at)
            SELECT @Id, wordings.id, @Seat, @text, @At FROM wordings JOIN proposals ON proposals.id = wordings.proposal_id
            WHERE wordings.id = @wording AND proposals.id = @proposal AND proposals.use_case_id = @UseCase AND proposals.state = 'Open'
            """, new { Id = Chance.Id(), Seat = caller.InSeat.Id, text, At = Moment.Of(clock), wording, proposal, UseCase = caller.InUseCase.Id }), cancellationToken);
        return added == 1 ? View.Done(Here(caller, proposal), Notice.Saved) : Results.NotFound();
    }

    private static async Task<IResult> CloseAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string? why = await database.Write(async session =>
        {
            if (await Hold(session, caller, proposal) is not { } row || (await RoundsOf(session, proposal)).LastOrDefault() is not { IsClosed: false } round)
                return "No round is open.";
            ImmutableArray<WordingRow> wordings = [.. (await WordingsOf(session, proposal)).Where(wording => wording.Round == round.Number && wording.IsCandidate)];
            ImmutableArray<(string, string, long)> ranks = await session.All<(string, string, long)>(
                """
                SELECT wording_ranks.seat_id, wording_ranks.wording_id, wording_ranks.rank FROM wording_ranks
                JOIN wordings ON wordings.id = wording_ranks.wording_id JOIN seats ON seats.id = wording_ranks.seat_id
                WHERE wordings.proposal_id = @proposal AND wordings.round = @Number AND wordings.writer = 'Person' AND seats.takes_part = 1
                """, new { proposal, round.Number });
            WordingOutcome outcome = WordingOutcome.Of([.. wordings.Select(wording => wording.Id)], ranks);
            if (outcome.Ballots < caller.InUseCase.MinimumCell)
                return $"Fewer than {caller.InUseCase.MinimumCell} people have ranked; the result would show what single people chose.";
            WordingRow winner = wordings.Single(wording => wording.Id == outcome.Winner);
            long now = Moment.Of(clock);
            await session.Execute("UPDATE wording_rounds SET is_closed = 1, outcome = @Outcome WHERE proposal_id = @proposal AND number = @Number", new { proposal, round.Number, Outcome = JsonSerializer.Serialize(outcome, WorkshopStore.Format) });
            await RecordBook.AppendOpen(session, clock, caller.InUseCase.Id, "wording", new { proposal, round = round.Number, rule = "schulze", outcome.Ballots, outcome.Order, outcome.Winner, outcome.TieBroken, fromModelDraft = winner.IsDrafted });
            if (round.Number < Rounds)
            {
                await session.Execute("INSERT INTO wording_rounds (proposal_id, number, opened_at) VALUES (@proposal, @Next, @now)", new { proposal, Next = round.Number + 1, now });
                await Insert(session, proposal, round.Number + 1, winner.Statement, winner.SeatId, winner.Writer, winner.Model, winner.IsDrafted, now);
            }
            else if (winner.Statement != row.Statement)
            {
                await PutForward(session, caller.InUseCase.Id, row, winner, now);
            }

            return null;
        }, cancellationToken);
        if (why is null)
            return View.Done(Here(caller, proposal), Notice.Saved);
        form.Fault("close", why);
        return await Show(caller, proposal, form, database, cancellationToken);
    }

    // The chosen wording is an amendment, with votes of its own: nobody's vote on the old words is taken for one on the new.
    private static Task<int> PutForward(Session session, string useCase, ProposalRow row, WordingRow winner, long now) => WorkshopStore.Insert(
        session, useCase, row with { Id = Chance.Id(), Statement = winner.Statement, Removes = 0, SeatId = winner.SeatId, Amends = row.Id, CreatedAt = now, Model = winner.Model, Drafted = winner.Drafted });

    private static string Here(Caller caller, string proposal) => $"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}/wordings";
}
