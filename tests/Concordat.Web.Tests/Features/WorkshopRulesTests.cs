using System.Net;
using AngleSharp.Dom;

namespace Concordat.Web.Tests.Features;

/// <summary>What the workshop promises beside the main story: who may answer, who is missing, what changed, under which rule.</summary>
public sealed class WorkshopRulesTests
{
    private const string Board = "/use-cases/letters/workshop", Statement = "Whoever has a letter read to them understands it.";

    [Theory]
    [Stores]
    public async Task Objection_WithItsGroupAndSeverity_IsAnsweredByWhoMadeTheProposalOrTheStewardAlone(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 3);
        string proposal = await Tale.Propose(north[0], "understood", Statement);
        foreach ((string reason, string severity) in new[] { ("It does not say by whom.", "Serious"), ("It could be shorter.", "Minor") })
            await north[1].Send(proposal, proposal + "/object", ("objection", reason), ("group", "people who read no Latin script"), ("severity", severity));
        IElement[] objections = [.. (await north[2].Page(proposal)).QuerySelectorAll("article.objection")];
        Assert.Equal(["Serious concerning people who read no Latin script", "Minor concerning people who read no Latin script"], objections.Select(objection => objection.QuerySelector("p")!.TextContent));
        string first = objections[0].Id!["objection-".Length..], second = objections[1].Id!["objection-".Length..];
        Task<HttpResponseMessage> Answer(Visitor who, string objection) => who.Send(Board, $"{proposal}/objections/{objection}/answer", ($"answer-{objection}", "By the reading service."));
        using Visitor auditor = server.NewVisitor();
        await Tale.Join(auditor, await Tale.Invite(steward, "Auditor"), "auditor");
        Assert.Empty((await north[1].Page(proposal)).QuerySelectorAll("form[action$='/answer']"));
        Assert.NotEqual(HttpStatusCode.Found, (await Answer(north[1], first)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Found, (await Answer(north[2], first)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Post($"{proposal}/objections/{first}/answer")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await Answer(north[0], first)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await Answer(steward, second)).StatusCode);
        Assert.Equal(2, (await north[2].Page(proposal)).QuerySelectorAll("article.objection .answer").Length);
        Assert.NotEqual(HttpStatusCode.Found, (await north[2].Send(Board, $"{proposal}/objections/{first}/withdraw")).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Forms_SentTwiceAtOnce_AreOneProposalAndOneObjection(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        string[] proposals = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tale.Propose(ada, "understood", Statement)));
        string proposal = Assert.Single(proposals.Distinct(StringComparer.Ordinal));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ada.Send(proposal, proposal + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Serious"))));
        Assert.Single((await ada.Page(proposal)).QuerySelectorAll("article.objection"));
    }

    [Theory]
    [Stores]
    public async Task Community_WithNobodyWhoConsented_IsMissingAtTheTable(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        foreach (string community in new[] { "north", "south" })
            await steward.Send(Board + "/rule", Board + "/communities", ("name", community), ("why", "Names of places differ."), ("standing", "User"));
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 1);
        using Visitor south = server.NewVisitor();
        await Tale.Join(south, await Tale.Invite(steward, "Participant", "south"), "south");
        async Task<string[]> Missing() => [.. (await north[0].Page(Board)).QuerySelectorAll("section.notice li strong").Select(name => name.TextContent)];
        Assert.Equal(["south"], await Missing());
        await Tale.Consent(south, "TakePart", "yes");
        Assert.Empty(await Missing());
        await Tale.Consent(north[0], "TakePart", "no");
        Assert.Equal(["north"], await Missing());
    }

