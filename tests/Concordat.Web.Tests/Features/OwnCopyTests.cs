using System.Text.Json;
using Concordat.Web.Features.People;
using Concordat.Web.Persistence;
using Concordat.Web.Tests.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Concordat.Web.Tests.Features;

/// <summary>What the store holds of a person: all of it is in their copy, and all of it goes when they go. Tables are found in the schema, so that a new one cannot be forgotten.</summary>
public sealed class OwnCopyTests
{
    // Where the rows of each table are in the copy: a member of it, or a kind of what was given.
    private static readonly ImmutableSortedDictionary<string, string> s_place = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["consents"] = "consents",
        ["description_answers"] = "selfDescription",
        ["judgements"] = "given: judgement",
        ["judgements_undone"] = "given: judgement taken back",
        ["judging_tasks"] = "given: judgement asked for",
        ["objections"] = "given: objection",
        ["opinion_counted"] = "given: vote as the picture of opinions counts it",
        ["opinion_places"] = "given: opinion group",
        ["passkeys"] = "passkeys",
        ["personal_tokens"] = "personalTokens",
        ["proposal_votes"] = "given: vote",
        ["proposals"] = "given: proposal",
        ["record_entries"] = "record",
        // The key itself is a secret; what it opens is there, opened.
        ["record_keys"] = "record",
        ["recovery_codes"] = "recoveryCode",
        ["recovery_links"] = "recoveryLinks",
        ["seats"] = "seats",
        ["wording_critiques"] = "given: critique",
        ["wording_ranks"] = "given: ranking",
        ["wordings"] = "given: wording",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // What stays under the pseudonym of someone of whom nothing may be kept: that they consented and withdrew, and entries of the record that nobody can open any more.
    private static readonly ImmutableHashSet<string> s_stays = ["consents", "record_entries"];

