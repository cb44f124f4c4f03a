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

    private const string RankField = "rank-";

    private const string NoRound = "No round of wordings is open.";

    internal static AccessRule Suggesting { get; } = AccessRule.Seated(Role.Steward, Role.Stakeholder, Role.Participant);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, string proposal, Database database, CancellationToken cancellationToken) => Show(caller, proposal, Form.Empty, database, cancellationToken));
        routes.Post(Path, Suggesting, async (Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Suggest(caller, proposal, form, database, clock, cancellationToken), caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/rank", AccessRule.Voice, async (Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Rank(caller, proposal, form, RankField, database, clock, cancellationToken), caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/{wording}/critique", AccessRule.Voice, async (Caller caller, string proposal, string wording, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Criticise(caller, proposal, wording, form, "critique-" + wording, database, clock, cancellationToken), caller, proposal, form, database, cancellationToken));
        routes.Post(Path + "/close", AccessRule.Steward, async (Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            await Told(await Close(caller, proposal, database, clock, cancellationToken), caller, proposal, form, database, cancellationToken, "close"));
    }

    internal static Task<IResult> Show(Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        (await WorkshopMarks.Of(session, caller.InUseCase.Id)).TryGetValue(proposal, out string? mark) && await WordingsView.Of(session, caller, proposal) is { } view
            ? View.Of<WordingsPage>(new { Caller = caller, Form = form, Mark = mark, view.Proposal, RoundsSoFar = view.Rounds, view.Wordings, view.Critiques, view.Own }, form)
            : Results.NotFound(), cancellationToken);

    private static Task<IResult> Told<T>(Outcome<T> outcome, Caller caller, string proposal, Form form, Database database, CancellationToken cancellationToken, string place = "content") =>
        outcome.ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}/wordings", Notice.Saved), form, () => Show(caller, proposal, form, database, cancellationToken), place);

    internal static Task<ImmutableArray<WordingRound>> RoundsOf(Session session, string proposal) =>
        session.All<WordingRound>("SELECT number, is_closed AS closed, outcome FROM wording_rounds WHERE proposal_id = @proposal ORDER BY number", new { proposal });

    internal static Task<ImmutableArray<WordingRow>> WordingsOf(Session session, string proposal) =>
        session.All<WordingRow>(
            """
            SELECT id, round, statement, seat_id, writer, model, is_drafted AS drafted,
                CASE WHEN writer = 'Person' AND NOT EXISTS (SELECT 1 FROM seats WHERE seats.id = wordings.seat_id AND seats.takes_part = 1) THEN 1 ELSE 0 END AS withdrawn
            FROM wordings WHERE proposal_id = @proposal ORDER BY round, created_at, id
            """, new { proposal });

    // Held to the end of the transaction, so that nothing is added or ranked while the round is being closed.
    private static async Task<ProposalRow?> Hold(Session session, Caller caller, string proposal) =>
        await WorkshopStore.Hold(session, caller.InUseCase.Id, proposal) ? await WorkshopStore.Proposal(session, caller.InUseCase.Id, proposal) : null;

    /// <summary>Suggests a wording; a steward's is one that a model wrote, and marked.</summary>
    /// <returns>Its id.</returns>
    internal static async Task<Outcome<string>> Suggest(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string statement = form.Text("statement", "The wording", 1000, 10);
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        bool isSteward = caller.Has(Role.Steward);
        if (!isSteward && !caller.HasVoice)
            return Outcome<string>.NotYours;
        long now = Moment.Of(clock);
        return await database.Write(
            session => Put(session, caller, proposal, statement, isSteward ? null : caller.InSeat.Id, isSteward ? Writer.Model : Writer.Person, null, isDrafted: false, now), cancellationToken);
    }

    /// <summary>Puts a wording into the open round; the first one opens it, beside the proposal as it stands.</summary>
    /// <returns>Its id.</returns>
    internal static async Task<Outcome<string>> Put(Session session, Caller caller, string proposal, string statement, string? seat, Writer writer, string? model, bool isDrafted, long now)
    {
        if (await Hold(session, caller, proposal) is not { } row)
            return await WorkshopStore.WhyNot<string>(session, caller.InUseCase.Id, proposal);
        ImmutableArray<WordingRound> rounds = await RoundsOf(session, proposal);
        // Whoever suggests a draft's very words has taken it up, whichever way they came.
        if (writer == Writer.Person && (await WordingsOf(session, proposal)).FirstOrDefault(other => other.Writer == Writer.Model && other.Statement == statement) is { } draft)
            (model, isDrafted) = (draft.Model, true);
        if (rounds.IsEmpty)
        {
            await session.Execute("INSERT INTO wording_rounds (proposal_id, number, opened_at) VALUES (@proposal, 1, @now)", new { proposal, now });
            await Insert(session, proposal, 1, row.Statement, row.SeatId, Writer.Person, row.Model, row.IsDrafted, now);
        }
        else if (rounds[^1].IsClosed)
        {
            return Outcome<string>.Refused(NoRound);
        }
        else if ((await WordingsOf(session, proposal)).Count(wording => wording.Round == rounds[^1].Number) >= MostWordings)
        {
            return Outcome<string>.Refused($"There are {MostWordings} wordings already; nobody could rank more.");
        }

        return Outcome<string>.Done(await Insert(session, proposal, rounds.IsEmpty ? 1 : rounds[^1].Number, statement, seat, writer, model, isDrafted, now + 1));
    }

    private static async Task<string> Insert(Session session, string proposal, long round, string statement, string? seat, Writer writer, string? model, bool isDrafted, long at)
    {
        string id = Chance.Id();
        await session.Execute(
            "INSERT INTO wordings (id, proposal_id, round, statement, seat_id, writer, created_at, model, is_drafted) VALUES (@id, @proposal, @round, @statement, @seat, @Writer, @at, @model, @Drafted)",
            new { id, proposal, round, statement, seat, Writer = writer.ToString(), at, model, Drafted = isDrafted ? 1 : 0 });
        return id;
    }

    /// <summary>Ranks the wordings of the open round, in the place of what the same person ranked before.</summary>
    /// <param name="field">What the fields of ranks start with; the rest is the wording's id.</param>
    /// <returns>How many were ranked.</returns>
    internal static Task<Outcome<int>> Rank(Caller caller, string proposal, Form form, string field, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Write(async session =>
    {
        if (await Hold(session, caller, proposal) is null)
            return await WorkshopStore.WhyNot<int>(session, caller.InUseCase.Id, proposal);
        if ((await RoundsOf(session, proposal)).LastOrDefault() is not { IsClosed: false } round)
            return Outcome<int>.Refused(NoRound);
        ImmutableHashSet<string> wordings = [.. (await WordingsOf(session, proposal)).Where(wording => wording.Round == round.Number && wording.IsCandidate).Select(wording => wording.Id)];
        var ranks = new List<OwnRank>();
        foreach ((string wording, string typed) in form.Starting(field))
        {
            if (!wordings.Contains(wording))
                form.Fault(field + wording, "This wording is not one to rank in the open round.");
            else if (typed.Length > 0)
                ranks.Add(new OwnRank(caller.InSeat.Id, wording, form.Whole(field + wording, "A rank", 1, wordings.Count)));
        }

        if (form.HasFaults)
            return Outcome<int>.Faulty;
        foreach (string wording in wordings)
            await session.Execute("DELETE FROM wording_ranks WHERE seat_id = @Seat AND wording_id = @wording", new { Seat = caller.InSeat.Id, wording });
        foreach (OwnRank rank in ranks)
            await session.Execute("INSERT INTO wording_ranks (seat_id, wording_id, rank) VALUES (@Seat, @Id, @Rank)", rank);
        await RecordBook.AppendSealed(session, clock, caller.InSeat, "ranking", new { proposal, round = round.Number, ranks });
        return Outcome<int>.Done(ranks.Count);
    }, cancellationToken);

    /// <summary>Criticises a wording.</summary>
    /// <param name="field">The critique's field in the form.</param>
    /// <returns>The critique's id.</returns>
    internal static async Task<Outcome<string>> Criticise(Caller caller, string proposal, string wording, Form form, string field, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string text = form.Text(field, "The critique", 1000, 5);
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        var row = new { Id = Chance.Id(), Seat = caller.InSeat.Id, text, At = Moment.Of(clock), wording, proposal, UseCase = caller.InUseCase.Id };
        const string found = "FROM wordings JOIN proposals ON proposals.id = wordings.proposal_id WHERE wordings.id = @wording AND proposals.id = @proposal AND proposals.use_case_id = @UseCase";
        return await database.Write(async session =>
            await session.Execute($"INSERT INTO wording_critiques (id, wording_id, seat_id, text, created_at) SELECT @Id, wordings.id, @Seat, @text, @At {found} AND proposals.state = 'Open'", row) == 1 ? Outcome<string>.Done(row.Id)
            : await session.Count($"SELECT count(*) {found}", row) == 1 ? Outcome<string>.Refused(WorkshopStore.OffTheTable)
            : Outcome<string>.NotThere, cancellationToken);
    }

    /// <summary>Closes the open round by Schulze's rule and opens the second, or puts the chosen wording forward.</summary>
    internal static Task<Outcome<WordingOutcome>> Close(Caller caller, string proposal, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        database.Write(async session =>
        {
            if (await Hold(session, caller, proposal) is not { } row)
                return await WorkshopStore.WhyNot<WordingOutcome>(session, caller.InUseCase.Id, proposal);
            if ((await RoundsOf(session, proposal)).LastOrDefault() is not { IsClosed: false } round)
                return Outcome<WordingOutcome>.Refused(NoRound);
            ImmutableArray<WordingRow> wordings = [.. (await WordingsOf(session, proposal)).Where(wording => wording.Round == round.Number && wording.IsCandidate)];
            ImmutableArray<(string, string, long)> ranks = await session.All<(string, string, long)>(
                """
                SELECT wording_ranks.seat_id, wording_ranks.wording_id, wording_ranks.rank FROM wording_ranks
                JOIN wordings ON wordings.id = wording_ranks.wording_id JOIN seats ON seats.id = wording_ranks.seat_id
                WHERE wordings.proposal_id = @proposal AND wordings.round = @Number AND wordings.writer = 'Person' AND seats.takes_part = 1
                """, new { proposal, round.Number });
            if (wordings.IsEmpty)
                return Outcome<WordingOutcome>.Refused("Everyone who suggested a wording has withdrawn it; there is none to choose.");
            ImmutableArray<string> candidates = [.. wordings.Select(wording => wording.Id)];
            WordingOutcome outcome = WordingOutcome.Of(candidates, [.. ranks.Where(rank => candidates.Contains(rank.Item2))]);
            if (outcome.Ballots < caller.InUseCase.MinimumCell)
                return Outcome<WordingOutcome>.Refused($"Fewer than {caller.InUseCase.MinimumCell} people have ranked; the result would show what single people chose.");
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

            return Outcome<WordingOutcome>.Done(outcome);
        }, cancellationToken);

    // The chosen wording is an amendment, with votes of its own: nobody's vote on the old words is taken for one on the new.
    private static Task<int> PutForward(Session session, string useCase, ProposalRow row, WordingRow winner, long now) => WorkshopStore.Insert(
        session, useCase, row with { Id = Chance.Id(), Statement = winner.Statement, Removes = 0, SeatId = winner.SeatId, Amends = row.Id, CreatedAt = now, Model = winner.Model, Drafted = winner.Drafted });

    private sealed record OwnRank(string Seat, string Id, long Rank);
}
