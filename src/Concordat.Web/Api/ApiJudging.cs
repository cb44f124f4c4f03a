using System.Globalization;
using Concordat.Web.Access;
using Concordat.Web.Features.Judging;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Giving judgements by a program: the rounds, what is asked next, and an answer, which may be sent again as often as needed.</summary>
public static class ApiJudging
{
    private const string Tag = "Judgements";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string judgement = "00112233445566778899aabbccddeeff", task = "c0ffee00c0ffee00c0ffee00c0ffee00";
        routes.ApiGet(ApiEndpoints.InUseCase + "/rounds", AccessRule.AnySeat, ApiScope.Read, "listRounds", RoundsAsync).WithTags(Tag).WithSummary("Rounds that are open or closed.")
            .WithExample(null, new[] { new RoundDocument("b1a2c3d4e5f60718293a4b5c6d7e8f90", "Was it understood?", "Rating", "understood", ["not at all", "half", "wholly"], "Open") });
        routes.ApiGet(ApiEndpoints.InUseCase + "/rounds/{round}/tasks", AccessRule.Voice, ApiScope.Judge, "listTasks", TasksAsync).WithTags(Tag).WithSummary("What the token's person is asked next, in their order. It names no system.")
            .WithExample(null, new[] { new TaskDocument(task, "How far was it understood?", "", "A letter of the tax office.", []) });
        routes.ApiSend(ApiEndpoints.InUseCase + "/rounds/{round}/judgements", AccessRule.Voice, ApiScope.Judge, "giveJudgement", GiveAsync).WithTags(Tag)
            .WithSummary("Gives a judgement. Its id is made by the sender: sent again, it changes nothing and is answered alike.")
            .WithExample(new JudgementDocument(judgement, task, "Value", "wholly"), new GivenDocument(judgement, task));
    }

    private static Task<Ok<ImmutableArray<RoundDocument>>> RoundsAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => TypedResults.Ok<ImmutableArray<RoundDocument>>(
    [
        .. (await JudgingStore.Rounds(session, caller.InUseCase.Id)).Where(round => round.State != RoundState.Draft)
            .Select(round => new RoundDocument(round.Id, round.Title, round.Kind.ToString(), round.Criterion, round.Values, round.State.ToString())),
    ]), cancellationToken);

    private static async Task<Results<Ok<TaskDocument[]>, ProblemHttpResult>> TasksAsync(Caller caller, string round, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        ApiAnswer.Found(await JudgingFeature.Next(caller, round, database, clock, cancellationToken) is { Tasks: var tasks }
            ? tasks.Select(task => new TaskDocument(task.Id, task.Question, task.Warning, task.Item, task.Texts)).ToArray()
            : null);

    private static async Task<Results<Ok<GivenDocument>, ProblemHttpResult>> GiveAsync(Caller caller, string round, JudgementDocument judgement, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Form form = Form.Of(
            ("id", judgement.Id), ("task", judgement.Task), ("say", judgement.Say), ("value", judgement.Value), ("start", judgement.Start?.ToString(CultureInfo.InvariantCulture)),
            ("end", judgement.End?.ToString(CultureInfo.InvariantCulture)), ("comment", judgement.Comment), ("took", judgement.TookMilliseconds?.ToString(CultureInfo.InvariantCulture)));
        (_, StoreOutcome outcome) = await JudgingFeature.Give(caller, round, form, database, clock, cancellationToken);
        return outcome switch
        {
            StoreOutcome.Stored => TypedResults.Ok(new GivenDocument(judgement.Id, judgement.Task)),
            StoreOutcome.NoAnswer => ApiAnswer.Faults(form),
            StoreOutcome.Unknown => TypedResults.Problem("There is no such task of this person in this round.", statusCode: StatusCodes.Status404NotFound),
            StoreOutcome.Closed => ApiAnswer.Conflict("The round is closed."),
            StoreOutcome.TakenBack => ApiAnswer.Conflict("This judgement was taken back."),
            _ => ApiAnswer.Conflict("The task has another answer."),
        };
    }

    /// <summary>A round and the answers that it takes, beside passing and no opinion.</summary>
    public sealed record RoundDocument(string Id, string Title, [property: OneOf<JudgementKind>] string Kind, string Criterion, ImmutableArray<string> Values, [property: OneOf<RoundState>] string State);

    /// <summary>One task.</summary>
    public sealed record TaskDocument(string Id, string Question, string Warning, string Item, ImmutableArray<string> Texts);

    /// <summary>A judgement as it is sent: an id of 32 hexadecimal digits in lower case, the task, and what is said of it. A marked part has its start and end, in UTF-16 units of the text.</summary>
    public sealed record JudgementDocument(
        string Id, string Task, [property: OneOf<AnswerKind>] string Say, string? Value = null, long? Start = null, long? End = null, string? Comment = null, long? TookMilliseconds = null);

    /// <summary>A judgement that is stored.</summary>
    public sealed record GivenDocument(string Id, string Task);
}