    [Theory]
    [Stores]
    public async Task Decision_AfterTheRuleChanged_KeepsTheThresholdAndTheLevelItWasMadeUnder(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward, 60);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5);
        var decided = new List<string>();
        foreach ((string name, string democracy) in new[] { ("understood", "Binding"), ("slowly", "Informing") })
        {
            await steward.Send(Board + "/rule", Board + "/rule", ("threshold", name == "slowly" ? "80" : "60"), ("democracy", democracy));
            string proposal = await Tale.Propose(north[0], name, $"{Statement} As {name} as can be.");
            // Three of four who took a side: three quarters.
            foreach ((Visitor visitor, string choice) in north.Zip(["Agree", "Agree", "Agree", "Disagree", "Pass"]))
                await Tale.Vote(visitor, proposal, choice);
            await steward.Send(proposal, proposal + "/ratify");
            decided.Add(proposal);
        }

        string[] told = [.. await Task.WhenAll(decided.Select(async proposal => (await north[0].Page(proposal)).QuerySelector("#decision")!.ParentElement!.TextContent))];
        Assert.StartsWith("Ratified", told[0].Trim(), StringComparison.Ordinal);
        Assert.Contains("at least 60 %", told[0], StringComparison.Ordinal);
        Assert.Contains("level 3: the vote binds the steward", told[0], StringComparison.Ordinal);
        Assert.StartsWith("Not ratified", told[1].Trim(), StringComparison.Ordinal);
        Assert.Contains("level 1: those affected are heard, the steward decides", told[1], StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Lists_OfEachCommunity_StandBesideTheMergedOneInTheirOwnWords(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5), south = await Tale.Voices(server, steward, "south", 5);
        string first = await Tale.Propose(north[0], "understood", Statement), refused = await Tale.Propose(south[0], "understood", "Whoever has a letter read to them in the south understands it.");
        foreach (Visitor visitor in north.AddRange(south))
        {
            await Tale.Vote(visitor, first, "Agree");
            await Tale.Vote(visitor, refused, "Disagree");
        }

        await steward.Send(first, first + "/ratify");
        await steward.Send(refused, refused + "/ratify");
        IElement[] lists = [.. (await north[0].Page(Board + "/communities")).QuerySelectorAll(".beside section")];
        Assert.Equal(["Merged: the charter", "north", "south"], lists.Select(list => list.QuerySelector("h2")!.TextContent));
        Assert.Equal([Statement, $"{Statement} ratified", "Whoever has a letter read to them in the south understands it. rejected"], lists.Select(list => Plain(list.QuerySelector("article")!)));
    }

    [Fact]
    public async Task Versions_WhereTheBoundAloneChanged_SayThatItDid()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5);
        foreach (string bound in new[] { "0.8", "0.9" })
        {
            string proposal = (await north[0].Send(Board + "/propose", Board + "/propose",
                ("standard", "understood"), ("statement", Statement), ("reason", "A letter read wrongly is worse than none."), ("level", "Organisational"),
                ("measure", "group-outcomes.value"), ("options", "criterion = understood\nlevel = yes"), ("direction", "AtLeast"), ("bound", bound), ("owner", "Head of the reading service"))).Headers.Location!.OriginalString.Split('?')[0];
            foreach (Visitor visitor in north)
                await Tale.Vote(visitor, proposal, "Agree");
            await steward.Send(proposal, proposal + "/ratify");
        }

        IElement change = (await north[0].Page(Board + "/versions?from=1&to=2")).QuerySelector("article.standard")!;
        Assert.Contains("changed", change.QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("unchanged", change.QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["0.8."], change.QuerySelectorAll("del").Select(words => words.TextContent));
        Assert.Equal(["0.9."], change.QuerySelectorAll("ins").Select(words => words.TextContent));
    }

    [Theory]
    [Stores]
    public async Task Vote_ForACommunityOfFew_IsGivenKnowingWhatTheDecisionTells(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor north = (await Tale.Voices(server, steward, "north", 5))[0], south = (await Tale.Voices(server, steward, "south", 4))[0];
        string proposal = await Tale.Propose(north, "understood", Statement);
        Assert.DoesNotContain("can tell how it voted", (await north.Page(proposal)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Fewer than 5 people take part here for your community.", (await south.Page(proposal)).QuerySelector("main p.notice")!.TextContent, StringComparison.Ordinal);
    }

    private static string Plain(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
