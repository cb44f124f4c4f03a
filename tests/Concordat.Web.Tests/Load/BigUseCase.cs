using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Numerics.Sampling;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Load;

/// <summary>A use case as large as a city's: people of twenty districts, a round of ratings and one of choices, half asked of each, and some of it asked again.</summary>
internal static class BigUseCase
{
    private const int Units = 500, Districts = 20, RowsAtOnce = 400;

    /// <summary>Fills a use case with people and judgements, by SQL: through the pages it would take hours.</summary>
    public static async Task Fill(Database database, int people, int judgements)
    {
        string rating = Chance.Id(), pairs = Chance.Id();
        await database.Write(async session =>
        {
            await Insert(session, "judging_items (use_case_id, id, text, warning, position)", Enumerable.Range(0, Units).Select(item => $"('letters', 'letter-{item:D4}', '{Text(item, 200)}', '', {item})"));
            await Insert(session, "judging_responses (use_case_id, id, item_id, system, sample, text)", Enumerable.Range(0, 2 * Units).Select(row => $"('letters', '{Response(row / 2, row % 2)}', 'letter-{row / 2:D4}', '{(row % 2 == 0 ? "new" : "old")}', 0, '{Text(row, 300)}')"));
            await Round(session, rating, "Rating", "understood", ["not at all", "partly", "wholly"], 1, "community");
            await Round(session, pairs, "Pairwise", "preferred", [], 2, "");
            await Insert(session, "judging_units (round_id, number, item_id, responses)", Enumerable.Range(0, Units).Select(unit => $"('{rating}', {unit}, 'letter-{unit:D4}', '[]')"));
            await Insert(session, "judging_units (round_id, number, item_id, responses)", Enumerable.Range(0, Units).Select(unit => $"('{pairs}', {unit}, 'letter-{unit:D4}', '{JsonSerializer.Serialize(new[] { Response(unit, 0), Response(unit, 1) })}')"));
            string[] seats = [.. Enumerable.Range(0, people).Select(_ => Chance.Id())];
            await Insert(session, "seats (id, use_case_id, role, community, takes_part, may_be_kept, joined_at)", seats.Select((seat, i) => $"('{seat}', 'letters', 'Participant', 'district {i % Districts:D2}', 1, 1, 1)"));
            var random = new Xoshiro(7);
            int each = judgements / people;
            var tasks = new List<string>(judgements);
            var given = new List<string>(judgements);
            for (int seat = 0; seat < people; seat++)
            {
                for (int row = 0; row < each; row++)
                {
                    // Of ten answers four are ratings, one of them a repeat of the first, and five choices.
                    bool isPair = row % 2 == 1, isAgain = row % 10 == 8;
                    int place = row / 2, unit = ((seat * 37) + (isAgain ? place - 4 : place)) % Units;
                    string task = Chance.Id(), group = isPair ? "" : $"district {seat % Districts:D2}";
                    bool isTurned = isPair && random.NextInt(2) == 1;
                    string shown = !isPair ? "[]" : JsonSerializer.Serialize(isTurned ? new[] { Response(unit, 1), Response(unit, 0) } : [Response(unit, 0), Response(unit, 1)]);
                    bool likesNew = random.NextDouble() < 0.6;
                    string value = isPair ? (likesNew != isTurned ? "1" : "2") : ((string[])["not at all", "partly", "wholly"])[Math.Clamp((unit % 3) + (random.NextDouble() < 0.2 ? random.NextInt(3) - 1 : 0), 0, 2)];
                    long at = 1_790_000_000_000_000 + (row * 60_000_000L) + (seat * 1_000_000L) + random.NextInt(1_000_000);
                    tasks.Add(string.Create(CultureInfo.InvariantCulture, $"('{task}', '{(isPair ? pairs : rating)}', '{seats[seat]}', {place}, {unit}, 'plain', {(isAgain ? 1 : 0)}, {(isAgain ? 0 : 1)}, '{shown}', '{group}', 'Answered', {at})"));
                    given.Add(string.Create(CultureInfo.InvariantCulture, $"('{Chance.Id()}', '{task}', '{seats[seat]}', 'Value', '{value}', '', {3000 + random.NextInt(6000)}, {at}, {at})"));
                }
            }

            await Insert(session, "judging_tasks (id, round_id, seat_id, position, unit, condition, replicate, is_first, shown, group_name, state, assigned_at)", tasks);
            await Insert(session, "judgements (id, task_id, seat_id, answer, value, comment, took_milliseconds, given_at, received_at)", given);
        }, CancellationToken.None);
        // As PostgreSQL does by itself after a while; SQLite is left as a server leaves it.
        if (database is PostgresDatabase)
        {
            foreach (string table in new[] { "judgements", "judging_tasks", "judging_units", "seats" })
                await database.Read(session => session.Execute($"ANALYZE {table}"), CancellationToken.None);
        }
    }

    private static async Task Round(Session session, string id, string kind, string criterion, string[] levels, int choices, string attribute)
    {
        await session.Execute(
            """
            INSERT INTO judging_rounds (id, use_case_id, title, kind, criterion, scale_kind, levels, choices, per_item, per_seat, again_percent, again_after, group_attribute, seed, state, created_at, opened_at)
            VALUES (@id, 'letters', @criterion, @kind, @criterion, 'Ordinal', @Levels, @choices, 1000, 10000, 10, 4, @attribute, 1, 'Open', 1, 1)
            """, new { id, kind, criterion, Levels = JsonSerializer.Serialize(levels), choices, attribute });
        await session.Execute("INSERT INTO judging_frames (round_id, position, name, question) VALUES (@id, 0, 'plain', 'What do you say?')", new { id });
        if (attribute.Length > 0)
            await Insert(session, "judging_quotas (round_id, group_name, per_item)", Enumerable.Range(0, Districts).Select(district => $"('{id}', 'district {district:D2}', 10)"));
    }

    private static async Task Insert(Session session, string into, IEnumerable<string> rows)
    {
        foreach (string[] some in rows.Chunk(RowsAtOnce))
            await session.Execute(new StringBuilder("INSERT INTO ").Append(into).Append(" VALUES ").AppendJoin(", ", some).ToString());
    }

    private static string Response(int item, int system) => $"{(system == 0 ? "new" : "old")}-{item:D4}";

    private static string Text(int seed, int letters) => string.Concat(Enumerable.Repeat($"Dear neighbour {seed}, the stairs are cleaned on Friday. ", 1 + (letters / 50)))[..letters];
}
