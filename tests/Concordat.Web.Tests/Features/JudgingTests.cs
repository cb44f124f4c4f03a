using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Web.Access;
using Concordat.Web.Features.Desk;
using Concordat.Web.Features.Judging;

namespace Concordat.Web.Tests.Features;

public sealed class JudgingTests
{
    [Theory]
    [Stores]
    public async Task PassAndNoOpinion_InTheEvidence_DifferFromEachOtherAndFromMissing(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Rating", ("again-percent", "0"));
        foreach ((string value, string say) in new[] { ("wholly", "Value"), ("", "Pass"), ("", "NoOpinion"), ("partly", "Value") })
            Assert.True(await JudgingTale.Give(voices[0], round, value, say));
        EvidenceSet evidence = await Import(server);
        Criterion criterion = Assert.Single(evidence.Criteria);
        Assert.Equal("understood-rating", criterion.Id);
        Assert.Equal<string>(["not at all", "partly", "wholly", "pass", "no opinion"], criterion.Scale.Levels.Select(level => level.Name));
        int[] rows = InOwnOrder(4, evidence.Ratings.Attributes);
        Assert.Equal<string>(["wholly", "pass", "no opinion", "partly"], rows.Select(row => criterion.Scale.Levels[(int)evidence.Ratings.Value[row]].Name));
        Assert.Equal(2, evidence.Ratings.Value.Count(criterion.Scale.IsAbstention));
        Assert.Equal<double>([1, 2, 3], criterion.Scale.Levels.Where(level => !level.IsAbstention).Select(level => level.Number!.Value));
        Assert.All(evidence.Ratings.Response, response => Assert.True(response >= 0));
        Assert.All(evidence.Ratings.TimeUnixMilliseconds, time => Assert.True(time > 1_500_000_000_000));
        Assert.Equal<string?>(["0", "1", "2", "3"], rows.Select(row => evidence.Ratings.Attributes.Single(column => column.Name == "order").LevelOf(row)));
    }

    [Theory]
    [Stores]
    public async Task Answer_SentManyTimesAtOnce_CountsOnce(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Rating");
        (string task, string id, string token, _) = (await JudgingTale.Next(voices[0], round))!.Value;
        (string, string)[] fields = [("form-token", token), ("task", task), ("id", id), ("value", "partly"), ("say", "Value")];
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Script(voices[0], round + "/answers", fields)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        HttpResponseMessage other = await Script(voices[0], round + "/answers", [("form-token", token), ("task", task), ("id", new string('a', 32)), ("value", "wholly"), ("say", "Value")]);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal("partly", Assert.Single(await Stored(server, round)).Value);
    }

