namespace Concordat.Web.Features.Judging;

/// <summary>A task as stored: one unit, asked of one seat under one condition.</summary>
/// <param name="First">1 where the unit is new to the seat.</param>
/// <param name="Shown">Ids of the responses in the order in which they are shown, as JSON.</param>
public sealed record TaskRow(string Id, long Position, long Unit, string Condition, long Replicate, long First, string Shown, TaskState State)
{
    public const string Columns =
        "judging_tasks.id, judging_tasks.position, judging_tasks.unit, judging_tasks.condition, judging_tasks.replicate, judging_tasks.is_first AS first, judging_tasks.shown, judging_tasks.state";
}
