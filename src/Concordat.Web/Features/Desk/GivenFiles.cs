using System.Globalization;
using System.Text.Json;
using Concordat.Web.Features.Judging;
using Concordat.Web.Persistence;
using Dapper;

namespace Concordat.Web.Features.Desk;

/// <summary>Writes judgements into an export's files, one item at a time.</summary>
/// <param name="pseudonyms">Of those who take part, by seat.</param>
/// <param name="systems">Response → system.</param>
/// <param name="days">Days since 1970 that may be told.</param>
internal sealed class GivenFiles(Session session, string folder, byte[] key, Dictionary<string, string> pseudonyms, Dictionary<string, string> systems, ImmutableHashSet<long> days, string useCase)
{
    private readonly HashSet<string> _raters = new(StringComparer.Ordinal);

    /// <summary>Pseudonyms of those who gave something.</summary>
    public IReadOnlyCollection<string> Raters => _raters;

    public async Task<ImmutableArray<ImportLine>> Ratings(ImmutableArray<ExportedJudgements.RoundEntry> rounds)
    {
        var imports = ImmutableArray.CreateBuilder<ImportLine>();
        var scales = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<(string Criterion, string ScaleKind, string Levels), ExportedJudgements.RoundEntry> scale in rounds.GroupBy(round => (round.Criterion, round.ScaleKind, round.Levels)))
        {
            bool isSpan = scale.First().Kind == "Span";
            ImmutableArray<string> columns = ["rater", "item", "criterion", "value", "condition", "replicate", "response", "system", "time", "row.order", .. isSpan ? ["row.span_start", "row.span_end", "row.comment"] : Array.Empty<string>()];
            string file = $"ratings-{imports.Count + 1}.csv", criterion = scale.Key.Criterion;
            // A criterion that a later round asked about on another scale is another criterion.
            if (scales.TryGetValue(criterion, out string? other) && other != scale.Key.Levels)
                criterion = $"{criterion}-{scale.First().Id[..8]}";
            bool isWritten = await Write(file, columns, [.. scale.Select(round => round.Id)], (table, item) =>
            {
                var times = new Dictionary<(string, string, string), int>();
                foreach (GivenRow row in item)
                {
                    string? response = row.Responses.FirstOrDefault();
                    int replicate = times[(row.Seat, response ?? "", row.Condition)] = times.GetValueOrDefault((row.Seat, response ?? "", row.Condition), -1) + 1;
                    table.Add(
                    [
                        row.Seat, row.Item, criterion, row.Word, row.Condition, Whole(replicate), response, response is null ? null : systems[response], row.DayIn(days), Whole(row.Position),
                        .. isSpan ? [Whole(row.SpanStart), Whole(row.SpanEnd), row.Comment] : Array.Empty<string?>(),
                    ]);
                }
            });
            if (!isWritten)
                continue;
            scales.TryAdd(scale.Key.Criterion, scale.Key.Levels);
            imports.Add(new ImportLine("ratings-csv", file, [$"scale={(isSpan ? $"nominal:{RoundRow.Marked}|{RoundRow.Nothing}" : Scale(scale.Key.ScaleKind, scale.Key.Levels))}", $"abstentions={Judgements.Pass}|{Judgements.NoOpinion}"]));
        }