    [Theory]
    [Stores]
    public async Task Task_OfAnother_CanNeitherBeAnsweredNorSkippedNorTakenBack(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 2);
        string round = await JudgingTale.OpenRound(steward, "Rating");
        (string task, string id, _, _) = (await JudgingTale.Next(voices[0], round))!.Value;
        string token = (await JudgingTale.Next(voices[1], round))!.Value.Token;
        Assert.Equal(HttpStatusCode.NotFound, (await voices[1].Post(round + "/answers", ("form-token", token), ("task", task), ("id", id), ("value", "partly"), ("say", "Value"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await voices[1].Post(round + "/skip", ("form-token", token), ("task", task))).StatusCode);
        Assert.True(await JudgingTale.Give(voices[0], round, "partly"));
        await voices[1].Post(round + "/undo", ("form-token", token), ("id", id));
        JudgementRow stored = Assert.Single(await Stored(server, round));
        Assert.Equal((task, "partly"), (stored.Task, stored.Value));
        // Nor does a forged number stand in the way of what they send later under the same one.
        Assert.Equal(HttpStatusCode.OK, (await Script(voices[0], round + "/answers", [("form-token", (await JudgingTale.Next(voices[0], round))!.Value.Token), ("task", task), ("id", stored.Id), ("value", "partly"), ("say", "Value")])).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task TakenBack_TheTaskIsThereAgainAndALateCopyStaysAway(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Rating");
        (string task, string id, string token, _) = (await JudgingTale.Next(voices[0], round))!.Value;
        (string, string)[] fields = [("form-token", token), ("task", task), ("id", id), ("value", "partly"), ("say", "Value")];
        await Script(voices[0], round + "/answers", fields);
        Assert.Single(await Stored(server, round));
        HttpResponseMessage undone = await voices[0].Send(round, round + "/undo");
        Assert.Contains("done=TakenBack", undone.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(await Stored(server, round));
        Assert.Contains("TakenBack", await (await Script(voices[0], round + "/answers", fields)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await Stored(server, round));
        Assert.Equal(task, (await JudgingTale.Next(voices[0], round))!.Value.Task);
        Assert.True(await JudgingTale.Give(voices[0], round, "wholly"));
        Assert.Equal("wholly", Assert.Single(await Stored(server, round)).Value);
    }

    [Theory]
    [Stores]
    public async Task Plan_WithQuotasByGroup_FillsEachItemAsDeclaredAndNoFurther(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> north) = await Panel(server, JudgingTale.Items(6), people: 3, holds: "items");
        ImmutableArray<Visitor> south = await Tale.Voices(server, steward, "south", 3);
        string round = await JudgingTale.OpenRound(steward, "Rating", ("per-item", "2"), ("group-attribute", "community"), ("quotas", "south: 1"));
        // All at once: nobody is planned for without the others.
        await Task.WhenAll(north.AddRange(south).Select(visitor => visitor.Page(round)));
        bool anyone = true;
        while (anyone)
        {
            anyone = false;
            foreach (Visitor visitor in north.AddRange(south))
                anyone |= await JudgingTale.Give(visitor, round, "partly");
        }

        ImmutableArray<(string Group, long Unit, long Given)> filling = await server.Database.Read(session => session.All<(string, long, long)>(
            "SELECT group_name, unit, count(*) FROM judging_tasks WHERE round_id = @Id AND state = 'Answered' GROUP BY group_name, unit", new { Id = round.Split('/')[^1] }), CancellationToken.None);
        Assert.Equal(12, filling.Length);
        Assert.All(filling, cell => Assert.Equal(cell.Group == "south" ? 1 : 2, cell.Given));
    }

    [Theory]
    [Stores]
    public async Task Plan_WithAShareAskedAgain_RepeatsAndReframesAnswersGivenLongBefore(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Items(40), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating", ("again-percent", "40"), ("again-after", "4"), ("per-seat", "50"), ("frames", "self: Would you understand it?\nothers: Would your neighbours understand it?"));
        int given = 0;
        while (await JudgingTale.Give(voices[0], round, given % 3 == 0 ? "partly" : "wholly"))
            given++;
        Assert.Equal(50, given);
        EvidenceSet evidence = await Import(server);
        Assert.Equal<string>(["others", "self"], evidence.Conditions.Ids.Order(StringComparer.Ordinal));
        Assert.Contains(evidence.Ratings.Replicate, replicate => replicate == 1);
        var panel = Concordat.Estimators.Decomposition.AnswerPanel.Select(evidence, "understood-rating", out _)!;
        var design = Concordat.Estimators.Decomposition.RepeatDesign.Of(panel);
        Assert.True(design.RepeatedWithin >= 3 && design.RepeatedBetween >= 3, $"{design}");
        ImmutableArray<JudgementRow> rows = await Stored(server, round);
        foreach (IGrouping<string, JudgementRow> asked in rows.GroupBy(row => row.Item))
        {
            long[] places = [.. asked.Select(row => row.Position).Order()];
            Assert.True(places.Length <= 3);
            for (int i = 1; i < places.Length; i++)
                Assert.True(places[i] - places[i - 1] > 4, $"{asked.Key} at {string.Join(", ", places)}");
        }

        Assert.Equal(20, rows.Length - rows.Select(row => row.Item).Distinct().Count(), 4.0);
    }

    [Theory]
    [Stores]
    public async Task Arena_NamesNoSystem_AndRecordsWhatStoodFirst(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(6), people: 2);
        string round = await JudgingTale.OpenRound(steward, "Pairwise");
        string page = (await voices[0].Page(round)).DocumentElement.OuterHtml;
        Assert.DoesNotContain("-system", page, StringComparison.Ordinal);
        var expected = new List<(string, string)>();
        string[] values = ["1", "2", "tie", "neither"];
        for (int i = 0; i < 18; i++)
        {
            IElement section = (await JudgingTale.Next(voices[0], round))!.Value.Section;
            string[] texts = [.. section.QuerySelectorAll(".response .prose").Select(text => text.TextContent)];
            expected.Add((texts[0][^2..^1], texts[1][^2..^1]));
            Assert.True(i == 17 ? await JudgingTale.Give(voices[0], round, "", "Pass") : await JudgingTale.Give(voices[0], round, values[i % 4]));
        }

        EvidenceSet evidence = await Import(server);
        ComparisonTable table = evidence.Comparisons;
        int[] rows = InOwnOrder(18, table.Attributes);
        Assert.Equal<(string, string)>(expected, rows.Select(row => (evidence.Alternatives.Keys[table.First[row]][..1], evidence.Alternatives.Keys[table.Second[row]][..1])));
        Assert.Equal<ComparisonOutcome>([ComparisonOutcome.First, ComparisonOutcome.Second, ComparisonOutcome.Tie, ComparisonOutcome.NeitherAcceptable], rows.Take(4).Select(row => table.Outcome[row]));
        Assert.Equal(ComparisonOutcome.Abstention, table.Outcome[rows[17]]);
        // Both orders occur: 18 fair coins fall alike once in 131,072.
        Assert.Equal(2, expected.Select(pair => string.CompareOrdinal(pair.Item1, pair.Item2) < 0).Distinct().Count());
    }

    [Theory]
    [Stores]
    public async Task BestOfThree_Chosen_BecomesComparisonsWithTheOthers(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "BestOf");
        Assert.DoesNotContain("-system", (await voices[0].Page(round)).DocumentElement.OuterHtml, StringComparison.Ordinal);
        IElement section = (await JudgingTale.Next(voices[0], round))!.Value.Section;
        string[] shown = [.. section.QuerySelectorAll(".response .prose").Select(text => text.TextContent[^2..^1])];
        Assert.True(await JudgingTale.Give(voices[0], round, "2"));
        Assert.True(await JudgingTale.Give(voices[0], round, "", "NoOpinion"));
        EvidenceSet evidence = await Import(server);
        ComparisonTable table = evidence.Comparisons;
        int[] rows = InOwnOrder(4, table.Attributes);
        string Name(int code) => evidence.Alternatives.Keys[code][..1];
        Assert.Equal<(string, string, ComparisonOutcome)>(
            [(shown[0], shown[1], ComparisonOutcome.Second), (shown[1], shown[2], ComparisonOutcome.First)],
            rows.Take(2).Select(row => (Name(table.First[row]), Name(table.Second[row]), table.Outcome[row])));
        Assert.Equal<ComparisonOutcome>([ComparisonOutcome.Abstention, ComparisonOutcome.Abstention], rows.Skip(2).Select(row => table.Outcome[row]));
        Assert.Equal("no opinion", table.Attributes.Single(column => column.Name == "answer").LevelOf(rows[2]));
    }

    [Theory]
    [Stores]
    public async Task Span_InsideTheText_IsKeptWithItsComment(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Items(3), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Span");
        (string task, string id, string token, IElement section) = (await JudgingTale.Next(voices[0], round))!.Value;
        Assert.Equal(0, section.QuerySelector("textarea.markable")!.TextContent.IndexOf("Dear neighbour", StringComparison.Ordinal));
        foreach ((string start, string end, string comment) in new[] { ("5", "5", "x"), ("0", "999", "x"), ("", "4", "x"), ("0", "4", "") })
        {
            HttpResponseMessage refused = await voices[0].Post(round + "/answers", ("form-token", token), ("task", task), ("id", id), ("value", "marked"), ("say", "Value"), ("start", start), ("end", end), ("comment", comment));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        Assert.True(await JudgingTale.Give(voices[0], round, "marked", "Value", ("start", "0"), ("end", "14"), ("comment", "=Too familiar, \"neighbour\"")));
        Assert.True(await JudgingTale.Give(voices[0], round, "nothing"));
        EvidenceSet evidence = await Import(server);
        RatingTable ratings = evidence.Ratings;
        string? Of(string column, int row) => ratings.Attributes.Single(attribute => attribute.Name == column).LevelOf(row);
        int[] rows = InOwnOrder(2, ratings.Attributes);
        Assert.Equal(("0", "14", "=Too familiar, \"neighbour\""), (Of("span_start", rows[0]), Of("span_end", rows[0]), Of("comment", rows[0])));
        Assert.Null(Of("span_start", rows[1]));
        Assert.Equal<double>([0, 1], rows.Select(row => ratings.Value[row]));
    }

    [Theory]
    [Stores]
    public async Task Warned_TheTextIsBehindItsWarning_AndSkippingCostsNothing(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(1), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Rating", ("per-seat", "3"));
        IElement section = (await JudgingTale.Next(voices[0], round))!.Value.Section;
        IElement veil = section.QuerySelector("details.warned")!;
        Assert.False(veil.HasAttribute("open"));
        Assert.Contains("a threat of eviction", veil.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(veil.QuerySelector(".item"));
        Assert.Null(section.QuerySelector(":scope > .task-body"));
        Assert.NotNull(section.QuerySelector(":scope > form.skip-form"));
        Assert.Contains("Call the steward", (await voices[0].Page(round)).QuerySelector(".support")!.TextContent, StringComparison.Ordinal);
        HttpResponseMessage skipped = await voices[0].Send(round, round + "/skip", ("task", section.GetAttribute("data-task")!));
        Assert.Contains("done=Skipped", skipped.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.True(await JudgingTale.Give(voices[0], round, "partly"));
        Assert.True(await JudgingTale.Give(voices[0], round, "partly"));
        Assert.False(await JudgingTale.Give(voices[0], round, "partly"));
        Assert.Equal(2, (await Stored(server, round)).Length);
    }

    [Theory]
    [Stores]
    public async Task Withdrawn_OrDeleted_NothingOfItIsExported(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 2);
        string round = await JudgingTale.OpenRound(steward, "Rating");
        foreach (Visitor voice in voices)
            Assert.True(await JudgingTale.Give(voice, round, "partly"));
        Assert.Contains("judgement", await (await voices[0].Get("/account/export")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Tale.Consent(voices[0], "TakePart", "no");
        Assert.Single(await Stored(server, round));
        Assert.Equal(HttpStatusCode.Forbidden, (await voices[0].Get(round)).StatusCode);
        HttpResponseMessage deleted = await voices[1].Send("/account/delete", "/account/delete", ("name", "north1"), ("password", Visitor.Password));
        Assert.Contains("AccountDeleted", deleted.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.Empty(await Stored(server, round));
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM judgements"), CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task ClosedRound_TakesWhatWasGivenBefore_AndNothingElse(Store store)
    {
        var clock = new MovableClock();
        await using TestServer server = await TestServer.Start(store, clock);
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Rating");
        IDocument page = await voices[0].Page(round);
        string[] tasks = [.. page.QuerySelectorAll("section.task").Select(section => section.GetAttribute("data-task")!)];
        string token = Visitor.TokenOf(page);
        clock.Now += TimeSpan.FromMinutes(10);
        await steward.Send(JudgingTale.Material, $"{JudgingTale.Material}/rounds/{round.Split('/')[^1]}/close");
        clock.Now += TimeSpan.FromMinutes(10);
        async Task<HttpStatusCode> Send(int task, int minutesAgo) => (await Script(
            voices[0], round + "/answers", [("form-token", token), ("task", tasks[task]), ("id", $"{task:D32}"), ("value", "partly"), ("say", "Value"), ("ago", $"{minutesAgo * 60_000}")])).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await Send(0, 15));
        Assert.Equal(HttpStatusCode.Gone, await Send(1, 5));
        JudgementRow stored = Assert.Single(await Stored(server, round));
        Assert.Equal(Concordat.Web.Persistence.Moment.Of(clock.Now.AddMinutes(-15)), stored.GivenAt);
    }

    [Fact]
    public async Task ScriptInItemsCommentsAndRounds_IsShownAsText()
    {
        const string hostile = "\"'><script>document.title='owned'</script><img src=x onerror=alert(1)></textarea></title>";
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await Panel(server, JudgingTale.Responses(2, hostile).Replace("a threat of eviction", "<img src=x onerror=alert(1)>", StringComparison.Ordinal), people: 1);
        foreach (string kind in new[] { "Rating", "Pairwise", "BestOf", "Span" })
        {
            string round = await JudgingTale.OpenRound(steward, kind, ("title", hostile), ("frames", hostile), ("levels", $"{hostile[..70]}\nother"), ("support", hostile));
            string[] values = kind switch { "Rating" => ["other"], "Span" => ["marked"], _ => ["1"] };
            foreach (string path in new[] { round, JudgingTale.Judge, JudgingTale.Material })
            {
                IDocument page = await (path == JudgingTale.Material ? steward : voices[0]).Page(path);
                Assert.Empty(page.QuerySelectorAll("script:not([src]), img"));
                Assert.Contains("<script>document.title", page.Body!.TextContent, StringComparison.Ordinal);
            }

            Assert.True(await JudgingTale.Give(voices[0], round, values[0], "Value", ("start", "0"), ("end", "3"), ("comment", hostile)));
        }

        // What they said comes back to them as data, not as a page.
        HttpResponseMessage export = await voices[0].Get("/account/export");
        Assert.Equal("application/json", export.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("<script>", await export.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OfWhatIsNoMaterial_SaysWhereAndAddsNothing()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, _) = await Panel(server, JudgingTale.Items(1), people: 0, holds: "items");
        foreach ((string content, string holds, string name, string expected) in new[]
        {
            ("system,item\nx,y\n", "responses", "a.csv", "text"), ("item,text\na,b\na,c\n", "items", "a.csv", "Line 3"), ("{\"item\":\"a\"}\n", "items", "a.jsonl", "Line 1"), ("x", "items", "a.csv.gz", "ends in .csv"),
            ("item,text\nletter-00,another text\n", "items", "../../a.csv", "another text"),
        })
        {
            HttpResponseMessage answer = await JudgingTale.Load(steward, content, holds, name);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(expected, Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector(".faults")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM judging_items"), CancellationToken.None));
    }

    [Fact]
    public async Task Load_OfMoreThanAForm_IsTakenUpToItsLimit()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, _) = await Panel(server, JudgingTale.Items(1), people: 0, holds: "items");
        string Long(int rows) => "item,text\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"long-{row},{new string('x', 100_000)}\n"));
        Assert.Equal(HttpStatusCode.Found, (await JudgingTale.Load(steward, Long(10), "items")).StatusCode);
        // The server stops reading: whoever still sends finds the line cut, or the answer.
        Exception? cut = await Record.ExceptionAsync(async () => Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await JudgingTale.Load(steward, Long(180), "items")).StatusCode));
        Assert.True(cut is null or HttpRequestException, cut?.ToString());
        Assert.Equal(11, await server.Database.Read(session => session.Count("SELECT count(*) FROM judging_items"), CancellationToken.None));
    }

    [Fact]
    public void TimeInWords_WithFewAnswers_GivesNoEstimate()
    {
        Assert.Contains("No estimate", new Progress(4, 10, [1000, 2000, 3000, 4000]).TimeInWords, StringComparison.Ordinal);
        // The middle half of 2, 4, 6, 8 and 60 s goes from 4 to 8 s: ten more take 40 to 80 s.
        Assert.Equal("Between 1 and 2 minutes for all of them: an estimate from your own median of 6 seconds and the middle half of your last 5 answers. Breaks come on top.", new Progress(5, 10, [60_000, 2000, 8000, 4000, 6000]).TimeInWords);
    }

    internal static async Task<(Visitor Steward, ImmutableArray<Visitor> Voices)> Panel(TestServer server, string material, int people, string holds = "responses")
    {
        Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        HttpResponseMessage loaded = await JudgingTale.Load(steward, material, holds);
        Assert.Equal(HttpStatusCode.Found, loaded.StatusCode);
        return (steward, people == 0 ? [] : await Tale.Voices(server, steward, "north", people));
    }

    internal static Task<ImmutableArray<JudgementRow>> Stored(TestServer server, string round) => server.Database.Read(session => Judgements.Of(session, round.Split('/')[^1]), CancellationToken.None);

    // What the steward takes away, read as an audit reads it; the file has its rows by item, a person's own order stands in a column.
    private static async Task<EvidenceSet> Import(TestServer server)
    {
        UseCaseRow useCase = (await server.Database.Read(session => session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases WHERE id = 'letters'"), CancellationToken.None))!;
        string folder = Directory.CreateTempSubdirectory("concordat-export-").FullName;
        EvidenceExport export = await ExportedJudgements.Write(server.Database, useCase, folder, CancellationToken.None);
        EvidenceSet evidence = EvidenceStore.Open(export.Make(CancellationToken.None), CancellationToken.None).Evidence;
        Directory.Delete(folder, recursive: true);
        return evidence;
    }

    private static int[] InOwnOrder(int rows, ImmutableArray<AttributeColumn> attributes)
    {
        AttributeColumn order = attributes.Single(column => column.Name == "order");
        return [.. Enumerable.Range(0, rows).OrderBy(row => int.Parse(order.LevelOf(row)!, CultureInfo.InvariantCulture))];
    }

    private static async Task<HttpResponseMessage> Script(Visitor visitor, string path, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Accept.ParseAdd("application/json");
        return await visitor.Client.SendAsync(request);
    }
}
