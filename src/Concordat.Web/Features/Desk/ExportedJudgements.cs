using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Formats.Text;
using Concordat.Web.Access;
using Concordat.Web.Features.Judging;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Turns what people gave into the files of an export. Only those who take part are in it, under a pseudonym of the export, which the record does not know.</summary>
internal static class ExportedJudgements
{
    private const string RatersFile = "raters.csv", ItemsFile = "items.csv";

    /// <summary>The export as it stands now.</summary>
    public static async Task<EvidenceExport> Read(Database database, UseCaseRow useCase, CancellationToken cancellationToken)
    {
        byte[] key = await Key(database, useCase.Id, cancellationToken);
        return await database.Read(async session =>
        {
            ImmutableArray<GivenRow> all = await session.All<GivenRow>(
                """
                SELECT judging_rounds.id AS round, judging_tasks.id AS task, judging_rounds.kind, judging_rounds.criterion, judging_rounds.scale_kind, judging_rounds.levels, judging_units.item_id AS item, judging_tasks.shown,
                    judging_tasks.condition, judgements.seat_id AS seat, judgements.answer, judgements.value, judgements.span_start, judgements.span_end, judgements.comment, judgements.given_at
                FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id JOIN judging_rounds ON judging_rounds.id = judging_tasks.round_id
                JOIN judging_units ON judging_units.round_id = judging_tasks.round_id AND judging_units.number = judging_tasks.unit JOIN seats ON seats.id = judgements.seat_id
                WHERE judging_rounds.use_case_id = @Id AND seats.takes_part = 1
                """, new { useCase.Id });
            // By what was judged, then by pseudonym: the rows' order tells nothing of who came when.
            GivenRow[] judgements = [.. all.Select(row => row with { Seat = Pseudonym(key, row.Seat) }).OrderBy(row => row.Criterion, StringComparer.Ordinal).ThenBy(row => row.Round, StringComparer.Ordinal)
                .ThenBy(row => row.Item, StringComparer.Ordinal).ThenBy(row => row.Shown, StringComparer.Ordinal).ThenBy(row => row.Seat, StringComparer.Ordinal).ThenBy(row => row.GivenAt)];
            // A day on which few people judged would tell who came on it, and with whom.
            ImmutableHashSet<string?> days = [.. judgements.GroupBy(row => row.Day).Where(day => day.Select(row => row.Seat).Distinct(StringComparer.Ordinal).Count() >= useCase.MinimumCell).Select(day => day.Key)];
            judgements = [.. judgements.Select(row => days.Contains(row.Day) ? row : row with { GivenAt = null })];
            ImmutableDictionary<string, ResponseRow> responses = (await session.All<ResponseRow>(
                """
                SELECT judging_responses.id, judging_responses.item_id AS item, judging_responses.system, judging_responses.sample, judging_responses.text, judging_items.text AS prompt
                FROM judging_responses JOIN judging_items ON judging_items.use_case_id = judging_responses.use_case_id AND judging_items.id = judging_responses.item_id
                WHERE judging_responses.use_case_id = @Id ORDER BY judging_responses.id
                """, new { useCase.Id })).ToImmutableDictionary(row => row.Id, StringComparer.Ordinal);
            var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
            var imports = ImmutableArray.CreateBuilder<ImportLine>();
            ImmutableArray<(string Item, string Text)> items = await session.All<(string, string)>(
                """
                SELECT id, text FROM judging_items WHERE use_case_id = @Id AND id IN
                    (SELECT judging_units.item_id FROM judging_units JOIN judging_rounds ON judging_rounds.id = judging_units.round_id WHERE judging_rounds.use_case_id = @Id) ORDER BY id
                """, new { useCase.Id });
            files[ItemsFile] = Table(["item", "prompt"], items.Select(item => (string?[])[item.Item, item.Text]));
            bool isDescribed = await AddRaters(session, useCase, key, judgements, files);
            ImmutableArray<string> settings = ["defused=true", $"items={ItemsFile}", .. isDescribed ? [$"raters={RatersFile}"] : Array.Empty<string>()];
            if (!responses.IsEmpty)
            {
                files["responses.jsonl"] = Encoding.UTF8.GetBytes(string.Concat(responses.Values.OrderBy(row => row.Id, StringComparer.Ordinal).Select(row =>
                    JsonSerializer.Serialize(new { response = row.Id, row.System, row.Item, row.Sample, row.Text, row.Prompt }, JsonSerializerOptions.Web) + "\n")));
                imports.Add(new ImportLine("responses-jsonl", "responses.jsonl", []));
            }

            AddRatings([.. judgements.Where(row => row.Kind is "Rating" or "Span")], responses, settings, files, imports);
            AddComparisons(key, [.. judgements.Where(row => row.Kind is "Pairwise" or "BestOf")], responses, settings, files, imports);
            return new EvidenceExport(imports.ToImmutable(), files.ToImmutable(), await StoredImports.Read(session, useCase.Id));
        }, cancellationToken);
    }

