using System.Text.Json;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests;

/// <summary>A use case with people of two regions who judged: written into the store as pages would write it.</summary>
internal static class DeskTale
{
    public const string Formula = "=HYPERLINK(\"http://evil.example\")";

    public const string Charter = """
        charter: letters
        version: "3"
        title: Reading letters aloud
        level: organisational
        use-case: A person holds a letter before a telephone and the system reads it aloud.
        role: reader
        deployment-context: One model behind one prompt, by telephone.
        populations:
          - { id: north, group: { community: north }, share: 0.5, standing: user, why-asked: Names of places differ. }
          - { id: south, group: { community: south }, share: 0.5, standing: user, why-asked: Names of places differ. }
        harms:
          - { id: missed, description: A deadline is missed., severity: serious, populations: [north, south] }
        confidence-level: 0.95
        multiplicity: max-t
        minimum-cell: 5
        expires: 2099-01-01
        standards:
          - id: agreed
            statement: People agree on whether a letter was understood.
            reasons: [Where they do not, nobody knows what to mend.]
            exemplars: [{ case: Half say yes., verdict: breaks, because: Nobody knows. }]
            defeaters: [The letter is torn.]
            measure: agreement.krippendorff-alpha-overall
            options: { criterion: understood }
            bound: 0.1
            direction: at-least
            owner: Head of the reading service
          - id: first
            statement: The new reader is preferred.
            reasons: [It was made for that.]
            exemplars: [{ case: It is chosen., verdict: keeps, because: It is liked. }]
            defeaters: [The letter is torn.]
            measure: rankings.strength
            options: { alternative: new reader, ridge: 1 }
            bound: 0
            direction: at-least
            populations: [north, south]
            owner: Head of the reading service
        """;

    /// <summary>The same with so many standards that an audit takes a while.</summary>
    public static string LongCharter { get; } = Charter + string.Concat(Enumerable.Range(0, 60).Select(number => $"""

          - id: first-{number}
            statement: The new reader is preferred, said once more ({number}).
            reasons: [It was made for that.]
            exemplars: [{"{"} case: It is chosen., verdict: keeps, because: It is liked. {"}"}]
            defeaters: [The letter is torn.]
            measure: rankings.strength
            options: {"{"} alternative: new reader, ridge: {number + 2} {"}"}
            bound: 0
            direction: at-least
            populations: [north, south]
            owner: Head of the reading service
        """));

    /// <summary>Five seats of each region, without anyone who could sign in.</summary>
    public static async Task Seats(Session session)
    {
        for (int seat = 0; seat < 10; seat++)
            await session.Execute("INSERT INTO seats (id, use_case_id, role, community, takes_part, may_be_kept, joined_at) VALUES (@Id, 'letters', 'Participant', @Community, 1, 1, 1)", new { Id = Chance.Id(), Community = seat < 5 ? "north" : "south" });
    }

    /// <summary>Ten people with a voice, five of each region, and everything that they judged.</summary>
    public static async Task<(Visitor Steward, ImmutableArray<Visitor> Voices)> Begin(TestServer server)
    {
        Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> voices = (await Tale.Voices(server, steward, "north", 5)).AddRange(await Tale.Voices(server, steward, "south", 5));
        await Judge(server.Database);
        return (steward, voices);
    }

    public static Task Judge(Database database, string useCase = "letters") => database.Write(async session =>
    {
        ImmutableArray<string> seats = await session.All<string>("SELECT id FROM seats WHERE use_case_id = @useCase AND takes_part = 1 AND community IN ('north', 'south') ORDER BY community, id", new { useCase });
        for (int item = 0; item < 6; item++)
        {
            await session.Execute("INSERT INTO judging_items (use_case_id, id, text, position) VALUES (@useCase, @Id, @Text, @item)", new { useCase, Id = Item(item), Text = $"Letter {item}, \"quoted\"", item });
            foreach (string system in new[] { "new reader", "-old" })
                await session.Execute("INSERT INTO judging_responses (use_case_id, id, item_id, system, sample, text) VALUES (@useCase, @Id, @Of, @system, 0, @Text)", new { useCase, Id = $"{system}/{item}", Of = Item(item), system, Text = $"{system} reads letter {item}" });
        }

        string rating = await Round(session, useCase, "Rating", "understood", "Ordinal", ["not at all", "+/- half", "wholly"], 1), pairs = await Round(session, useCase, "Pairwise", "preferred", "Nominal", [], 2), spans = await Round(session, useCase, "Span", "wrong", "Nominal", [], 1);
        for (int seat = 0; seat < seats.Length; seat++)
        {
            for (int item = 0; item < 6; item++)
            {
                await Give(session, rating, seats[seat], item, [], seat == 0 && item == 0 ? null : ((string[])["not at all", "+/- half", "wholly"])[(item + (seat * item % 3 == 1 ? 1 : 0)) % 3]);
                bool isTurned = (seat + item) % 2 == 0, isNew = (seat + item) % 4 != 0;
                string[] shown = isTurned ? [$"-old/{item}", $"new reader/{item}"] : [$"new reader/{item}", $"-old/{item}"];
                await Give(session, pairs, seats[seat], item, shown, isNew == isTurned ? "2" : "1");
                await Give(session, spans, seats[seat], item, [$"-old/{item}"], item == 0 ? "marked" : "nothing", item == 0 ? Formula : "");
            }
        }
    }, CancellationToken.None);