    [Fact]
    public async Task Tables_ThatReferToSomeone_AreAllKnownHere()
    {
        Assert.Equal(s_place.Keys, (await References()).Select(reference => reference.Table).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [Stores]
    public async Task Copy_OfSomeoneWithARowInEveryTable_HasAllOfThemAndNoSecret(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, Visitor ada, string token) = await Story(server);
        Assert.All(await Rows(server.Database), row => Assert.True(row.Count > 0, $"{row.Table} has no row of the one whom this is about: let the story put one there"));
        string text = await (await ada.Get("/account/export")).Content.ReadAsStringAsync();
        JsonElement copy = JsonDocument.Parse(text).RootElement;
        foreach ((string table, string place) in s_place)
        {
            JsonElement[] found = place.StartsWith("given: ", StringComparison.Ordinal)
                ? [.. copy.GetProperty("given").EnumerateArray().Where(given => given.GetProperty("kind").GetString() == place["given: ".Length..])]
                : copy.GetProperty(place) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [copy.GetProperty(place)];
            long count = (await Rows(server.Database)).First(row => row.Table == (table == "record_keys" ? "record_entries" : table)).Count;
            Assert.True(found.Length == count, $"{table}: {count} rows, {found.Length} in the copy");
        }

        Assert.Contains(copy.GetProperty("record").EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "vote" && entry.GetProperty("content").GetProperty("choice").GetString() == "Agree");
        JsonElement personal = copy.GetProperty("personalTokens")[0];
        Assert.Equal(("program", "Read TakePart"), (personal.GetProperty("label").GetString(), personal.GetProperty("scopes").GetString()));
        Assert.Equal(7, (personal.GetProperty("expiresAt").GetDateTimeOffset() - personal.GetProperty("createdAt").GetDateTimeOffset()).TotalDays);
        Assert.True(personal.GetProperty("lastUsedAt").GetDateTimeOffset() >= personal.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal("the telephone", copy.GetProperty("passkeys")[0].GetProperty("name").GetString());
        (string hash, string stamp) = await server.Database.Read(session => session.One<(string, string)>("SELECT password_hash, security_stamp FROM people WHERE sign_in_name = 'north0'"), CancellationToken.None);
        ImmutableArray<string> digests = await server.Database.Read(session => session.All<string>("SELECT digest FROM personal_tokens UNION SELECT digest FROM recovery_codes UNION SELECT digest FROM recovery_links"), CancellationToken.None);
        foreach (string secret in (string[])[.. digests, token, hash, stamp])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);

        // A steward's copy has the invitations that they answer for; nobody else's has.
        Assert.Equal(0, copy.GetProperty("invitations").GetArrayLength());
        JsonElement invitations = JsonDocument.Parse(await (await steward.Get("/account/export")).Content.ReadAsStringAsync()).RootElement.GetProperty("invitations");
        Assert.Equal(["north", "south"], invitations.EnumerateArray().Select(invitation => invitation.GetProperty("community").GetString()));
        Assert.All(invitations.EnumerateArray(), invitation => Assert.Equal((5, 0), (invitation.GetProperty("usesGiven").GetInt32(), invitation.GetProperty("usesLeft").GetInt32())));
        steward.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Deletion_OfSomeoneWithARowInEveryTable_LeavesNoneButThoseThatStay(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, Visitor ada, _) = await Story(server);
        string seat = await Seat(server.Database) ?? "";
        await ada.Send("/account/delete", "/account/delete", ("name", "north0"));
        foreach ((string table, string column, string of) in await References())
        {
            long left = of == "people"
                ? await server.Database.Read(session => session.Count($"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM people)"), CancellationToken.None)
                : await server.Database.Read(session => session.Count($"SELECT count(*) FROM {table} WHERE {column} = @seat", new { seat }), CancellationToken.None);
            Assert.True(s_stays.Contains(table) ? left > 0 : left == 0, $"{table}.{column}: {left} rows left");
        }

        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM people WHERE sign_in_name = 'north0'"), CancellationToken.None));
        Assert.Equal(("", null), await server.Database.Read(session => session.One<(string, string?)>("SELECT community, person_id FROM seats WHERE id = @seat", new { seat }), CancellationToken.None));
        steward.Dispose();
    }

    [Fact]
    public async Task Deletion_OfSomeoneWhoLetItBeKept_KeepsItUnderThePseudonymAndCutsEveryTie()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, Visitor ada, _) = await Story(server);
        await Tale.Consent(ada, "KeepContributions", "yes");
        string seat = await Seat(server.Database) ?? "";
        await ada.Send("/account/delete", "/account/delete", ("name", "north0"));
        foreach ((string table, string column, string of) in await References())
        {
            bool isKept = of == "seats" && table != "record_keys";
            Assert.True((await server.Database.Read(session => session.Count($"SELECT count(*) FROM {table} WHERE {column} = @seat", new { seat }), CancellationToken.None) > 0) == isKept, $"{table}.{column}");
        }

        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM passkeys"), CancellationToken.None));
        steward.Dispose();
    }

    // One of ten people with a voice, with something in every table that can hold something of hers.
    private static async Task<(Visitor Steward, Visitor Ada, string Token)> Story(TestServer server)
    {
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        Visitor ada = voices[0];
        await Tale.Ask(steward);
        await ada.Send("/use-cases/letters/me", "/use-cases/letters/me/description", ((await ada.Page("/use-cases/letters/me")).QuerySelector("select")!.Id!, "north"));
        string proposal = await Tale.Propose(ada, "understood", "Whoever has a letter read to them understands it.");
        await Tale.Vote(ada, proposal, "Agree");
        foreach (string table in (await OpinionTale.Camps(server.Database, TimeProvider.System)).Proposals)
            await Tale.Vote(ada, "/use-cases/letters/workshop/" + table, "Agree");
        await steward.Get("/use-cases/letters/workshop/opinions");
        await ada.Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Minor"));
        await ada.Send(proposal + "/wordings", proposal + "/wordings", ("statement", "Letters are read so that one knows what to do."));
        string critique = (await ada.Page(proposal + "/wordings")).QuerySelector("form[action$='critique']")!.GetAttribute("action")!, wording = critique.Split('/')[^2];
        await ada.Send(proposal + "/wordings", critique, ($"critique-{wording}", "Say of whom."));
        await ada.Send(proposal + "/wordings", proposal + "/wordings/rank", ($"rank-{wording}", "1"));
        (string judgement, string round) = await server.Database.Read(session => session.One<(string, string)>(
            "SELECT judgements.id, judging_tasks.round_id FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id JOIN seats ON seats.id = judgements.seat_id JOIN people ON people.id = seats.person_id WHERE people.sign_in_name = 'north0' ORDER BY judgements.id LIMIT 1"),
            CancellationToken.None);
        await ada.Send(JudgingTale.Judge, $"{JudgingTale.Judge}/{round}/undo", ("id", judgement));
        string token = await ApiTale.Token(ada, "Read", "TakePart");
        await ApiTale.Json(await ApiTale.Call(server, "GET", "/api/v1/use-cases/letters", token));
        await RecoveryLink.Make(server.Parts.GetRequiredService<ServeOptions>(), "north0", CancellationToken.None);
        await server.Database.Write(session => session.Execute(
            "INSERT INTO passkeys (credential_id, person_id, data) SELECT @Id, id, @Data FROM people WHERE sign_in_name = 'north0'",
            new { Id = new byte[] { 1, 2, 3 }, Data = """{"PublicKey":"BAUG","Name":"the telephone","CreatedAt":"2026-05-01T09:00:00+00:00","SignCount":1,"Transports":["internal"],"IsUserVerified":true,"IsBackupEligible":false,"IsBackedUp":false,"AttestationObject":"","ClientDataJson":""}""" }), CancellationToken.None);
        return (steward, ada, token);
    }

    private static Task<string?> Seat(Database database) =>
        database.Read(session => session.One<string>("SELECT seats.id FROM seats JOIN people ON people.id = seats.person_id WHERE people.sign_in_name = 'north0'"), CancellationToken.None);

    private static async Task<ImmutableArray<(string Table, long Count)>> Rows(Database database)
    {
        var rows = ImmutableArray.CreateBuilder<(string, long)>();
        foreach ((string table, string column, string of) in await References())
        {
            string whose = of == "people" ? "SELECT id FROM people WHERE sign_in_name = 'north0'" : "SELECT seats.id FROM seats JOIN people ON people.id = seats.person_id WHERE people.sign_in_name = 'north0'";
            rows.Add((table, await database.Read(session => session.Count($"SELECT count(*) FROM {table} WHERE {column} IN ({whose})"), CancellationToken.None)));
        }

        return rows.ToImmutable();
    }

    // Every column that refers to a person or a seat: by a foreign key, or by its name where a row outlives what it refers to.
    private static async Task<ImmutableArray<(string Table, string Column, string Of)>> References()
    {
        await using StoreUnderTest store = await StoreUnderTest.Migrated(Store.Sqlite);
        return await store.Database.Read(session => session.All<(string, string, string)>(
            """
            SELECT tables.name, keys."from", keys."table" FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS keys WHERE tables.type = 'table' AND keys."table" IN ('people', 'seats')
            UNION SELECT tables.name, columns.name, CASE WHEN columns.name LIKE '%seat%' THEN 'seats' ELSE 'people' END FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND columns.type = 'TEXT' AND (columns.name LIKE '%seat%' OR columns.name LIKE '%person%' OR columns.name LIKE '%people%') ORDER BY 1, 2
            """), CancellationToken.None);
    }
}
