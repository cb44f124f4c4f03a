using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>What pages read of rounds and tasks.</summary>
public static class JudgingStore
{
    public static Task<RoundRow?> Round(Session session, string useCase, string round) =>
        session.One<RoundRow>($"SELECT {RoundRow.Columns} FROM judging_rounds WHERE id = @round AND use_case_id = @useCase", new { useCase, round });

    public static Task<ImmutableArray<RoundRow>> Rounds(Session session, string useCase) =>
        session.All<RoundRow>($"SELECT {RoundRow.Columns} FROM judging_rounds WHERE use_case_id = @useCase ORDER BY created_at, id", new { useCase });

    public static Task<ImmutableArray<FrameRow>> Frames(Session session, string round) =>
        session.All<FrameRow>("SELECT position, name, question FROM judging_frames WHERE round_id = @round ORDER BY position", new { round });

    /// <summary>The open tasks of a seat, as they are shown, in its order.</summary>
    public static async Task<ImmutableArray<TaskView>> Open(Session session, RoundRow round, string seat)
    {
        ImmutableArray<OpenRow> rows = await session.All<OpenRow>(
            """
            SELECT judging_tasks.id, judging_tasks.position, question, text, warning, shown FROM judging_tasks
            JOIN judging_units ON judging_units.round_id = judging_tasks.round_id AND number = unit
            JOIN judging_items ON judging_items.use_case_id = @UseCaseId AND judging_items.id = judging_units.item_id
            JOIN judging_frames ON judging_frames.round_id = judging_tasks.round_id AND judging_frames.name = condition
            WHERE judging_tasks.round_id = @Id AND seat_id = @seat AND state = 'Open' ORDER BY judging_tasks.position
            """, new { round.Id, round.UseCaseId, seat });
        ImmutableArray<ImmutableArray<string>> shown = [.. rows.Select(row => JsonSerializer.Deserialize<ImmutableArray<string>>(row.Shown))];
        var texts = (await session.All<(string Id, string Text)>(
            """
            SELECT id, text FROM judging_responses WHERE use_case_id = @UseCaseId AND item_id IN
                (SELECT judging_units.item_id FROM judging_tasks JOIN judging_units ON judging_units.round_id = judging_tasks.round_id AND number = unit
                 WHERE judging_tasks.round_id = @Id AND seat_id = @seat AND state = 'Open')
            """, new { round.Id, round.UseCaseId, seat })).ToDictionary(pair => pair.Id, pair => pair.Text, StringComparer.Ordinal);
        return [.. rows.Zip(shown, (row, ids) => new TaskView(row.Id, row.Position, row.Question, row.Text, row.Warning, [.. ids.Select(id => texts[id])]))];
    }

    /// <summary>How far a seat is: what it answered, what it may still be asked, and how long its last answers took, newest first.</summary>
    public static async Task<Progress> Progress(Session session, RoundRow round, SeatRow seat, long now)
    {
        object key = new { round.Id, Seat = seat.Id };
        long answered = await session.Count("SELECT count(*) FROM judging_tasks WHERE round_id = @Id AND seat_id = @Seat AND state = 'Answered'", key);
        ImmutableArray<long> took = await session.All<long>(
            """
            SELECT took_milliseconds FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id
            WHERE round_id = @Id AND judgements.seat_id = @Seat AND took_milliseconds IS NOT NULL ORDER BY given_at DESC LIMIT 25
            """, key);
        return new Progress(answered, await TaskPlan.AtMost(session, round, seat.Id, seat.Community, now), took);
    }

    private sealed record OpenRow(string Id, long Position, string Question, string Text, string Warning, string Shown);
}
