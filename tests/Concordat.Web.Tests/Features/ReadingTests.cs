using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Concordat.Charters;
using Concordat.Charters.Record;
using Concordat.Runs;

namespace Concordat.Web.Tests.Features;

/// <summary>Cases: what comes in, what is published, who reads it, and that no page shows more than the run.</summary>
public sealed partial class ReadingTests
{
    private const string Cases = "/use-cases/letters/cases";

    [Theory]
    [Stores]
    public async Task Run_HandedInThenPublished_IsReadByOverseersFirstAndByAllReadersAfter(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        using Visitor auditor = server.NewVisitor(), participant = server.NewVisitor(), visitor = server.NewVisitor();
        await Tale.Join(auditor, await Tale.Invite(steward, "Auditor"), "auditor");
        await Tale.Join(participant, await Tale.Invite(steward, "Participant"), "ada");
        byte[] run = RunFiles.Dialects();
        string path = await Tale.HandIn(steward, run);
        Assert.Equal(path, await Tale.HandIn(steward, run));

        Assert.Equal(HttpStatusCode.OK, (await auditor.Get(path)).StatusCode);
        foreach (string hidden in new[] { path, path + "/run.json", path + "/report.html" })
            Assert.Equal(HttpStatusCode.NotFound, (await participant.Get(hidden)).StatusCode);
        Assert.DoesNotContain("zephyr", await Text(participant, Cases), StringComparison.Ordinal);
        Assert.Empty((await participant.Page("/use-cases/letters/claims")).QuerySelectorAll("ul.entries li"));

        await steward.Send(path, path + "/publish");
        await steward.Send("/account", path + "/publish");
        Assert.Equal(run, await (await participant.Get(path + "/run.json")).Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", (await participant.Get(path + "/report.html")).Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get(path)).StatusCode);
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/settings", ("title", "Reading letters aloud"), ("summary", "A person holds a letter."), ("public", "yes"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(path)).StatusCode);

        ImmutableArray<RecordEntry> entries = await RecordEntries.Read(server.Database);
        RecordEntry publication = Assert.Single(entries, entry => entry.Kind == "publication");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(run)), JsonDocument.Parse(publication.Content.ToArray()).RootElement.GetProperty("run").GetString());
        HttpResponseMessage gone = await steward.Send("/account", path + "/discard");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Run_Discarded_IsGone(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string path = await Tale.HandIn(steward, RunFiles.Dialects());
        await steward.Send(path, path + "/discard");
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Get(path)).StatusCode);
    }

    [Fact]
    public async Task CasePage_OfARun_TellsEachVerdictWithItsFiguresAndATableBesideEachPlot()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Run run = RunFiles.Read(RunFiles.Dialects());
        IDocument page = await steward.Page(await Tale.Publish(steward, RunFiles.Dialects()));
        // Claim first: what was found stands before any standard, breaches before the rest.
        Assert.Equal("What was found", page.QuerySelector("main section h2")!.TextContent);
        IElement[] parts = [.. page.QuerySelectorAll("section.case-standard")];
        Assert.Equal(run.Standards.Length, parts.Length);
        foreach ((StandardResult result, IElement part) in run.Standards.Zip(parts))
        {
            Assert.Equal(result.Standard.Standard.Statement, part.QuerySelector("h2")!.TextContent);
            IElement[] rows = [.. part.QuerySelector("table")!.QuerySelectorAll("tbody tr")];
            Assert.Equal(result.Verdicts.Length, rows.Length);
            foreach ((Verdict verdict, IElement row) in result.Verdicts.Zip(rows))
            {
                Assert.Equal(verdict.Status.ToString().ToLowerInvariant(), row.QuerySelector(".verdict")!.TextContent);
                if (verdict.Finding.Estimate is { } estimate)
                    Assert.Contains(row.QuerySelectorAll("td.number").SelectMany(cell => Numbers(cell.TextContent)), number => Close(number, estimate.Value));
            }

            IElement plot = part.QuerySelector("figure.plot")!;
            Assert.Equal(result.Verdicts.Length, plot.QuerySelectorAll("svg.plot-line").Length);
            Assert.Equal(result.Verdicts.Count(verdict => verdict.Finding.Estimate is not null), plot.QuerySelectorAll("line.range").Length);
        }

        Assert.All(page.QuerySelectorAll("figure.plot"), plot => Assert.NotNull(Following(plot)));
    }

    [Fact]
    public async Task Case_AfterItsCharterExpired_SaysThatNoVerdictStands()
    {
        var clock = new MovableClock();
        await using TestServer server = await TestServer.Start(clock: clock);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/settings", ("title", "Reading letters aloud"), ("summary", "A person holds a letter."), ("public", "yes"));
        string path = await Tale.Publish(steward, RunFiles.Dialects());
        using Visitor visitor = server.NewVisitor();
        // The last day on which the charter holds, and the day after.
        clock.Now = new DateTimeOffset(2027, 11, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Contains("Expires on 1 November 2027", await Text(visitor, path), StringComparison.Ordinal);
        clock.Now = clock.Now.AddDays(1);
        Assert.Contains("Expired on 1 November 2027: no verdict below stands.", await Text(visitor, path), StringComparison.Ordinal);
        Assert.Contains("no verdict stands", await Text(visitor, Cases), StringComparison.Ordinal);
        Assert.Equal("What no longer stands", (await visitor.Page("/use-cases/letters/claims")).QuerySelector("details summary")!.TextContent);
    }

    [Theory]
    [Stores]
    public async Task Case_WhereTheWorkshopDisagreed_ShowsObjectionsAndVotesBesideTheVerdict(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> voices = await Tale.Voices(server, steward, "Lagos", 5);
        string agreed = await Tale.Propose(voices[0], "understood-in-ones-own-words", "Whoever describes a thing in their own dialect is understood.");
        string open = await Tale.Propose(voices[0], "close-enough-to-launch", "They are understood within ten points.");
        foreach ((int i, Visitor voice) in voices.Index())
            await Tale.Vote(voice, agreed, i < 4 ? "Agree" : "Disagree");
        await voices[1].Send(open, open + "/object", ("objection", "Ten points are too many."), ("group", "Indian English"), ("severity", "Serious"));
        await steward.Send(agreed, agreed + "/ratify");
        IDocument page = await steward.Page(await Tale.Publish(steward, RunFiles.Dialects()));
        IElement disputed = page.QuerySelectorAll("section.case-standard").Single(part => part.QuerySelector(".kicker")!.TextContent.Contains("close-enough-to-launch", StringComparison.Ordinal));
        Assert.Contains("Ten points are too many.", disputed.QuerySelector("article.objection")!.TextContent, StringComparison.Ordinal);
        IElement row = disputed.QuerySelectorAll("table tbody tr").First(entry => entry.QuerySelector("th")!.TextContent == "Indian English");
        Assert.StartsWith("1 objection", row.QuerySelector("a")!.TextContent, StringComparison.Ordinal);
        IElement ratified = page.QuerySelectorAll("section.case-standard").Single(part => part.QuerySelector(".kicker")!.TextContent.Contains("understood-in-ones-own-words", StringComparison.Ordinal));
        Assert.Equal(["4", "1", "0"], ratified.QuerySelectorAll("[aria-label='Votes by community'] td.number").Select(cell => cell.TextContent));
        foreach (Visitor voice in voices)
            voice.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Case_WithOtherPublishedRuns_ShowsTheHistoryOfEachVerdict(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.Publish(steward, RunFiles.Dialects(system: "Mistral-SFT", date: "2026-10-15"));
        IDocument page = await steward.Page(await Tale.Publish(steward, RunFiles.Dialects()));
        IElement history = page.QuerySelector("[aria-label='Versions, understood-in-ones-own-words, Nigerian English']")!;
        Assert.Equal(["2026-10-15", "2026-11-15"], history.QuerySelectorAll("tbody th .aside").Select(cell => cell.TextContent));
        foreach ((string system, IElement row) in new[] { "Mistral-SFT", "zephyr-7b-beta" }.Zip(history.QuerySelectorAll("tbody tr")))
        {
            Run run = RunFiles.Read(RunFiles.Dialects(system: system, date: system == "Mistral-SFT" ? "2026-10-15" : "2026-11-15"));
            Verdict verdict = run.Standards[0].Verdicts.Single(verdict => verdict.PopulationId == "nigerian-english");
            Assert.Contains(Numbers(row.QuerySelector("td.number")!.TextContent), number => Close(number, verdict.Finding.Estimate!.Value.Value));
        }
    }

    [Fact]
    public async Task SmallGroup_OfARun_IsShownOnNoPage()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        byte[] bytes = RunFiles.Tour();
        Verdict hidden = RunFiles.Read(bytes).Standards[0].Verdicts.Single(verdict => verdict.PopulationId == "tagalog");
        Assert.Null(hidden.Finding.Estimate);
        string path = await Tale.Publish(steward, bytes), id = path.Split('/')[^1];
        string[] claims = [.. (await steward.Page("/use-cases/letters/claims")).QuerySelectorAll("main ul.entries a").Select(link => link.GetAttribute("href")!)];
        Assert.Equal(3, claims.Length);
        // All numbers of the run, as they are and as percent: whatever a page's figures say must be among them.
        double[] known = [.. Numbers(Encoding.UTF8.GetString(bytes)).SelectMany(number => new[] { number, number * 100 })];
        foreach (string page in claims.Concat([path, $"{Cases}/compare?from={id}&to={id}"]))
        {
            IDocument document = await steward.Page(page);
            foreach (double number in document.QuerySelectorAll("td.number, .plot-name span").SelectMany(cell => Numbers(cell.TextContent)))
                Assert.Contains(known, one => Math.Abs(one - number) <= .051);
            foreach (IElement row in document.QuerySelectorAll("tr").Where(row => row.QuerySelector("th[scope=row]")?.TextContent.Contains("Tagalog", StringComparison.Ordinal) == true))
                Assert.All(Numbers(row.TextContent), number => Assert.Equal(5, number));
        }

        Assert.Contains("fewer than 5", await Text(steward, path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"minimumCell\": 5", "\"minimumCell\": 2", "nothing of fewer than 5")]
    [InlineData("\"unitCount\": 45", "\"unitCount\": 4", "on 4 people")]
    [InlineData("\"unitCount\": 86", "\"unitCount\": 89", "leaves 3 people")]
    [InlineData("\"id\": \"letters\"", "\"id\": \"others\"", "under the charter “others”")]
    [InlineData("concordat.run/1", "concordat.run/9", "concordat.run/1")]
    public async Task Run_ThatWouldShowTooMuchOrIsForAnother_IsRefused(string found, string put, string why)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string text = Encoding.UTF8.GetString(RunFiles.Tour());
        Assert.Contains(found, text, StringComparison.Ordinal);
        HttpResponseMessage answer = await steward.SendFile(Cases, Cases, "run", Encoding.UTF8.GetBytes(text.Replace(found, put, StringComparison.Ordinal)), "run.json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector(".faults")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM audit_runs"), CancellationToken.None));
    }

    [Fact]
    public async Task Upload_ThatIsABomb_IsRefusedAndNothingIsKept()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        byte[] run = RunFiles.Tour();
        using var zipped = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionLevel.Fastest))
            await zip.WriteAsync(new byte[10_000_000]);
        (string, byte[])[] bombs =
        [
            ("deep", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":[", 100_000)))),
            ("wide", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("[]", 500_000))}]")),
            ("zipped", zipped.ToArray()),
            ("empty", []),
            ("cut off", run[..(run.Length / 2)]),
            ("not text", [.. Enumerable.Repeat((byte)0xFF, 1000)]),
        ];
        foreach ((string name, byte[] bytes) in bombs)
            Assert.True((await steward.SendFile(Cases, Cases, "run", bytes, "run.json")).StatusCode == HttpStatusCode.UnprocessableEntity, name);
        HttpStatusCode large;
        try
        {
            large = (await steward.SendFile(Cases, Cases, "run", new byte[9_000_000], "run.json")).StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server stopped reading before the client had sent it all.
            large = HttpStatusCode.RequestEntityTooLarge;
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large);
        // No other form takes as much.
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await steward.SendFile("/account", "/account/password", "password", new byte[1_000_000], "x")).StatusCode);
        }
        catch (HttpRequestException)
        {
        }

        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM audit_runs"), CancellationToken.None));
    }

    [Fact]
    public async Task Run_WithMarkupInEveryText_IsShownAsText()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        const string hostile = "\\\"'><script>document.title='owned'</script><img src=x onerror=alert(1)></text></svg>";
        string text = Encoding.UTF8.GetString(RunFiles.Dialects());
        foreach (string word in new[] { "zephyr-7b-beta", "Nigerian English", "nigerian-english", "Whoever describes a thing", "Sector regulator", "The game's words", "A voice assistant hears", "close-enough-to-launch", "Rate of a level" })
            text = text.Replace(word, word + hostile, StringComparison.Ordinal);
        string path = await Tale.Publish(steward, Encoding.UTF8.GetBytes(text)), id = path.Split('/')[^1];
        string[] claims = [.. (await steward.Page("/use-cases/letters/claims")).QuerySelectorAll("main ul.entries a").Select(link => link.GetAttribute("href")!)];
        Assert.NotEmpty(claims);
        foreach (string page in claims.Take(4).Concat([path, Cases, $"{Cases}/compare?from={id}&to={id}", "/use-cases/letters/claims", "/use-cases/letters/record"]))
        {
            IDocument document = await steward.Page(page);
            SecurityTests.AssertNothingRuns(document, page);
            // The record shows JSON, in which the signs are escaped once more.
            Assert.True(document.Body!.TextContent.Contains(page.EndsWith("/record", StringComparison.Ordinal) ? "\\u003Cscript\\u003Edocument.title" : "<script>document.title", StringComparison.Ordinal), page);
        }

        string report = await (await steward.Get(path + "/report.html")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>document.title", report, StringComparison.Ordinal);
        HttpResponseMessage asked = await steward.Send("/use-cases/letters/inquiries", "/use-cases/letters/inquiries", ("question", "<script>alert(1)</script> Nigerian English?"));
        SecurityTests.AssertNothingRuns(Visitor.Parse(await asked.Content.ReadAsStringAsync()), "inquiries");
    }

    [Theory]
    [InlineData("/cases/..%2f..%2fconcordat.sqlite")]
    [InlineData("/cases/%2e%2e%2f%2e%2e%2fkeys/run.json")]
    [InlineData("/claims/..%2f..%2fetc%2fpasswd/claim.md")]
    [InlineData("/inquiries/..%2fclaims")]
    public async Task Path_OutOfTheShelf_FindsNothing(string path)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Get("/use-cases/letters" + path)).StatusCode);
    }

    [Fact]
    public async Task Run_OfAnotherUseCase_IsNotThere()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.OpenUseCase(steward, "elsewhere");
        string path = await Tale.HandIn(steward, RunFiles.Dialects()), foreign = path.Replace("letters", "elsewhere", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Get(foreign)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Get(foreign + "/run.json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Send("/account", foreign + "/publish")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Send("/account", foreign + "/discard")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await steward.Get(path)).StatusCode);
    }

    private static IElement? Following(IElement plot)
    {
        // The table stands before the plot of verdicts and after the others, in the same part of the page.
        return plot.ParentElement!.QuerySelector("table");
    }

    private static async Task<string> Text(Visitor visitor, string path) => (await visitor.Page(path)).Body!.TextContent;

    // Shown in percent with a tenth, or as it is with up to three places.
    private static bool Close(double shown, double value) => Math.Abs(shown - value * 100) <= .051 || Math.Abs(shown - value) <= .0051;

    private static IEnumerable<double> Numbers(string text) =>
        Number().Matches(text.Replace('−', '-').Replace(",", "", StringComparison.Ordinal)).Select(match => double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE]-?\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
