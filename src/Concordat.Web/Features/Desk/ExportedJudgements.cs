using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Turns what people gave into the files of an export. Only those who take part are in it, under a pseudonym of the export, which the record does not know.</summary>
/// <remarks>
/// Everything is of one moment. Judgements are read and written item by item, so that memory grows with people and items and not with judgements; within an item they stand by pseudonym, so
/// that the rows' order tells nothing of who came when. A rating is a row of ratings; a marked part is a rating whose row carries the part and the comment; a choice between two is a
/// comparison of their systems. The best of n becomes n − 1 comparisons, of the chosen one with each other, that share their <c>choice</c>; an answer without a choice becomes abstentions
/// between the first shown and each other. Passing and having no opinion are different words in the column <c>answer</c>, and both abstentions.
/// </remarks>
internal static class ExportedJudgements
{
    private const string RatersFile = "raters.csv", ItemsFile = "items.csv", ResponsesFile = "responses.jsonl";

    /// <summary>Writes the export as it stands now into an empty folder.</summary>
    public static async Task<EvidenceExport> Write(Database database, UseCaseRow useCase, string folder, CancellationToken cancellationToken)
    {
        byte[] key = await Key(database, useCase.Id, cancellationToken);
        return await database.ReadMoment(async session =>
        {
            var pseudonyms = (await session.All<string>("SELECT id FROM seats WHERE use_case_id = @Id AND takes_part = 1", new { useCase.Id })).ToDictionary(seat => seat, seat => Pseudonym(key, seat), StringComparer.Ordinal);
            Dictionary<string, string> systems = await Responses(session, useCase, folder);
            await Items(session, useCase, folder);
            ImmutableArray<RoundEntry> rounds = [.. (await session.All<RoundEntry>("SELECT id, kind, criterion, scale_kind, CASE WHEN kind = 'Span' THEN '' ELSE levels END AS levels FROM judging_rounds WHERE use_case_id = @Id", new { useCase.Id }))
                .OrderBy(round => round.Criterion, StringComparer.Ordinal).ThenBy(round => round.Id, StringComparer.Ordinal)];
            // A day on which few people judged would tell who came on it, and with whom.
            ImmutableHashSet<long> days = [.. await session.All<long>(
                $"""
                SELECT judgements.given_at / {GivenRow.Day} AS day FROM judgements JOIN seats ON seats.id = judgements.seat_id WHERE seats.use_case_id = @Id AND seats.takes_part = 1
                GROUP BY judgements.given_at / {GivenRow.Day} HAVING count(DISTINCT judgements.seat_id) >= @MinimumCell
                """, new { useCase.Id, useCase.MinimumCell })];
            var given = new GivenFiles(session, folder, key, pseudonyms, systems, days, useCase.Id);
            ImmutableArray<ImportLine> ratings = await given.Ratings(rounds.RemoveAll(round => round.Kind is "Pairwise" or "BestOf")), comparisons = await given.Comparisons(rounds.RemoveAll(round => round.Kind is "Rating" or "Span"));
            ImmutableArray<string> settings = ["defused=true", $"items={ItemsFile}", .. await Raters(session, useCase, key, given.Raters, folder) ? [$"raters={RatersFile}"] : Array.Empty<string>()];
            await StoredImports.Write(session, useCase.Id, folder);
            return new EvidenceExport(folder,
            [
                .. systems.Count > 0 ? [new ImportLine("responses-jsonl", ResponsesFile, [])] : Array.Empty<ImportLine>(),
                .. ratings.AddRange(comparisons).Select(line => line with { Settings = settings.AddRange(line.Settings) }),
            ]);
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

    private static async Task<Dictionary<string, string>> Responses(Session session, UseCaseRow useCase, string folder)
    {
        var systems = new Dictionary<string, string>(StringComparer.Ordinal);
        StreamWriter? writer = null;
        try
        {
            await foreach (ResponseRow row in session.Stream<ResponseRow>(
                """
                SELECT judging_responses.id, judging_responses.item_id AS item, judging_responses.system, judging_responses.sample, judging_responses.text, judging_items.text AS prompt
                FROM judging_responses JOIN judging_items ON judging_items.use_case_id = judging_responses.use_case_id AND judging_items.id = judging_responses.item_id
                WHERE judging_responses.use_case_id = @Id ORDER BY judging_items.position, judging_items.id, judging_responses.id
                """, new { useCase.Id }).WithCancellation(session.CancellationToken))
            {
                writer ??= new StreamWriter(Path.Combine(folder, ResponsesFile), false, new UTF8Encoding(false));
                await writer.WriteAsync(JsonSerializer.Serialize(new { response = row.Id, row.System, row.Item, row.Sample, row.Text, row.Prompt }, JsonSerializerOptions.Web) + "\n");
                systems.Add(row.Id, row.System);
            }
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }

        return systems;
    }

    private static async Task Items(Session session, UseCaseRow useCase, string folder)
    {
        using var table = new ExportTable(Path.Combine(folder, ItemsFile), ["item", "prompt"]);
        await foreach ((string item, string text) in session.Stream<(string, string)>(
            """
            SELECT id, text FROM judging_items WHERE use_case_id = @Id AND id IN
                (SELECT judging_units.item_id FROM judging_units JOIN judging_rounds ON judging_rounds.id = judging_units.round_id WHERE judging_rounds.use_case_id = @Id) ORDER BY position, id
            """, new { useCase.Id }).WithCancellation(session.CancellationToken))
            table.Add([item, text]);
    }

    private static async Task<bool> Raters(Session session, UseCaseRow useCase, byte[] key, IReadOnlyCollection<string> given, string folder)
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
        string[] raters = [.. given.Order(StringComparer.Ordinal)];
        ImmutableArray<ImmutableArray<string?>> shown = DescribedGroups.Suppress(
            [.. raters.Select(rater => attributes.Select(attribute => levels.GetValueOrDefault((rater, attribute))).ToImmutableArray())], (int)useCase.MinimumCell);
        ImmutableArray<int> told = [.. Enumerable.Range(0, attributes.Length).Where(attribute => shown.Any(rater => rater[attribute] is not null))];
        if (told.IsEmpty)
            return false;
        using var table = new ExportTable(Path.Combine(folder, RatersFile), ["rater", .. told.Select(attribute => attributes[attribute])]);
        for (int i = 0; i < raters.Length; i++)
            table.Add([raters[i], .. told.Select(attribute => shown[i][attribute])]);
        return true;
    }

    /// <summary>A round as far as its file's form hangs on it.</summary>
    internal sealed record RoundEntry(string Id, string Kind, string Criterion, string ScaleKind, string Levels);

    private sealed record ResponseRow(string Id, string Item, string System, long Sample, string Text, string Prompt);
}