    /// <summary>One audit that is done, one that failed and one that waits for ever.</summary>
    public static async Task AskedAudits(Session session)
    {
        foreach ((string state, string? fault, long at) in new (string, string?, long)[] { ("Done", null, 1), ("Failed", "charter.yaml, line 3: no bound; expected an answer: What is still acceptable?", 2), ("Running", null, 3) })
            await session.Execute(
                """
                INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, standards_begun, holder, lease_until, fault, asked_at)
                VALUES (@Id, 'letters', 'none', 'reader-3', '2026-05-01', 1, 1000, @state, 8, 3, 'another server', 9000000000000000, @fault, @at)
                """, new { Id = Chance.Id(), state, fault, at });
    }

    private static string Item(int item) => item == 0 ? "@first" : $"letter-{item}";

    private static async Task<string> Round(Session session, string useCase, string kind, string criterion, string scale, string[] levels, int choices)
    {
        string id = Chance.Id();
        await session.Execute(
            """
            INSERT INTO judging_rounds (id, use_case_id, title, kind, criterion, scale_kind, levels, choices, per_item, per_seat, again_percent, again_after, group_attribute, seed, state, created_at, opened_at)
            VALUES (@id, @useCase, @Title, @kind, @criterion, @scale, @Levels, @choices, 5, 100, 0, 1, 'community', 1, 'Open', 1, 1)
            """, new { id, useCase, Title = $"Was it {criterion}?", kind, criterion, scale, Levels = JsonSerializer.Serialize(levels), choices });
        await session.Execute("INSERT INTO judging_frames (round_id, position, name, question) VALUES (@id, 0, 'plain', 'What do you say?')", new { id });
        foreach (string group in new[] { "north", "south" })
            await session.Execute("INSERT INTO judging_quotas (round_id, group_name, per_item) VALUES (@id, @group, 5)", new { id, group });
        for (int item = 0; item < 6; item++)
            await session.Execute("INSERT INTO judging_units (round_id, number, item_id, responses) VALUES (@id, @item, @Of, @Responses)", new { id, item, Of = Item(item), Responses = kind switch { "Rating" => "[]", "Span" => JsonSerializer.Serialize(new[] { $"-old/{item}" }), _ => JsonSerializer.Serialize(new[] { $"-old/{item}", $"new reader/{item}" }) } });
        return id;
    }

    private static async Task Give(Session session, string round, string seat, int item, string[] shown, string? value, string comment = "")
    {
        string task = Chance.Id();
        await session.Execute(
            """
            INSERT INTO judging_tasks (id, round_id, seat_id, position, unit, condition, replicate, is_first, shown, group_name, state, assigned_at)
            VALUES (@task, @round, @seat, @item, @item, 'plain', 0, 1, @Shown, (SELECT community FROM seats WHERE id = @seat), 'Answered', 1)
            """, new { task, round, seat, item, Shown = JsonSerializer.Serialize(shown) });
        await session.Execute(
            "INSERT INTO judgements (id, task_id, seat_id, answer, value, span_start, span_end, comment, given_at, received_at) VALUES (@Id, @task, @seat, @Answer, @value, @Start, @End, @comment, @At, @At)",
            new { Id = Chance.Id(), task, seat, Answer = value is null ? "Pass" : "Value", value, Start = value == "marked" ? 0 : (long?)null, End = value == "marked" ? 3 : (long?)null, comment, At = 1_700_000_000_000_000 + (item * 86_400_000_000L) });
    }
}
