using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Concordat.Charters.Record;
using Concordat.Web.Features.Desk;

namespace Concordat.Web.Tests.Features;

/// <summary>What can be told of one person from what is shown: by lengths, by subtraction, by looking twice, and after they are gone.</summary>
public sealed class PrivacyTests
{
    [Theory]
    [Stores]
    public async Task Record_ReadByAnyone_TellsNoVoteByItsLength(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/settings", ("title", "Reading letters aloud"), ("summary", "A person holds a letter."), ("public", "yes"));
        ImmutableArray<Visitor> voices = await Tale.Voices(server, steward, "north", 6);
        string proposal = await Tale.Propose(voices[0], "understood", "Whoever has a letter read to them understands it.");
        for (int i = 0; i < 6; i++)
            await Tale.Vote(voices[i], proposal, ((string[])["Agree", "Disagree", "Pass"])[i % 3]);
        await voices[0].Send(proposal + "/wordings", proposal + "/wordings", ("statement", "Whoever hears a letter understands it."));
        IDocument page = await voices[1].Page(proposal + "/wordings");
        string[] ranks = [.. page.QuerySelectorAll("select[name^=rank-]").Select(select => select.GetAttribute("name")!)];
        await voices[1].Send(proposal + "/wordings", proposal + "/wordings/rank", (ranks[0], "1"));
        await voices[2].Send(proposal + "/wordings", proposal + "/wordings/rank", (ranks[0], "1"), (ranks[1], "2"));
        using Visitor anyone = server.NewVisitor();
        string record = await (await anyone.Get("/use-cases/letters/record.jsonl")).Content.ReadAsStringAsync();
        int[] lengths = [.. record.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.GetProperty("seat").ValueKind == JsonValueKind.String).Select(entry => entry.GetProperty("content").GetBytesFromBase64().Length)];
        Assert.Equal(8, lengths.Length);
        Assert.Single(lengths.Distinct());
        Array.ForEach([.. voices], voice => voice.Dispose());
    }

    [Fact]
    public async Task People_LookedAtBeforeAndAfterOneWithdraws_ReadTheSame()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 7), alone = await Tale.Voices(server, steward, "south", 1);
        async Task<string> Seats() => (await steward.Page("/use-cases/letters/people")).QuerySelector("table")!.TextContent;
        string before = await Seats();
        Assert.Contains("5 or more", before, StringComparison.Ordinal);
        Assert.Contains("too few people to show", before, StringComparison.Ordinal);
        await Tale.Consent(alone[0], "TakePart", "no");
        await Tale.Consent(north[3], "TakePart", "no");
        Assert.Equal(before, await Seats());
        foreach (Visitor voice in north[..4])
            await Tale.Consent(voice, "TakePart", "no");
        Assert.Contains("fewer than 5", await Seats(), StringComparison.Ordinal);
        Array.ForEach([.. north, .. alone], voice => voice.Dispose());
    }

    [Theory]
    [Stores]
    public async Task Consent_Withdrawn_TakesProposalsVotesAndObjectionsWithIt(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> voices = await Tale.Voices(server, steward, "north", 6);
        string launch = await Tale.Propose(voices[0], "close-enough-to-launch", "Speakers of Indian and Nigerian English are understood within ten points.");
        string other = await Tale.Propose(voices[1], "understood", "Whoever has a letter read to them understands it.");
        await voices[1].Send(launch, launch + "/object", ("objection", "Ten points are one caller in ten."), ("group", "Nigerian English"), ("severity", "Serious"));
        foreach (Visitor voice in voices)
            await Tale.Vote(voice, launch, "Agree");
        string run = await Tale.Publish(steward, RunFiles.Dialects());
        Assert.Contains("Ten points are one caller", (await steward.Page(run)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("6 people have voted", (await steward.Page(launch)).Body!.TextContent, StringComparison.Ordinal);
        await Tale.Consent(voices[1], "TakePart", "no");
        Assert.DoesNotContain("Ten points are one caller", (await steward.Page(run)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("5 people have voted", (await steward.Page(launch)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Withdrawn.", (await steward.Page(other)).Body!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.Found, (await voices[2].Send(launch, other + "/vote", ("choice", "Agree"))).StatusCode);
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM proposal_votes WHERE proposal_id = @Id", new { Id = other.Split('/')[^1] }), CancellationToken.None));
        // Without them a serious objection no longer stands in the way, and nobody else's vote is touched.
        await steward.Send(launch, launch + "/ratify");
        Assert.Equal("Ratified", (await steward.Page(launch)).QuerySelector("#decision")!.TextContent);
        Array.ForEach([.. voices], voice => voice.Dispose());
    }

    [Fact]
    public async Task Deletion_OfAPerson_LeavesNothingOfThemInTheStoresFiles()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-gone-").FullName;
        await using (TestServer server = await TestServer.Start(folder: folder))
        {
            using Visitor steward = await server.NewSteward();
            await Tale.OpenUseCase(steward);
            ImmutableArray<Visitor> others = await Tale.Voices(server, steward, "north", 2);
            using Visitor gone = server.NewVisitor();
            await Tale.Join(gone, await Tale.Invite(steward, "Participant"), "zenobia-of-palmyra");
            await Tale.Consent(gone, "TakePart", "yes");
            string theirs = await Tale.Propose(gone, "palmyrene", "Letters are read in the Aramaic of Palmyra."), agreed = await Tale.Propose(others[0], "understood", "Whoever has a letter read to them understands it.");
            await gone.Send(agreed, agreed + "/object", ("objection", "Nobody in Palmyra was asked for her opinion."), ("group", "Palmyrenes"), ("severity", "Serious"));
            await Tale.Vote(gone, agreed, "Disagree");
            await ApiTale.Token(gone, "Read");
            Assert.Contains("zenobia-of-palmyra", Bytes(folder), StringComparison.Ordinal);
            Assert.Contains("Aramaic of Palmyra", Bytes(folder), StringComparison.Ordinal);
            await gone.Send("/account/delete", "/account/delete", ("name", "zenobia-of-palmyra"));
            // With the server running: what was deleted is gone now, and not when it stops.
            foreach (string told in new[] { "zenobia", "ZENOBIA", "Aramaic of Palmyra", "Nobody in Palmyra" })
                Assert.DoesNotContain(told, Bytes(folder), StringComparison.Ordinal);
            Assert.True(RecordCheck.Of(await RecordEntries.Read(server.Database)).Holds);
            Assert.Contains("Withdrawn with its author.", (await steward.Page(theirs)).Body!.TextContent, StringComparison.Ordinal);
            Array.ForEach([.. others], voice => voice.Dispose());
        }

        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task Deletion_OfAPerson_LeavesTheirNameInNoFileOfTheTablesOnPostgres()
    {
        await using TestServer server = await TestServer.Start(Store.Postgres);
        using Visitor gone = await Tale.WithParticipant(server, "zenobia-of-palmyra");
        await ApiTale.Token(gone, "Read");
        async Task<bool> Stands(string table, string text)
        {
            await server.Database.Read(session => session.Execute("CHECKPOINT /* so that files are what is stored */"), CancellationToken.None);
            byte[] file = await server.Database.Read(session => session.One<byte[]>($"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))"), CancellationToken.None) ?? [];
            return Encoding.Latin1.GetString(file).Contains(text, StringComparison.Ordinal);
        }

        string index = await server.Database.Read(session => session.One<string>("SELECT indexname FROM pg_indexes WHERE tablename = 'people' AND indexdef LIKE '%normalized_name%'"), CancellationToken.None) ?? "";
        Assert.True(await Stands("people", "zenobia-of-palmyra"));
        Assert.True(await Stands(index, "ZENOBIA-OF-PALMYRA"));
        string person = await server.Database.Read(session => session.One<string>("SELECT id FROM people WHERE sign_in_name LIKE 'zenobia%'"), CancellationToken.None) ?? "";
        Assert.True(await Stands("personal_tokens", person));
        await gone.Send("/account/delete", "/account/delete", ("name", "zenobia-of-palmyra"));
        Assert.False(await Stands("people", "zenobia-of-palmyra"));
        Assert.False(await Stands(index, "ZENOBIA-OF-PALMYRA"));
        Assert.False(await Stands("personal_tokens", person));
        Assert.True(await Stands("people", "steward"));
    }

    [Fact]
    public async Task Export_OfADayOnWhichFewJudged_DoesNotNameIt()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        // Four of ten judged thirty days after the others, in December 2023.
        await server.Database.Write(session => session.Execute(
            "UPDATE judgements SET given_at = given_at + 2592000000000 WHERE seat_id IN (SELECT id FROM seats WHERE community = 'north' ORDER BY id LIMIT 4)"), CancellationToken.None);
        byte[] zip = await (await steward.Get("/use-cases/letters/desk/evidence.zip")).Content.ReadAsByteArrayAsync();
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (string file in new[] { "ratings-1.csv", "comparisons-1.csv" })
        {
            using var reader = new StreamReader(archive.GetEntry(file)!.Open());
            string text = await reader.ReadToEndAsync();
            Assert.Contains("2023-11-14", text, StringComparison.Ordinal);
            Assert.DoesNotContain("2023-12", text, StringComparison.Ordinal);
        }

        // What is left is evidence still.
        string folder = Directory.CreateTempSubdirectory("concordat-days-").FullName;
        Assert.True(Directory.Exists(EvidenceUpload.Read(new MemoryStream(zip), folder).Make(CancellationToken.None)));
        Directory.Delete(folder, recursive: true);
        steward.Dispose();
        Array.ForEach([.. voices], voice => voice.Dispose());
    }

    private static string Bytes(string folder) => string.Concat(Directory.EnumerateFiles(folder, "concordat.sqlite*").Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.Latin1.GetString(bytes);
    }));
}