    /// <summary>What a seat is called in exports of its use case: always the same, and nothing that stands in the record.</summary>
    public static string Pseudonym(byte[] key, string seat) => "r" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(seat)))[..20];

    public static async Task<byte[]> Key(Database database, string useCase, CancellationToken cancellationToken) =>
        await database.Read(session => session.One<byte[]>("SELECT key FROM export_keys WHERE use_case_id = @useCase", new { useCase }), cancellationToken)
        ?? await database.Write(async session =>
        {
            await session.Execute("INSERT INTO export_keys (use_case_id, key) VALUES (@useCase, @Key) ON CONFLICT (use_case_id) DO NOTHING", new { useCase, Key = RandomNumberGenerator.GetBytes(32) });
            return await session.One<byte[]>("SELECT key FROM export_keys WHERE use_case_id = @useCase", new { useCase }) ?? throw new InvalidOperationException("a key was stored and is not there");
        }, cancellationToken);

    private static async Task<bool> AddRaters(Session session, UseCaseRow useCase, byte[] key, GivenRow[] judgements, IDictionary<string, byte[]> files)
    {
        ImmutableArray<string> attributes = ["community", .. await session.All<string>("SELECT attribute FROM description_questions WHERE use_case_id = @Id AND attribute <> 'community' ORDER BY position", new { useCase.Id })];
        ImmutableArray<(string Seat, string Attribute, string Level)> answers = await session.All<(string, string, string)>(
            """
            SELECT seats.id, description_questions.attribute, description_answers.answer FROM description_answers
            JOIN seats ON seats.id = description_answers.seat_id JOIN description_questions ON description_questions.id = description_answers.question_id
            WHERE seats.use_case_id = @Id AND seats.takes_part = 1 AND description_answers.answer IS NOT NULL AND description_questions.attribute <> 'community'
            UNION ALL SELECT seats.id, 'community', seats.community FROM seats WHERE seats.use_case_id = @Id AND seats.takes_part = 1 AND seats.community <> ''
            """, new { useCase.Id });
        var levels = answers.ToDictionary(answer => (Pseudonym(key, answer.Seat), answer.Attribute), answer => answer.Level);
        string[] raters = [.. judgements.Select(row => row.Seat).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImmutableArray<ImmutableArray<string?>> shown = DescribedGroups.Suppress(
            [.. raters.Select(rater => attributes.Select(attribute => levels.GetValueOrDefault((rater, attribute))).ToImmutableArray())], (int)useCase.MinimumCell);
        ImmutableArray<int> told = [.. Enumerable.Range(0, attributes.Length).Where(attribute => shown.Any(rater => rater[attribute] is not null))];
        if (told.IsEmpty)
            return false;
        files[RatersFile] = Table(["rater", .. told.Select(attribute => attributes[attribute])], raters.Select((rater, i) => (string?[])[rater, .. told.Select(attribute => shown[i][attribute])]));
        return true;
    }

    private static void AddRatings(
        GivenRow[] judgements, ImmutableDictionary<string, ResponseRow> responses, ImmutableArray<string> settings, IDictionary<string, byte[]> files, ImmutableArray<ImportLine>.Builder imports)
    {
        int number = 0;
        var scales = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<(string Criterion, string ScaleKind, string Levels), GivenRow> scale in judgements.GroupBy(row => (row.Criterion, row.ScaleKind, Levels: row.Kind == "Span" ? "" : row.Levels)))
        {
            // A criterion that a later round asked about on another scale is another criterion.
            string criterion = scales.TryAdd(scale.Key.Criterion, scale.Key.Levels) ? scale.Key.Criterion : $"{scale.Key.Criterion}-{scale.First().Round[..8]}", file = $"ratings-{++number}.csv";
            var times = new Dictionary<(string, string, string, string), int>();
            bool isSpan = scale.First().Kind == "Span";
            ImmutableArray<string> spans = isSpan ? ["row.span_start", "row.span_end", "row.comment"] : [];
            files[file] = Table(["rater", "item", "criterion", "value", "condition", "replicate", "response", "system", "time", .. spans], scale.Select(row =>
            {
                string? response = row.Responses.FirstOrDefault();
                int replicate = times[(row.Seat, row.Item, response ?? "", row.Condition)] = times.GetValueOrDefault((row.Seat, row.Item, response ?? "", row.Condition), -1) + 1;
                return (string?[])[row.Seat, row.Item, criterion, row.Word, row.Condition, Whole(replicate), response, response is null ? null : responses[response].System, row.Day, .. isSpan ? [Whole(row.SpanStart), Whole(row.SpanEnd), row.Comment] : Array.Empty<string?>()];
            }));
            imports.Add(new ImportLine("ratings-csv", file, [.. settings, $"scale={(isSpan ? $"nominal:{RoundRow.Marked}|{RoundRow.Nothing}" : Scale(scale.Key.ScaleKind, scale.Key.Levels))}", $"abstentions={Judgements.Pass}|{Judgements.NoOpinion}"]));
        }
    }

    // The best of n is n − 1 choices: it stands beside each of the others in the order in which they were shown.
    private static void AddComparisons(
        byte[] key, GivenRow[] judgements, ImmutableDictionary<string, ResponseRow> responses, ImmutableArray<string> settings, IDictionary<string, byte[]> files, ImmutableArray<ImportLine>.Builder imports)
    {
        int number = 0;
        foreach (IGrouping<string, GivenRow> criterion in judgements.GroupBy(row => row.Criterion, StringComparer.Ordinal))
        {
            var rows = new List<string?[]>();
            var times = new Dictionary<(string, string, string, string, string), int>();
            foreach (GivenRow row in criterion)
            {
                ImmutableArray<string> shown = row.Responses;
                foreach ((int first, int second, string outcome) in Pairs(row, shown.Length))
                {
                    string one = responses[shown[first]].System, other = responses[shown[second]].System;
                    if (one == other)
                        continue;
                    var same = (row.Seat, row.Item, one, other, row.Condition);
                    int replicate = times[same] = times.GetValueOrDefault(same, -1) + 1;
                    rows.Add([row.Seat, row.Item, one, other, outcome, row.Condition, Whole(replicate), row.Day, Pseudonym(key, row.Task), shown[first], shown[second]]);
                }
            }

            if (rows.Count == 0)
                continue;
            string file = $"comparisons-{++number}.csv";
            files[file] = Table(["rater", "item", "first", "second", "outcome", "condition", "replicate", "time", "row.choice", "row.first_response", "row.second_response"], rows);
            imports.Add(new ImportLine("comparisons-csv", file, [.. settings, "first=first", "second=second", "tie=tie", "neither=neither", $"abstention={Judgements.Pass}|{Judgements.NoOpinion}"]));
        }
    }

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

    private static byte[] Table(ImmutableArray<string> columns, IEnumerable<string?[]> rows)
    {
        var text = new StringBuilder(string.Join(',', columns)).Append('\n');
        foreach (string?[] row in rows)
            text.AppendJoin(',', row.Select(cell => Quoted(DefusedField.Of(cell ?? "")))).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record ResponseRow(string Id, string Item, string System, long Sample, string Text, string Prompt);

    private sealed record GivenRow(
        string Round, string Task, string Kind, string Criterion, string ScaleKind, string Levels, string Item, string Shown, string Condition, string Seat, string Answer, string? Value, long? SpanStart, long? SpanEnd, string Comment, long? GivenAt)
    {
        public ImmutableArray<string> Responses => JsonSerializer.Deserialize<ImmutableArray<string>>(Shown);

        public string Word => Answer == "Pass" ? Judgements.Pass : Answer == "NoOpinion" ? Judgements.NoOpinion : Value!;

        // The hour would tell someone's habits; the day is what drift is seen by.
        public string? Day => GivenAt is { } at ? Moment.Time(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }
}
