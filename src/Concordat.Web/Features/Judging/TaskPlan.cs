using System.Globalization;
using System.Text.Json;
using Concordat.Estimators.Planning;
using Concordat.Numerics.Sampling;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Says what one seat is asked next, so that the panel's plan fills: units that its group has judged least, and again some of what it has answered.</summary>
/// <remarks>
/// A task that stays open for an hour no longer counts as coverage, so that who leaves holds nothing up; who comes back later is asked what is still wanted of it, and no more.
/// What people gave who withdrew covers nothing. Orders and frames are drawn from the round's seed and the seat, and stored with the task.
/// </remarks>
public static class TaskPlan
{
    /// <summary>Tasks that a page carries, so that a lost connection does not stop anyone at once.</summary>
    public const int Ahead = 20;

    private const int LowWater = 8;
    private const long HoldMicroseconds = 3_600_000_000;

    /// <summary>Whether so few tasks are open, those aside that were left for an hour, that more are to be planned.</summary>
    public static async Task<bool> RunsLow(Session session, string round, string seat, long now) =>
        await session.Count(
            "SELECT count(*) FROM judging_tasks WHERE round_id = @round AND seat_id = @seat AND state = 'Open' AND assigned_at > @Since", new { round, seat, Since = now - HoldMicroseconds }) <= LowWater;

    /// <summary>How many tasks may still come to a seat, at most: those that are open, what the plan still wants of its group, and the share asked again.</summary>
    public static async Task<long> AtMost(Session session, RoundRow round, string seat, string community, long now)
    {
        if (round.State != RoundState.Open)
            return 0;
        ImmutableArray<TaskRow> mine = await session.All<TaskRow>($"SELECT {TaskRow.Columns} FROM judging_tasks WHERE round_id = @Id AND seat_id = @seat", new { round.Id, seat });
        long answered = mine.Count(task => task.State == TaskState.Answered), open = mine.Count(task => task.State == TaskState.Open), first = mine.Count(task => task.First == 1 && task.State != TaskState.Skipped);
        long wanted = first + (await NewUnits(session, round, await GroupOf(session, round, seat, community), mine, int.MaxValue, 0, now)).Length;
        return Math.Max(open, Math.Min(round.PerSeat, wanted * 100 / (100 - round.AgainPercent)) - answered);
    }

