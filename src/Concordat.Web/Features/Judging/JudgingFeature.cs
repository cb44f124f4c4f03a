using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Giving judgements: the rounds that are open, the next tasks, and what is done with one: answered, passed, skipped, taken back.</summary>
public static class JudgingFeature
{
    public const string Path = Endpoints.InUseCase + "/judge";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.AnySeat, ListAsync);
        routes.Get(Path + "/{round}", AccessRule.Voice, (Caller caller, string round, Database database, TimeProvider clock, CancellationToken cancellationToken) => Show(caller, round, Form.Empty, database, clock, cancellationToken));
        routes.Post(Path + "/{round}/answers", AccessRule.Voice, AnswerAsync);
        routes.Post(Path + "/{round}/skip", AccessRule.Voice, SkipAsync);
        routes.Post(Path + "/{round}/undo", AccessRule.Voice, UndoAsync);
    }

    private static Task<IResult> ListAsync(Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        var entries = ImmutableArray.CreateBuilder<RoundsPage.Entry>();
        foreach (RoundRow round in await JudgingStore.Rounds(session, caller.InUseCase.Id))
        {
            if (round.State != RoundState.Draft)
                entries.Add(new RoundsPage.Entry(round, await JudgingStore.Progress(session, round, caller.InSeat, Moment.Of(clock))));
        }

        return View.Of<RoundsPage>(new { Caller = caller, Entries = entries.ToImmutable() });
    }, cancellationToken);

    /// <summary>The round and what the caller is asked next in it, planned anew where little is left; null where there is no such round.</summary>
    internal static async Task<(RoundRow Round, ImmutableArray<TaskView> Tasks)?> Next(Caller caller, string round, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string seat = caller.InSeat.Id;
        (RoundRow? row, bool runsLow) = await database.Read(async session => (await JudgingStore.Round(session, caller.InUseCase.Id, round), await TaskPlan.RunsLow(session, round, seat, Moment.Of(clock))), cancellationToken);
        if (row is null || row.State == RoundState.Draft)
            return null;
        if (row.State == RoundState.Open && runsLow)
            await database.Write(session => TaskPlan.Fill(session, row, seat, caller.InSeat.Community, Moment.Of(clock)), cancellationToken);
        return (row, row.State == RoundState.Open ? await database.Read(session => JudgingStore.Open(session, row, seat), cancellationToken) : []);
    }

    /// <summary>Reads a judgement and stores it, unless it is stored already.</summary>
    internal static async Task<(Answer Answer, StoreOutcome Outcome)> Give(Caller caller, string round, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        long now = Moment.Of(clock);
        Answer answer = AnswerForm.Read(form, now);
        StoreOutcome outcome = form.HasFaults
            ? StoreOutcome.NoAnswer
            : await InRound(caller, round, database, StoreOutcome.Unknown, (session, row) => JudgementStore.Put(session, row, caller.InSeat.Id, answer, now), cancellationToken);
        if (outcome == StoreOutcome.NoAnswer)
            form.Fault("value", "That is none of the answers. A marked part needs its beginning, its end and a comment.");
        return (answer, outcome);
    }

    private static async Task<IResult> Show(Caller caller, string round, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Next(caller, round, database, clock, cancellationToken) is not { Round: var row, Tasks: var tasks })
            return Results.NotFound();
        return await database.Read(async session =>
        {
            Progress progress = await JudgingStore.Progress(session, row, caller.InSeat, Moment.Of(clock));
            return View.Of<JudgePage>(new
            {
                Caller = caller,
                Round = row,
                Form = form,
                Now = Moment.Of(clock),
                Tasks = tasks,
                // What may be asked again is not ripe yet: where nothing is in sight, nothing is announced.
                Progress = tasks.IsEmpty ? progress with { AtMost = 0 } : progress,
                HasAnswers = await JudgementStore.Last(session, row, caller.InSeat.Id) is not null,
            }, form);
        }, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(Caller caller, string round, Form form, HttpContext context, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        (Answer answer, StoreOutcome outcome) = await Give(caller, round, form, database, clock, cancellationToken);
        int status = outcome switch
        {
            StoreOutcome.Stored or StoreOutcome.TakenBack => StatusCodes.Status200OK,
            StoreOutcome.AnsweredOtherwise => StatusCodes.Status409Conflict,
            StoreOutcome.Closed => StatusCodes.Status410Gone,
            StoreOutcome.Unknown => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        if (IsScript(context))
            return Results.Json(new { id = answer.Id, outcome = outcome.ToString() }, statusCode: status);
        if (outcome == StoreOutcome.Unknown)
            return Results.NotFound();
        if (outcome != StoreOutcome.NoAnswer)
            return Onward(caller, round, Notice.None);
        return await Show(caller, round, form, database, clock, cancellationToken);
    }

    private static async Task<IResult> SkipAsync(Caller caller, string round, Form form, HttpContext context, Database database, CancellationToken cancellationToken)
    {
        bool isTheirs = await InRound(caller, round, database, false, async (session, row) => await session.Execute(
            "UPDATE judging_tasks SET state = CASE WHEN state = 'Open' THEN 'Skipped' ELSE state END WHERE id = @Task AND seat_id = @Seat AND round_id = @Round",
            new { Task = form.Typed("task"), Seat = caller.InSeat.Id, Round = row.Id }) == 1, cancellationToken);
        return !isTheirs ? Results.NotFound() : IsScript(context) ? Results.Json(new { outcome = "Skipped" }) : Onward(caller, round, Notice.Skipped);
    }

    private static async Task<IResult> UndoAsync(Caller caller, string round, Form form, HttpContext context, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string seat = caller.InSeat.Id, named = form.Typed("id");
        if (named.Length > 0 && !AnswerForm.IsId(named))
            return Results.BadRequest();
        bool isTakenBack = await InRound(caller, round, database, false, async (session, row) =>
            (named.Length > 0 ? named : await JudgementStore.Last(session, row, seat)) is { } id && await JudgementStore.TakeBack(session, row, seat, id, Moment.Of(clock)), cancellationToken);
        return IsScript(context) ? Results.Json(new { outcome = isTakenBack ? "TakenBack" : "Nothing" }) : Onward(caller, round, isTakenBack ? Notice.TakenBack : Notice.None);
    }

    private static Task<T> InRound<T>(Caller caller, string round, Database database, T none, Func<Session, RoundRow, Task<T>> work, CancellationToken cancellationToken) =>
        database.Write(async session => await JudgingStore.Round(session, caller.InUseCase.Id, round) is { } row ? await work(session, row) : none, cancellationToken);

    private static IResult Onward(Caller caller, string round, Notice notice) => View.Done($"/use-cases/{caller.InUseCase.Id}/judge/{round}", notice);

    private static bool IsScript(HttpContext context) => context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);
}
