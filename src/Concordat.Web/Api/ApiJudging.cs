using Concordat.Web.Access;
using Concordat.Web.Features.Judging;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Giving judgements by a program: the rounds, what is asked next, and an answer, which may be sent again as often as needed.</summary>
public static class ApiJudging
{
    private const int LongestComment = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.ApiGet(ApiEndpoints.InUseCase + "/rounds", AccessRule.AnySeat, ApiScope.Read, "listRounds", RoundsAsync).WithSummary("Rounds that are open or closed.");
        routes.ApiGet(ApiEndpoints.InUseCase + "/rounds/{round}/tasks", AccessRule.Voice, ApiScope.Judge, "listTasks", TasksAsync).WithSummary("What the token's person is asked next, in their order. It names no system.");
        routes.ApiPost(ApiEndpoints.InUseCase + "/rounds/{round}/judgements", AccessRule.Voice, ApiScope.Judge, "giveJudgement", GiveAsync)
            .WithSummary("Gives a judgement. Its id is made by the sender: sent again, it changes nothing and is answered alike.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<Ok<ImmutableArray<RoundDocument>>> RoundsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<RoundDocument>>(
    [
        .. (await JudgingStore.Rounds(session, caller.InUseCase.Id)).Where(round => round.State != RoundState.Draft)
            .Select(round => new RoundDocument(round.Id, round.Title, round.Kind.ToString(), round.Criterion, round.Values, round.State.ToString())),
    ]), cancellationToken);

    private static async Task<IResult> TasksAsync(Caller caller, string round, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        RoundRow? row = await database.Read(session => JudgingStore.Round(session, caller.InUseCase.Id, round), cancellationToken);
        if (row is null || row.State == RoundState.Draft)
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
        if (row.State == RoundState.Open && await database.Read(session => TaskPlan.RunsLow(session, row.Id, caller.InSeat.Id), cancellationToken))
            await database.Write(session => TaskPlan.Fill(session, row, caller.InSeat.Id, caller.InSeat.Community, Moment.Of(clock)), cancellationToken);
        return TypedResults.Ok<ImmutableArray<TaskDocument>>(
        [
            .. (row.State == RoundState.Open ? await database.Read(session => JudgingStore.Open(session, row, caller.InSeat.Id), cancellationToken) : [])
                .Select(task => new TaskDocument(task.Id, task.Question, task.Warning, task.Item, task.Texts)),
        ]);
    }

    private static async Task<IResult> GiveAsync(Caller caller, string round, JudgementDocument judgement, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (judgement.Id is null || !AnswerForm.IsId(judgement.Id) || judgement.Task is null || judgement.Comment?.Length > LongestComment || judgement.TookMilliseconds < 0
            || !Enum.TryParse(judgement.Say, out AnswerKind kind) || !Enum.IsDefined(kind) || kind.ToString() != judgement.Say)
        {
            return TypedResults.Problem(
                "id is 32 hexadecimal digits in lower case, task is a task's id, say is Value, Pass or NoOpinion, and a comment has at most 2,000 characters.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        RoundRow? row = await database.Read(session => JudgingStore.Round(session, caller.InUseCase.Id, round), cancellationToken);
        var answer = new Answer(judgement.Id, judgement.Task, kind, kind == AnswerKind.Value ? judgement.Value : null, judgement.Start, judgement.End, kind == AnswerKind.Value ? judgement.Comment ?? "" : "", judgement.TookMilliseconds, 0);
        StoreOutcome outcome = row is null ? StoreOutcome.Unknown : await database.Write(session => JudgementStore.Put(session, row, caller.InSeat.Id, answer, Moment.Of(clock)), cancellationToken);
        return outcome switch
        {
            StoreOutcome.Stored => TypedResults.Ok(new GivenDocument(judgement.Id, judgement.Task)),
            StoreOutcome.Unknown => TypedResults.Problem("There is no such task of this person in this round.", statusCode: StatusCodes.Status404NotFound),
            StoreOutcome.NoAnswer => TypedResults.Problem("The task does not take this answer.", statusCode: StatusCodes.Status422UnprocessableEntity),
            StoreOutcome.Closed => TypedResults.Problem("The round is closed.", statusCode: StatusCodes.Status409Conflict),
            StoreOutcome.TakenBack => TypedResults.Problem("This judgement was taken back.", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.Problem("The task has another answer.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    /// <summary>A round and the answers that it takes, beside passing and no opinion.</summary>
    public sealed record RoundDocument(string Id, string Title, string Kind, string Criterion, ImmutableArray<string> Values, string State);

    /// <summary>One task.</summary>
    public sealed record TaskDocument(string Id, string Question, string Warning, string Item, ImmutableArray<string> Texts);

    /// <summary>A judgement as it is sent.</summary>
    public sealed record JudgementDocument(string? Id, string? Task, string? Say, string? Value, long? Start, long? End, string? Comment, long? TookMilliseconds);

    /// <summary>A judgement that is stored.</summary>
    public sealed record GivenDocument(string Id, string Task);
}