        return imports.ToImmutable();
    }

    /// <summary>The best of n is n − 1 choices: it stands beside each of the others in the order in which they were shown.</summary>
    public async Task<ImmutableArray<ImportLine>> Comparisons(ImmutableArray<ExportedJudgements.RoundEntry> rounds)
    {
        var imports = ImmutableArray.CreateBuilder<ImportLine>();
        foreach (IGrouping<string, ExportedJudgements.RoundEntry> criterion in rounds.GroupBy(round => round.Criterion, StringComparer.Ordinal))
        {
            string file = $"comparisons-{imports.Count + 1}.csv";
            ImmutableArray<string> columns = ["rater", "item", "first", "second", "outcome", "condition", "replicate", "time", "row.order", "row.answer", "row.choice", "row.first_response", "row.second_response"];
            bool isWritten = await Write(file, columns, [.. criterion.Select(round => round.Id)], (table, item) =>
            {
                var times = new Dictionary<(string, string, string, string), int>();
                foreach (GivenRow row in item)
                {
                    ImmutableArray<string> shown = row.Responses;
                    string choice = ExportedJudgements.Pseudonym(key, row.Task);
                    foreach ((int first, int second, string outcome) in Pairs(row, shown.Length))
                    {
                        string one = systems[shown[first]], other = systems[shown[second]];
                        if (one == other)
                            continue;
                        var same = (row.Seat, one, other, row.Condition);
                        int replicate = times[same] = times.GetValueOrDefault(same, -1) + 1;
                        table.Add([row.Seat, row.Item, one, other, outcome, row.Condition, Whole(replicate), row.DayIn(days), Whole(row.Position), row.Word, choice, shown[first], shown[second]]);
                    }
                }
            });
            if (isWritten)
                imports.Add(new ImportLine("comparisons-csv", file, ["first=first", "second=second", "tie=tie", "neither=neither", $"abstention={Judgements.Pass}|{Judgements.NoOpinion}"]));
        }

        return imports.ToImmutable();
    }

    private async Task<bool> Write(string file, ImmutableArray<string> columns, string[] rounds, Action<ExportTable, IEnumerable<GivenRow>> item)
    {
        ExportTable? table = null;
        try
        {
            await foreach (GivenRow[] rows in ByItem(rounds))
                item(table ??= new ExportTable(Path.Combine(folder, file), columns), rows);
        }
        finally
        {
            table?.Dispose();
        }

        return table is not null;
    }

    private async IAsyncEnumerable<GivenRow[]> ByItem(string[] rounds)
    {
        var item = new List<GivenRow>();
        // Each by its own name: the stores know lists in different ways.
        var values = new DynamicParameters(new { useCase });
        for (int i = 0; i < rounds.Length; i++)
            values.Add($"round{i}", rounds[i]);
        await foreach (GivenRow row in session.Stream<GivenRow>(
            $"""
            SELECT judging_rounds.id AS round, judging_tasks.id AS task, judging_rounds.kind, judging_units.item_id AS item, judging_tasks.shown, judging_tasks.condition, judgements.seat_id AS seat, judging_tasks.position,
                judgements.answer, judgements.value, judgements.span_start, judgements.span_end, judgements.comment, judgements.given_at
            FROM judging_rounds JOIN judging_units ON judging_units.round_id = judging_rounds.id JOIN judging_items ON judging_items.use_case_id = judging_rounds.use_case_id AND judging_items.id = judging_units.item_id
            JOIN judging_tasks ON judging_tasks.round_id = judging_units.round_id AND judging_tasks.unit = judging_units.number JOIN judgements ON judgements.task_id = judging_tasks.id
            WHERE judging_rounds.use_case_id = @useCase AND judging_rounds.id IN ({string.Join(", ", rounds.Select((_, i) => $"@round{i}"))}) ORDER BY judging_items.position, judging_items.id
            """, values).WithCancellation(session.CancellationToken))
        {
            if (!pseudonyms.TryGetValue(row.Seat, out string? pseudonym))
                continue;
            if (item.Count > 0 && item[0].Item != row.Item)
            {
                yield return Ordered(item);
                item.Clear();
            }

            _raters.Add(pseudonym);
            item.Add(row with { Seat = pseudonym });
        }

        if (item.Count > 0)
            yield return Ordered(item);
    }

    private static GivenRow[] Ordered(List<GivenRow> item) =>
        [.. item.OrderBy(row => row.Round, StringComparer.Ordinal).ThenBy(row => row.Shown, StringComparer.Ordinal).ThenBy(row => row.Seat, StringComparer.Ordinal).ThenBy(row => row.Position)];

    private static IEnumerable<(int First, int Second, string Outcome)> Pairs(GivenRow row, int shown)
    {
        if (!int.TryParse(row.Word, NumberStyles.None, CultureInfo.InvariantCulture, out int chosen))
            return Enumerable.Range(1, Math.Max(0, shown - 1)).Select(other => (0, other, row.Word));
        return Enumerable.Range(0, shown).Where(other => other != chosen - 1).Select(other => other < chosen - 1 ? (other, chosen - 1, "second") : (chosen - 1, other, "first"));
    }

    private static string Scale(string kind, string levels)
    {
        ImmutableArray<string> names = JsonSerializer.Deserialize<ImmutableArray<string>>(levels);
        if (kind == "Nominal")
            return "nominal:" + string.Join('|', names);
        // Levels that are numbers count as these numbers, others by their place.
        bool areNumbers = names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number));
        return "ordinal:" + string.Join('|', names.Select((name, i) => $"{name}={(areNumbers ? name : Whole(i + 1))}"));
    }

    private static string? Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
