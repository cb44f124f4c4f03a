using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Concordat.Charters;
using Concordat.Charters.Record;
using Concordat.Web.Features.Workshop;

namespace Concordat.Web.Tests.Features;

public sealed class WorkshopTests
{
    [Theory]
    [Stores]
    public async Task Proposal_VotedOnAndAnswered_BecomesTheCharterAndStandsInTheRecord(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5), south = await Tale.Voices(server, steward, "south", 6);
        string proposal = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        foreach (Visitor visitor in north.AddRange(south))
            await Tale.Vote(visitor, proposal, "Agree");
        await Tale.Vote(south[5], proposal, "Disagree");
        await south[0].Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "south"), ("severity", "Serious"));

        // Without a rule nothing is decided; with a serious objection open the rule says no, so it is answered first.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send(proposal, proposal + "/ratify")).StatusCode);
        await Tale.DeclareRule(steward, 60);
        string objection = (await steward.Page(proposal)).QuerySelector("article.objection")!.Id!["objection-".Length..];
        await north[0].Send(proposal, $"{proposal}/objections/{objection}/answer", ($"answer-{objection}", "By the reading service, which the charter names."));
        Assert.Equal(HttpStatusCode.Found, (await steward.Send(proposal, proposal + "/ratify")).StatusCode);

        IDocument page = await north[1].Page(proposal);
        Assert.Equal("Ratified", page.QuerySelector("#decision")!.TextContent);
        Assert.Equal(["north", "5", "0", "0", "south", "5", "1", "0"], page.QuerySelectorAll("tbody th, tbody td").Select(cell => cell.TextContent));
        Assert.Contains("not on the table any more", Visitor.Parse(await (await north[0].Send("/use-cases/letters/me", proposal + "/vote", ("choice", "Pass"))).Content.ReadAsStringAsync()).QuerySelector(".faults")!.TextContent, StringComparison.Ordinal);

        string yaml = await (await north[0].Get("/use-cases/letters/workshop/charter.yaml")).Content.ReadAsStringAsync();
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        CharterReview review = CharterComposition.Review(CharterReader.Read([file]), ImmutableSortedDictionary<string, string>.Empty);
        Assert.Equal("understood", Assert.Single(review.Standards).Draft.Id);
        File.Delete(file);

        ImmutableArray<RecordEntry> record = await RecordEntries.Read(server.Database);
        Assert.True(RecordCheck.Of(record).Holds);
        Assert.Equal(12, record.Count(entry => entry.Kind == "vote"));
        JsonElement decision = JsonDocument.Parse(Encoding.UTF8.GetString([.. record[^1].Content])).RootElement;
        Assert.True(decision.GetProperty("isAccepted").GetBoolean());
        Assert.Equal(6, decision.GetProperty("tally")[1].GetProperty("agree").GetInt32() + decision.GetProperty("tally")[1].GetProperty("disagree").GetInt32());
        foreach (Visitor visitor in north.AddRange(south))
            visitor.Dispose();
    }

    [Fact]
    public async Task Proposal_WithASeriousObjectionUnanswered_IsNotRatified()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5);
        string proposal = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        foreach (Visitor visitor in north)
            await Tale.Vote(visitor, proposal, "Agree");
        await north[1].Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Serious"));
        await steward.Send(proposal, proposal + "/ratify");
        Assert.Equal("Not ratified", (await steward.Page(proposal)).QuerySelector("#decision")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Get("/use-cases/letters/workshop/charter.yaml")).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Proposal_ThatLoosensAHigherLevel_IsRefusedAndOneThatTightensIsMeasured(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5);
        Task<HttpResponseMessage> Bound(string level, string bound) => north[0].Send("/use-cases/letters/workshop/propose", "/use-cases/letters/workshop/propose",
            ("standard", "understood"), ("statement", "Whoever has a letter read to them understands it."), ("reason", "A letter read wrongly is worse than none."), ("level", level),
            ("measure", "group-outcomes.value"), ("options", "criterion = understood\nlevel = yes"), ("direction", "AtLeast"), ("bound", bound), ("owner", "Head of the reading service"));
        string law = (await Bound("Supranational", "0.8")).Headers.Location!.OriginalString.Split('?')[0];
        foreach (Visitor visitor in north)
            await Tale.Vote(visitor, law, "Agree");
        await steward.Send(law, law + "/ratify");

        HttpResponseMessage looser = await Bound("Organisational", "0.7");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, looser.StatusCode);
        Assert.Contains("the looser bound 0.7", Visitor.Parse(await looser.Content.ReadAsStringAsync()).QuerySelector("#measure-fault")!.TextContent, StringComparison.Ordinal);
        string tighter = (await Bound("Organisational", "0.9")).Headers.Location!.OriginalString.Split('?')[0];
        Assert.Contains("is at least 0.9. Head of the reading service answers for the bound.", (await north[1].Page(tighter)).Body!.TextContent, StringComparison.Ordinal);
        foreach (Visitor visitor in north)
            await Tale.Vote(visitor, tighter, "Agree");
        await steward.Send(tighter, tighter + "/ratify");
        string yaml = await (await north[0].Get("/use-cases/letters/workshop/charter.yaml")).Content.ReadAsStringAsync();
        Charter charter = CharterReader.Parse("charter.yaml", Encoding.UTF8.GetBytes(yaml), [.. Catalog.Audits.Select(audit => audit.Description)]);
        CharterReview review = CharterComposition.Review([charter], ImmutableSortedDictionary<string, string>.Empty);
        Assert.Equal([0.8, 0.9], Assert.Single(review.Standards).Origins.Select(origin => origin.Bound));
    }

    [Fact]
    public async Task Draft_WrittenByAModel_CannotBeVotedOnUntilAPersonTakesItUp()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 1);
        await steward.Send("/use-cases/letters/workshop/propose", "/use-cases/letters/workshop/drafts", ("standard", "slowly"), ("statement", "Dates and sums are read slowly."), ("reason", "They are missed most often."), ("level", "Individual"));
        IDocument board = await north[0].Page("/use-cases/letters/workshop");
        IElement draft = board.QuerySelector("article.draft")!;
        Assert.Contains("Written by a model", draft.TextContent, StringComparison.Ordinal);
        string id = draft.QuerySelector("a[href*='from=']")!.GetAttribute("href")!.Split("from=")[1];
        string path = "/use-cases/letters/workshop/" + id;
        IDocument page = await north[0].Page(path);
        Assert.Null(page.QuerySelector("button[name=choice]"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await north[0].Send(path, path + "/vote", ("choice", "Agree"))).StatusCode);
        string own = await Tale.Propose(north[0], "slowly", "Dates and sums are read slowly and twice.", "Individual", id);
        Assert.Equal(HttpStatusCode.Found, (await Tale.Vote(north[0], own, "Agree")).StatusCode);
    }

    [Fact]
    public async Task Withdrawal_OfConsent_TakesTheVoteOutOfTheTally()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 6);
        string proposal = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        foreach (Visitor visitor in north)
            await Tale.Vote(visitor, proposal, "Agree");
        await Tale.Consent(north[5], "TakePart", "no");
        Assert.Equal(HttpStatusCode.Forbidden, (await north[5].Post(proposal + "/vote", ("choice", "Agree"))).StatusCode);
        await steward.Send(proposal, proposal + "/ratify");
        Assert.Equal(["north", "5", "0", "0"], (await steward.Page(proposal)).QuerySelectorAll("tbody th, tbody td").Select(cell => cell.TextContent));
    }

    [Theory]
    [Stores]
    public async Task Deletion_OfAPersonWhoVoted_LeavesTheChainValidAndTheVoteUnreadable(Store store)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-deletion-").FullName;
        await using TestServer server = await TestServer.Start(store, folder: folder);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 2);
        string proposal = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        await Tale.Vote(north[0], proposal, "Agree");
        await Tale.Vote(north[1], proposal, "Disagree");
        string seat = (await RecordEntries.Read(server.Database))[1].Seat!;
        byte[] key = (await server.Database.Read(session => session.One<byte[]>("SELECT key FROM record_keys WHERE seat_id = @seat", new { seat }), CancellationToken.None))!;
        await north[1].Send("/account/delete", "/account/delete", ("name", "north1"));

        ImmutableArray<RecordEntry> record = await RecordEntries.Read(server.Database);
        Assert.True(RecordCheck.Of(record).Holds);
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM record_keys"), CancellationToken.None));
        Assert.NotNull(RecordSeal.Open(key, record[1]));
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM proposal_votes"), CancellationToken.None));
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf(key) < 0, $"the destroyed key is still in {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public async Task Objection_OfSomeoneWhoWithdrewTheirConsent_StopsNothing()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 6);
        string proposal = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        foreach (Visitor visitor in north)
            await Tale.Vote(visitor, proposal, "Agree");
        await north[5].Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Serious"));
        await Tale.Consent(north[5], "TakePart", "no");
        await steward.Send(proposal, proposal + "/ratify");
        Assert.Equal("Ratified", (await steward.Page(proposal)).QuerySelector("#decision")!.TextContent);
    }

    [Theory]
    [Stores]
    public async Task Wordings_RankedTwice_PutTheWinnerForwardAsAnAmendment(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5);
        string wordings = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.") + "/wordings";
        const string better = "Whoever has a letter read to them can say what it asks of them.", best = "Whoever has a letter read to them can say what it asks and by when.";
        await north[1].Send(wordings, wordings, ("statement", better));
        await Rank(north, wordings, better);
        await steward.Send(wordings, wordings + "/close");
        await north[2].Send(wordings, wordings, ("statement", best));
        await Rank(north, wordings, best);
        await steward.Send(wordings, wordings + "/close");
        IDocument page = await north[3].Page(wordings);
        Assert.Equal([best, better, better, "Whoever has a letter read to them understands it."], page.QuerySelectorAll("ol li").Select(line => line.TextContent));
        Assert.Contains(best, (await north[3].Page(wordings[..^"/wordings".Length])).QuerySelectorAll("section li a").Select(link => link.TextContent));
        Assert.Equal(10, (await RecordEntries.Read(server.Database)).Count(entry => entry.Kind == "ranking"));
    }

    // Everyone ranks one wording first and leaves the rest unranked.
    private static async Task Rank(ImmutableArray<Visitor> people, string wordings, string first)
    {
        foreach (Visitor visitor in people)
        {
            IDocument page = await visitor.Page(wordings);
            string field = page.QuerySelectorAll("label").Single(label => label.TextContent == first).GetAttribute("for")!;
            await visitor.Send(wordings, wordings + "/rank", (field, "1"));
        }
    }

    // Schulze (2011), example 1 (45 voters, 5 alternatives): E > A > C > B > D.
    [Fact]
    public void WordingOutcome_OfSchulzesFirstExample_IsHisOrder()
    {
        (int Count, string Order)[] ballots = [(5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC")];
        var ranks = ImmutableArray.CreateBuilder<(string, string, long)>();
        int seat = 0;
        foreach ((int count, string order) in ballots)
        {
            for (int i = 0; i < count; i++, seat++)
            {
                for (int rank = 0; rank < order.Length; rank++)
                    ranks.Add(($"{seat}", $"{order[rank]}", rank + 1));
            }
        }

        WordingOutcome outcome = WordingOutcome.Of(["A", "B", "C", "D", "E"], ranks.ToImmutable());
        Assert.Equal("EACBD", string.Concat(outcome.Order.Select(tied => string.Concat(tied))));
        Assert.Equal("E", outcome.Winner);
        Assert.Equal(45, outcome.Ballots);
    }

    [Theory]
    [Stores]
    public async Task Export_OfSomeoneWhoGaveOneOfEach_HoldsThemAll(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        string proposal = await Tale.Propose(ada, "understood", "Whoever has a letter read to them understands it."), wordings = proposal + "/wordings";
        await Tale.Vote(ada, proposal, "Agree");
        await ada.Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Minor"));
        await ada.Send(wordings, wordings, ("statement", "Whoever has a letter read to them can act on it."));
        IDocument page = await ada.Page(wordings);
        string critique = page.QuerySelector("form[action$='critique']")!.GetAttribute("action")!;
        await ada.Send(wordings, critique, ($"critique-{critique.Split('/')[^2]}", "Too vague for a bound."));
        await ada.Send(wordings, wordings + "/rank", (page.QuerySelector("select")!.Id!, "1"));
        JsonElement copy = JsonDocument.Parse(await (await ada.Get("/account/export")).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["proposal", "objection", "vote", "wording", "wording", "critique", "ranking"], copy.GetProperty("given").EnumerateArray().Select(given => given.GetProperty("kind").GetString()));
    }

    [Fact]
    public void Draw_TwoCampsAndAShared_FindsTheCampsWhatBridgesThemAndWhatDivides()
    {
        OpinionPicture picture = OpinionDrawing.Of(Camps(12, 8), 5, CancellationToken.None)!.Picture(_ => true);
        Assert.Equal([12, 8], picture.Groups.Select(group => group.People));
        Assert.Equal("shared", picture.Shared[0].Proposal);
        // Laplace shares: (12 + 1)/(12 + 2) and (8 + 1)/(8 + 2); the root of their product.
        Assert.Equal(Math.Sqrt(13.0 / 14 * (9.0 / 10)), picture.Shared[0].Agreement, 12);
        Assert.Equal(["left1", "left2", "left3", "right1", "right2", "right3"], picture.Divisive.Select(divisive => divisive.Proposal).Order(StringComparer.Ordinal));
        Assert.Null(OpinionDrawing.Of(Camps(5, 4), 5, CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task Opinions_AfterOneMoreVote_AreShownAsBefore(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 10);
        string[] proposals = [await Tale.Propose(north[0], "one", "The first standard of two."), await Tale.Propose(north[0], "two", "The second standard of two.")];
        const string page = "/use-cases/letters/workshop/opinions";
        foreach (Visitor visitor in north)
        {
            foreach (string proposal in proposals)
                await Tale.Vote(visitor, proposal, "Agree");
        }

        string before = (await steward.Page(page)).QuerySelector("main")!.InnerHtml;
        Assert.Contains("<td class=\"number\">0.92</td>", before, StringComparison.Ordinal);
        foreach (Visitor visitor in north[..4])
            await Tale.Vote(visitor, proposals[0], "Disagree");
        Assert.Equal(before, (await steward.Page(page)).QuerySelector("main")!.InnerHtml);
        await Tale.Vote(north[4], proposals[0], "Disagree");
        Assert.NotEqual(before, (await steward.Page(page)).QuerySelector("main")!.InnerHtml);
    }

    // Two camps that agree on one proposal and are at odds on six.
    private static ImmutableArray<OpinionVote> Camps(int left, int right) =>
    [
        .. Enumerable.Range(0, left + right).SelectMany(i => new[] { "left1", "left2", "left3", "right1", "right2", "right3", "shared" }.Select(proposal => new OpinionVote(
            $"seat{i:00}", proposal, proposal == "shared" || proposal.StartsWith(i < left ? "left" : "right", StringComparison.Ordinal) ? VoteChoice.Agree : VoteChoice.Disagree))),
    ];

    [Fact]
    public void Tally_WithOneSmallCommunity_HidesASecondOneSoThatItCannotBeTold()
    {
        Tally tally = Tally.Of([new RatificationTally("north", 10, 2, 0), new RatificationTally("south", 6, 1, 0), new RatificationTally("west", 1, 1, 0)], 5);
        Assert.Equal([10, null, null], tally.Shown.Select(line => line.Agree));
    }

    [Theory]
    [InlineData("a b c", "a x c", "a|-b|+x|c")]
    [InlineData("", "new words", "+new words")]
    [InlineData("same", "same", "same")]
    [InlineData("one two three four", "zero one three four five", "+zero|one|-two|three four|+five")]
    public void WordDiff_OfTwoTexts_IsTheShortestChange(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', WordDiff.Of(before, after).Select(run => (run.Change < 0 ? "-" : run.Change > 0 ? "+" : "") + run.Text)));
}
