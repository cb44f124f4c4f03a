using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Formats.Text;
using Concordat.Runs;
using Concordat.Web.Features.Desk;
using Concordat.Web.Persistence;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Concordat.Web.Tests.Features;

public sealed class DeskTests
{
    private const string Desk = "/use-cases/letters/desk";

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(30);

    [Theory]
    [Stores]
    public async Task Audit_OnTheServerAndOnTheExport_GivesTheSameBytes(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, _) = await DeskTale.Begin(server);
        HttpResponseMessage asked = await steward.Send(Desk, Desk + "/audits", ("charter", DeskTale.Charter), ("system", "new reader 3"), ("date", "2026-05-01"), ("seed", "17"), ("replicates", "200"));
        Assert.True(asked.StatusCode == HttpStatusCode.Found, Visitor.Parse(await asked.Content.ReadAsStringAsync()).QuerySelector(".faults")?.TextContent);
        byte[] onServer = await RunWhenDone(server);

        byte[] exported = await (await steward.Get(Desk + "/evidence.zip")).Content.ReadAsByteArrayAsync();
        string folder = Directory.CreateTempSubdirectory("concordat-export-").FullName, work = Directory.CreateTempSubdirectory("concordat-evidence-").FullName;
        using (var archive = new ZipArchive(new MemoryStream(exported)))
            archive.ExtractToDirectory(folder);
        StoredEvidence stored = EvidenceStore.Open(EvidenceUpload.Read(new MemoryStream(exported), work).Make(CancellationToken.None), CancellationToken.None);
        string readme = await File.ReadAllTextAsync(Path.Combine(folder, "README.md")), charter = Assert.Single(Directory.GetFiles(folder, "charter-*.yaml"));
        Assert.Contains($"concordat audit {Path.GetFileName(charter)} --evidence evidence --system 'new reader 3' --date 2026-05-01 --seed 17 --replicates 200", readme, StringComparison.Ordinal);
        Run run = Auditor.Audit(
            CharterComposition.Compose(CharterReader.Read([charter]), ImmutableSortedDictionary<string, string>.Empty), stored.Evidence, stored.About, new AuditorOptions("new reader 3", new DateOnly(2026, 5, 1), 17, 200), null, CancellationToken.None);
        Assert.Equal(Encoding.UTF8.GetString(onServer), Encoding.UTF8.GetString(RunJson.ToBytes(run)));
        Assert.Equal(120, run.Evidence.Ratings);
        Assert.Equal(60, run.Evidence.Comparisons);

