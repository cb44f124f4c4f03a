using System.Globalization;
using System.Text.Json;
using Concordat.Estimators.Decomposition;
using Concordat.Evidence;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Which of someone's answers to ask for again, in the same frame or in another, by <see cref="ReaskPlan"/>: what tells held answers from drawn and from framed ones.</summary>
internal static class AskAgain
{
    // A third answer tells a slip from a second opinion; a fourth tells hardly more.
    private const int MostAskings = 3;

    public static async Task<ImmutableArray<(long Unit, string Condition)>> Choose(Session session, RoundRow round, string seat, ImmutableArray<TaskRow> mine, int count)
    {
        if (count <= 0 || mine.IsEmpty || round.Kind == JudgementKind.Span)
            return [];
        long last = mine[^1].Position;
        var ripe = mine.GroupBy(task => task.Unit)
            .Where(asked => asked.Count() < MostAskings && asked.All(task => task.State == TaskState.Answered) && asked.Max(task => task.Position) <= last - round.AgainAfter)
            .Select(asked => asked.Key).ToHashSet();
        if (ripe.Count == 0)
            return [];
        ImmutableDictionary<string, string> values = (await session.All<(string Task, string Value)>(
            "SELECT task_id, value FROM judgements JOIN judging_tasks ON judging_tasks.id = task_id WHERE round_id = @Id AND judgements.seat_id = @seat AND answer = 'Value'", new { round.Id, seat }))
            .ToImmutableDictionary(pair => pair.Task, pair => pair.Value, StringComparer.Ordinal);
        var builder = new EvidenceBuilder();
        int criterion = builder.Criterion(round.Criterion, Scale.Of(ScaleKind.Nominal, [.. round.Values.Select(value => new ScaleLevel(value, null, false))]));
        int rater = builder.Raters.Code(seat);
        foreach (TaskRow task in mine.Where(task => ripe.Contains(task.Unit) && values.ContainsKey(task.Id)))
        {
            int item = builder.Items.Code(task.Unit.ToString("D9", CultureInfo.InvariantCulture));
            builder.AddRating(rater, item, criterion, round.Values.IndexOf(InUnit(round, task, values[task.Id])), builder.Conditions.Code(task.Condition), (int)task.Replicate);
        }

        return AnswerPanel.Select(builder.Build(), round.Criterion, out _) is { } panel
            ? [.. ReaskPlan.Make(panel, null, count).Select(pair => (long.Parse(pair.Item, CultureInfo.InvariantCulture), pair.Condition))]
            : [];
    }

    // The same choice shown in another order is the same answer: places are turned back to those among the sorted ids.
    private static string InUnit(RoundRow round, TaskRow task, string value)
    {
        if (round.Kind is JudgementKind.Rating || value is RoundRow.Tie or RoundRow.Neither)
            return value;
        ImmutableArray<string> shown = JsonSerializer.Deserialize<ImmutableArray<string>>(task.Shown);
        return $"{shown.Sort(StringComparer.Ordinal).IndexOf(shown[int.Parse(value, CultureInfo.InvariantCulture) - 1]) + 1}";
    }
}