    /// <summary>Plans further tasks where few are open. Runs inside the transaction that it is given.</summary>
    public static async Task Fill(Session session, RoundRow round, string seat, string community, long now)
    {
        // One plan at a time: many who come at once would all be given what none of them has been given yet.
        await session.Execute("UPDATE judging_rounds SET state = state WHERE id = @Id", new { round.Id });
        await Renew(session, round, seat, now);
        ImmutableArray<TaskRow> mine = await session.All<TaskRow>($"SELECT {TaskRow.Columns} FROM judging_tasks WHERE round_id = @Id AND seat_id = @seat ORDER BY position", new { round.Id, seat });
        int open = mine.Count(task => task.State == TaskState.Open), asked = mine.Count(task => task.State != TaskState.Skipped);
        int wanted = (int)Math.Min(Ahead - open, round.PerSeat - asked);
        if (open > LowWater || wanted <= 0)
            return;
        ImmutableArray<FrameRow> frames = await JudgingStore.Frames(session, round.Id);
        string group = await GroupOf(session, round, seat, community);
        ulong seed = Xoshiro.DeriveSeed((ulong)round.Seed, ulong.Parse(seat.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        long position = mine.IsEmpty ? 0 : mine[^1].Position + 1;
        var random = Xoshiro.Derive(seed, (ulong)position);

        int again = (int)(round.AgainPercent * (asked + wanted) / 100) - mine.Count(task => task.First == 0 && task.State != TaskState.Skipped);
        var next = new List<(long Unit, string Condition, long Replicate, bool IsFirst)>();
        foreach ((long unit, string condition) in await AskAgain.Choose(session, round, seat, mine, Math.Min(again, wanted)))
            next.Add((unit, condition, mine.Count(task => task.Unit == unit && task.Condition == condition), false));
        foreach (int unit in await NewUnits(session, round, group, mine, wanted - next.Count, seed, now))
            next.Add((unit, frames[random.NextInt(frames.Length)].Name, 0, true));
        (long, string, long, bool)[] order = [.. next];
        random.Shuffle(order.AsSpan());

        foreach ((long unit, string condition, long replicate, bool isFirst) in order)
        {
            string[] shown = JsonSerializer.Deserialize<string[]>(await session.One<string>("SELECT responses FROM judging_units WHERE round_id = @Id AND number = @unit", new { round.Id, unit }) ?? "[]")!;
            random.Shuffle(shown.AsSpan());
            await session.Execute(
                """
                INSERT INTO judging_tasks (id, round_id, seat_id, position, unit, condition, replicate, is_first, shown, group_name, state, assigned_at)
                VALUES (@Id, @Round, @seat, @position, @unit, @condition, @replicate, @First, @Shown, @group, 'Open', @now)
                """, new { Id = Chance.Id(), Round = round.Id, seat, position, unit, condition, replicate, First = isFirst ? 1 : 0, Shown = JsonSerializer.Serialize(shown), group, now });
            position++;
        }
    }

    // An answer that is still on its way to a task given up here is taken all the same: nothing that was given is lost.
    private static async Task Renew(Session session, RoundRow round, string seat, long now)
    {
        object key = new { round.Id, round.PerItem, seat, now, Since = now - HoldMicroseconds };
        await session.Execute(
            $"""
            UPDATE judging_tasks SET state = 'Skipped' WHERE round_id = @Id AND seat_id = @seat AND state = 'Open' AND is_first = 1 AND assigned_at <= @Since
                AND (SELECT count(*) FROM judging_tasks AS others JOIN seats ON seats.id = others.seat_id
                     WHERE others.round_id = judging_tasks.round_id AND others.group_name = judging_tasks.group_name AND others.unit = judging_tasks.unit AND {Covers("others")})
                    >= coalesce((SELECT per_item FROM judging_quotas WHERE judging_quotas.round_id = judging_tasks.round_id AND judging_quotas.group_name = judging_tasks.group_name), @PerItem)
            """, key);
        await session.Execute("UPDATE judging_tasks SET assigned_at = @now WHERE round_id = @Id AND seat_id = @seat AND state = 'Open' AND assigned_at <= @Since", key);
    }

    private static string Covers(string tasks) =>
        $"seats.takes_part = 1 AND {tasks}.is_first = 1 AND ({tasks}.state = 'Answered' OR ({tasks}.state = 'Open' AND {tasks}.assigned_at > @Since))";

    /// <summary>The group that a seat counts for: one of the round's quotas, or none.</summary>
    private static async Task<string> GroupOf(Session session, RoundRow round, string seat, string community) => round.GroupAttribute switch
    {
        "" => "",
        "community" => community,
        string attribute => await session.One<string>(
            "SELECT answer FROM description_answers JOIN description_questions ON description_questions.id = question_id WHERE seat_id = @seat AND attribute = @attribute AND use_case_id = @UseCaseId",
            new { seat, attribute, round.UseCaseId }) ?? "",
    };

    private static async Task<ImmutableArray<int>> NewUnits(Session session, RoundRow round, string group, ImmutableArray<TaskRow> mine, int count, ulong seed, long now)
    {
        if (count <= 0)
            return [];
        var coverage = new int[await session.Count("SELECT count(*) FROM judging_units WHERE round_id = @Id", new { round.Id })];
        ImmutableArray<(long Unit, long Askings)> rows = await session.All<(long, long)>(
            $"SELECT unit, count(*) FROM judging_tasks JOIN seats ON seats.id = seat_id WHERE round_id = @Id AND group_name = @group AND {Covers("judging_tasks")} GROUP BY unit", new { round.Id, group, Since = now - HoldMicroseconds });
        foreach ((long unit, long askings) in rows)
            coverage[unit] = (int)askings;
        var isDone = new bool[coverage.Length];
        foreach (TaskRow task in mine)
            isDone[task.Unit] = true;
        long perItem = await session.One<long?>("SELECT per_item FROM judging_quotas WHERE round_id = @Id AND group_name = @group", new { round.Id, group }) ?? round.PerItem;
        return AssignmentPlanner.For(coverage, (int)perItem, isDone, count, seed);
    }
}
