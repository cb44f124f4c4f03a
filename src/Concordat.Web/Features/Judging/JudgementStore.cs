using System.Text.Json;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Puts judgements into the store, each once however often it arrives, and takes them back.</summary>
public static class JudgementStore
{
    /// <summary>Stores a judgement. Called again with the same one it changes nothing and says the same.</summary>
    public static async Task<StoreOutcome> Put(Session session, RoundRow round, string seat, Answer answer, long now)
    {
        object key = new { answer.Id, answer.Task, seat, Round = round.Id };
        if (await session.One<TaskRow>($"SELECT {TaskRow.Columns} FROM judging_tasks WHERE id = @Task AND seat_id = @seat AND round_id = @Round", key) is not { } task)
            return StoreOutcome.Unknown;
        if (await session.Count("SELECT count(*) FROM judgements_undone WHERE id = @Id AND seat_id = @seat", key) > 0)
            return StoreOutcome.TakenBack;
        if (!round.Values.Contains(answer.Value ?? round.Values[0]) || (answer.Kind == AnswerKind.Value) != (answer.Value is not null) || !await IsWithin(session, round, task, answer))
            return StoreOutcome.NoAnswer;
        long given = now - (answer.AgoMilliseconds * 1000);
        if (round.State == RoundState.Draft || (round.State == RoundState.Closed && !(given <= round.ClosedAt)))
            return StoreOutcome.Closed;
        bool isMarked = answer.Value == RoundRow.Marked;
        int stored = await session.Execute(
            """
            INSERT INTO judgements (id, task_id, seat_id, answer, value, span_start, span_end, comment, took_milliseconds, given_at, received_at)
            VALUES (@Id, @Task, @seat, @Kind, @Value, @Start, @End, @Comment, @TookMilliseconds, @given, @now) ON CONFLICT DO NOTHING
            """,
            new
            {
                answer.Id,
                answer.Task,
                seat,
                Kind = answer.Kind.ToString(),
                answer.Value,
                Start = isMarked ? answer.Start : null,
                End = isMarked ? answer.End : null,
                answer.Comment,
                answer.TookMilliseconds,
                given,
                now,
            });
        if (stored == 0)
            return await session.Count("SELECT count(*) FROM judgements WHERE id = @Id AND task_id = @Task AND seat_id = @seat", key) == 1 ? StoreOutcome.Stored : StoreOutcome.AnsweredOtherwise;
        await session.Execute("UPDATE judging_tasks SET state = 'Answered' WHERE id = @Task", key);
        return StoreOutcome.Stored;
    }

    /// <summary>Takes a judgement back; its task is open again. One that has not arrived yet will not be stored when it does.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> TakeBack(Session session, RoundRow round, string seat, string id, long now)
    {
        object key = new { id, seat, now, Round = round.Id };
        if (await session.Count("SELECT count(*) FROM judgements WHERE id = @id AND NOT (seat_id = @seat AND task_id IN (SELECT judging_tasks.id FROM judging_tasks WHERE round_id = @Round))", key) > 0)
            return false;
        await session.Execute("INSERT INTO judgements_undone (id, seat_id, at) VALUES (@id, @seat, @now) ON CONFLICT DO NOTHING", key);
        await session.Execute("UPDATE judging_tasks SET state = 'Open' WHERE id IN (SELECT task_id FROM judgements WHERE judgements.id = @id AND judgements.seat_id = @seat)", key);
        return await session.Execute("DELETE FROM judgements WHERE id = @id AND seat_id = @seat", key) == 1;
    }

    /// <summary>The judgement that a seat gave last in a round; null where there is none.</summary>
    public static Task<string?> Last(Session session, RoundRow round, string seat) => session.One<string>(
        """
        SELECT judgements.id FROM judgements JOIN judging_tasks ON judging_tasks.id = task_id
        WHERE round_id = @Id AND judgements.seat_id = @seat ORDER BY given_at DESC, position DESC LIMIT 1
        """, new { round.Id, seat });

    // A marked part lies inside the text and says something.
    private static async Task<bool> IsWithin(Session session, RoundRow round, TaskRow task, Answer answer)
    {
        if (answer.Value != RoundRow.Marked)
            return true;
        string? response = JsonSerializer.Deserialize<ImmutableArray<string>>(task.Shown).FirstOrDefault();
        string text = response is not null
            ? await session.One<string>("SELECT text FROM judging_responses WHERE use_case_id = @UseCaseId AND id = @response", new { round.UseCaseId, response }) ?? ""
            : await session.One<string>(
                "SELECT text FROM judging_items JOIN judging_units ON item_id = judging_items.id WHERE use_case_id = @UseCaseId AND round_id = @Id AND number = @Unit",
                new { round.UseCaseId, round.Id, task.Unit }) ?? "";
        return answer is { Start: >= 0, Comment.Length: > 0 } && answer.Start < answer.End && answer.End <= text.Length;
    }
}