        // Ids and comments that a spreadsheet would take for formulas are defused in the file and come back as they were.
        EvidenceSet evidence = stored.Evidence;
        Assert.Contains("@first", evidence.Items.Keys.Ids);
        Assert.Contains("-old", evidence.Alternatives.Keys.Ids);
        Assert.Contains("+/- half", evidence.Criteria.Single(criterion => criterion.Id == "understood").Scale.Levels.Select(level => level.Name));
        Assert.Contains(evidence.Ratings.Attributes, column => column.Name == "comment" && column.Levels.Ids.Contains(DeskTale.Formula));
        foreach (string file in Directory.GetFiles(folder, "*.csv"))
        {
            using DelimitedReader reader = DelimitedReader.Open(file, DelimitedOptions.Default);
            while (reader.Read())
            {
                for (int field = 0; field < reader.FieldCount; field++)
                    Assert.False(reader.Text(field) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..], $"{file}: {reader.Text(field)}");
            }
        }

        // Published, it stands in the record once, whoever presses twice.
        string publish = (await steward.Page(Desk)).QuerySelector("form[action$='/publish']")!.GetAttribute("action")!;
        await steward.Send(Desk, publish);
        await steward.Send(Desk, publish);
        Assert.Equal(1, (await RecordEntries.Read(server.Database)).Count(entry => entry.Kind == "publication"));
        Assert.Contains("published on", (await steward.Page(Desk)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        Directory.Delete(work, recursive: true);
    }

    [Fact]
    public async Task Export_OfPeople_HoldsNoSeatAndNoOneAloneAndNobodyWhoWithdrew()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        Assert.Contains(",north", await Exported(steward, "raters.csv"), StringComparison.Ordinal);
        ImmutableArray<string> seats = await server.Database.Read(session => session.All<string>("SELECT id FROM seats"), CancellationToken.None);
        string all = await Exported(steward, "raters.csv") + await Exported(steward, "ratings-1.csv") + await Exported(steward, "comparisons-1.csv");
        Assert.All(seats, seat => Assert.DoesNotContain(seat, all, StringComparison.Ordinal));

        await Tale.Consent(voices[0], "TakePart", "no");
        // Four of the north are left: their region is no longer told, and the south's would tell theirs.
        Assert.Equal("", await Exported(steward, "raters.csv"));
        Assert.Equal(9, (await Exported(steward, "comparisons-1.csv")).Split('\n').Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')[0]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Suppress_AnyCombinationOfLevels_IsSharedByTheMinimumOrByNobody() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte, byte)[]>(),
        people =>
        {
            ImmutableArray<ImmutableArray<string?>> given = [.. people.Select(person => ImmutableArray.Create(Level(person.Item1), Level(person.Item2), Level(person.Item3)))];
            ImmutableArray<ImmutableArray<string?>> kept = DescribedGroups.Suppress(given, 3);
            bool none = kept.All(levels => levels.All(level => level is null));
            return kept.GroupBy(levels => string.Join('|', levels.Select(level => level ?? "-"))).All(group => group.Count() >= 3 || none)
                && given.Zip(kept).All(pair => pair.First.Zip(pair.Second).All(levels => levels.Second is null || levels.Second == levels.First));
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [Stores]
    public async Task Import_OfAnExport_IsTheSameEvidenceElsewhereAndTwiceOnlyOnce(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, _) = await DeskTale.Begin(server);
        byte[] archive = await (await steward.Get(Desk + "/evidence.zip")).Content.ReadAsByteArrayAsync();
        await Tale.OpenUseCase(steward, "copy");
        for (int time = 0; time < 2; time++)
            Assert.Equal(HttpStatusCode.Found, (await Send(steward, "/use-cases/copy/desk", archive)).StatusCode);
        Assert.Equal(4, (await steward.Page("/use-cases/copy/desk")).QuerySelectorAll("form[action$='/remove']").Length);
        byte[] again = await (await steward.Get("/use-cases/copy/desk/evidence.zip")).Content.ReadAsByteArrayAsync();
        Assert.Equal(Hash(archive), Hash(again));
    }

    public static TheoryData<string> Bombs => ["not a zip", "traversal", "absolute", "big", "many", "foreign", "lying manifest", "column outside", "unknown format"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Import_OfAnArchiveThatIsNone_IsRefusedAndLeavesNothing(string kind)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        byte[] archive = kind switch
        {
            "not a zip" => Encoding.UTF8.GetBytes("PK, but no archive"),
            "traversal" => DeskAttackTests.Zip(("../../outside.csv", "x"), ("imports.json", "{}")),
            "absolute" => DeskAttackTests.Zip(("/etc/outside.csv", "x")),
            "big" => DeskAttackTests.Zip(("big.csv", new string('0', 100 << 20))),
            "many" => DeskAttackTests.Zip([.. Enumerable.Range(0, 3000).Select(i => ($"f{i}.csv", "x"))]),
            "foreign" => DeskAttackTests.Zip(("holiday.jpg", "x")),
            "lying manifest" => DeskAttackTests.Zip(($"imports/{new string('a', 32)}/manifest.json", $$"""{"id":"{{new string('a', 32)}}","columns":[{"name":"ratings.rater","type":"int32","length":2000000000,"constant":0}]}""")),
            "column outside" => DeskAttackTests.Zip(($"imports/{new string('a', 32)}/manifest.json", $$"""{"id":"{{new string('a', 32)}}","columns":[{"name":"../../../concordat","type":"json","length":1}]}""")),
            _ => DeskAttackTests.Zip(("imports.json", """{"schema":"concordat.web-export/1","imports":[{"format":"prism","file":"a.csv","settings":[]}]}"""), ("a.csv", "x")),
        };
        HttpResponseMessage answer = await Send(steward, Desk, archive);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull(Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector(".faults"));
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM evidence_imports"), CancellationToken.None));
        string work = Path.Combine(server.Parts.GetRequiredService<ServeOptions>().Folder, "work");
        Assert.True(!Directory.Exists(work) || Directory.GetFileSystemEntries(work).Length == 0);
    }

    [Theory]
    [Stores]
    public async Task Take_ByManyServersAtOnce_GivesEachJobToOne(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (var clock, AuditQueue queue) = await Waiting(server, 6);
        ImmutableArray<AuditJob?>[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(async holder =>
        {
            var mine = ImmutableArray.CreateBuilder<AuditJob?>();
            for (int i = 0; i < 4; i++)
                mine.Add(await queue.Take($"holder {holder}", CancellationToken.None));
            return mine.ToImmutable();
        }));
        string[] ids = [.. taken.SelectMany(mine => mine).OfType<AuditJob>().Select(job => job.Id)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        while (await queue.Take("last", CancellationToken.None) is { } rest)
            ids = [.. ids, rest.Id];
        Assert.Equal(6, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(6, ids.Length);
        Assert.NotEqual(default, clock.Now);
    }

    [Theory]
    [Stores]
    public async Task Take_OfAJobWhoseServerDied_BeginsItAgainAndTheDeadOneWritesNothing(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (MovableClock clock, AuditQueue queue) = await Waiting(server, 1);
        AuditJob first = (await queue.Take("dead", CancellationToken.None))!;
        Assert.Null(await queue.Take("other", CancellationToken.None));
        clock.Now += s_lease / 2;
        Assert.True(await queue.Renew(first.Id, "dead", 1, CancellationToken.None));
        clock.Now += s_lease / 2;
        Assert.Null(await queue.Take("other", CancellationToken.None));
        clock.Now += s_lease;
        AuditJob second = (await queue.Take("other", CancellationToken.None))!;
        Assert.Equal((first.Id, 2), (second.Id, second.Attempts));
        Assert.False(await queue.Renew(first.Id, "dead", 2, CancellationToken.None));
        await queue.Fail(first.Id, "dead", "too late");
        Assert.True(await queue.Renew(first.Id, "other", 1, CancellationToken.None));
        for (int attempt = 3; attempt <= 5; attempt++)
        {
            clock.Now += 2 * s_lease;
            Assert.NotNull(await queue.Take("other", CancellationToken.None));
        }

        clock.Now += 2 * s_lease;
        Assert.Null(await queue.Take("other", CancellationToken.None));
        Assert.Equal("Failed", await server.Database.Read(session => session.One<string>("SELECT state FROM audit_jobs"), CancellationToken.None));
    }

    [Fact]
    public async Task Audit_ThatAServerLeftRunning_IsDoneAfterItsRestart()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-restart-").FullName;
        await using (TestServer server = await TestServer.Start(folder: folder))
        {
            await DeskTale.Begin(server);
            // As a killed server leaves it: running, its lease over.
            await server.Database.Write(session => Insert(session, "Running", 1), CancellationToken.None);
        }

        await using (TestServer server = await TestServer.Start(folder: folder))
            Assert.NotEmpty(await RunWhenDone(server));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Audit_UnderACharterThatIsOpenOrForeignOrExposes_IsRefusedWithThePlace()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        foreach ((string charter, string said) in new[]
        {
            ("charter: letters\nversion: \"1\"\n", "expected"), (DeskTale.Charter.Replace("charter: letters", "charter: others", StringComparison.Ordinal), "must be that of letters"),
            (DeskTale.Charter.Replace("minimum-cell: 5", "minimum-cell: 2", StringComparison.Ordinal), "promised"), (DeskTale.Charter.Replace("2099", "2020", StringComparison.Ordinal), "expired"),
        })
        {
            HttpResponseMessage answer = await steward.Send(Desk, Desk + "/audits", ("charter", charter), ("system", "s"), ("date", "2026-05-01"), ("seed", "1"), ("replicates", "200"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(said, Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector(".faults")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Desk_WhileItIsOpen_IsToldWhatChanges()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        IDocument page = await steward.Page(Desk);
        Assert.Equal(3, page.QuerySelectorAll("article").Length);
        Assert.Contains("30 of 30 (100 %)", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Desk + "/live", UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using HttpResponseMessage answer = await steward.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Dictionary<string, string> first = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(await NextData(reader))!;
        foreach (IElement figure in page.QuerySelectorAll("[id^='alpha-'], [id^='given-']"))
            Assert.Equal(figure.TextContent, first[figure.Id!]);
        string rating = (await server.Database.Read(session => session.One<string>("SELECT id FROM judging_rounds WHERE kind = 'Rating'"), CancellationToken.None))!;
        await voices[0].Send(JudgingTale.Judge + "/" + rating, $"{JudgingTale.Judge}/{rating}/undo");
        Assert.Contains(":\"59\"", await NextData(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Desk_BeforeAndAfterTheFirstOfAGroupAnswers_ReadsTheSame()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await JudgingTale.Load(steward, JudgingTale.Responses(4));
        string round = await JudgingTale.OpenRound(steward, "Rating", ("group-attribute", "community"), ("quotas", "north: 3\nsouth: 3"));
        Visitor voice = (await Tale.Voices(server, steward, "south", 1))[0];
        async Task<string> Figures() => string.Join('\n', (await steward.Page(Desk)).QuerySelectorAll("[id^='given-'], [id^='people-'], [id^='filled-']").Select(figure => figure.TextContent));
        string before = await Figures();
        Assert.Contains("fewer than 5", before, StringComparison.Ordinal);
        Assert.True(await JudgingTale.Give(voice, round, "wholly", "Value"));
        Assert.Equal(before, await Figures());
    }

    [Fact]
    public void Drift_OfAnswersThatMove_IsFoundAndOfOthersNot()
    {
        // By hand: on each unit five answers of 0 and then five of 1; residuals −½ and ½, so that the later half lies 1 above the earlier.
        ImmutableArray<GivenAnswer> moving = [.. from unit in Enumerable.Range(0, 4) from seat in Enumerable.Range(0, 10) select new GivenAnswer(seat, unit, seat < 5 ? 0 : 1, (seat * 10) + unit)];
        (double? drift, double? error) = RoundFigures.DriftOf(moving.AsSpan(), isOrdinal: true, 5);
        Assert.Equal(1.0, drift!.Value, 12);
        Assert.Equal(0.0, error!.Value, 12);
        Assert.Equal((null, null), RoundFigures.DriftOf(moving.AsSpan(), isOrdinal: true, 11));
        (drift, error) = RoundFigures.DriftOf(moving.Select(answer => answer with { Value = answer.Unit % 2 }).ToArray(), isOrdinal: true, 5);
        Assert.Equal((0.0, 0.0), (drift, error));
    }

    private static string? Level(byte number) => number % 4 == 0 ? null : $"{number % 4}";

    private static async Task<string> NextData(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }

        throw new InvalidOperationException("the stream ended");
    }

    private static async Task<byte[]> RunWhenDone(TestServer server)
    {
        for (int look = 0; look < 600; look++)
        {
            (string? state, string? fault) = await server.Database.Read(session => session.One<(string, string?)>("SELECT state, fault FROM audit_jobs"), CancellationToken.None);
            Assert.True(state != "Failed", fault);
            if (state == "Done")
                return (await server.Database.Read(session => session.One<byte[]>("SELECT content FROM audit_runs"), CancellationToken.None))!;
            await Task.Delay(100);
        }

        throw new InvalidOperationException("the audit never ended");
    }

    private static async Task<(MovableClock, AuditQueue)> Waiting(TestServer server, int jobs)
    {
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        // A day ahead of the server's own worker, which sees leases that are far from over; and nothing waits, for it to take.
        var clock = new MovableClock { Now = DateTimeOffset.UtcNow.AddDays(1) };
        await server.Database.Write(async session =>
        {
            for (int i = 0; i < jobs; i++)
                await Insert(session, "Running", Moment.Of(clock.Now.AddSeconds(-1)));
        }, CancellationToken.None);
        return (clock, new AuditQueue(server.Database, clock, s_lease));
    }

    private static Task<int> Insert(Session session, string state, long lease) => session.Execute(
        """
        INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, holder, lease_until, asked_at)
        VALUES (@Id, 'letters', @Charter, 's', '2026-05-01', 1, 200, @state, 2, 'gone', @lease, 1)
        """, new { Id = Chance.Id(), DeskTale.Charter, state, lease });

    private static async Task<string> Exported(Visitor visitor, string name)
    {
        using var archive = new ZipArchive(await (await visitor.Get(Desk + "/evidence.zip")).Content.ReadAsStreamAsync());
        if (archive.GetEntry(name) is not { } entry)
            return "";
        using var reader = new StreamReader(entry.Open());
        return await reader.ReadToEndAsync();
    }

    private static string Hash(byte[] archive)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-hash-").FullName;
        using var stream = new MemoryStream(archive);
        StoredEvidence stored = EvidenceStore.Open(EvidenceUpload.Read(stream, folder).Make(CancellationToken.None), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return stored.About.ContentHash;
    }

    private static Task<HttpResponseMessage> Send(Visitor steward, string desk, byte[] archive) => steward.SendFile(desk, desk + "/imports", "archive", archive, "../../archive.zip");
}
