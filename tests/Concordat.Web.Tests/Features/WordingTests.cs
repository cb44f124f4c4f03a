using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Concordat.Web.Features.Workshop;

namespace Concordat.Web.Tests.Features;

/// <summary>Candidate wordings: what a round chooses, and whose rankings count.</summary>
public sealed class WordingTests
{
    private const string Old = "Whoever has a letter read to them understands it.", Other = "Whoever has a letter read to them can act on it.";

    // bench/python/schulze_wordings.py: 400 profiles of up to six wordings and eleven people, with ties and wordings left out.
    [Fact]
    public async Task WordingOutcome_OfRandomBallots_IsThatOfAnIndependentSchulze()
    {
        string[] cases = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "Concordat.Web.Tests", "Features", "schulze-wordings.txt"));
        Assert.Equal(400, cases.Length);
        foreach (string line in cases)
        {
            string[] parts = line.Split('|'), ballots = parts[0].Split(' ');
            int wordings = ballots[0].Split(',').Length;
            WordingOutcome outcome = WordingOutcome.Of(
                [.. Enumerable.Range(0, wordings).Select(i => $"{i}")],
                [
                    .. ballots.Index().SelectMany(ballot => ballot.Item.Split(',').Index().Where(rank => rank.Item != "-")
                        .Select(rank => ($"seat {ballot.Index}", $"{rank.Index}", long.Parse(rank.Item, CultureInfo.InvariantCulture)))),
                ]);
            Assert.Equal(parts[1], string.Join('>', outcome.Order.Select(tied => string.Join('=', tied))));
            Assert.Equal(ballots.Length, outcome.Ballots);
            string[] head = parts[1].Split('>')[0].Split('=');
            Assert.Equal((head[0], head.Length > 1), (outcome.Winner, outcome.TieBroken));
        }
    }

    [Theory]
    [Stores]
    public async Task Round_WhereSomeoneWithdrewAndOthersTied_CountsWhoTakesPartAndSaysThatItTied(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        (ImmutableArray<Visitor> north, string wordings, string old, string other) = await TwoWordings(server, steward);
        // Three for each, and a seventh who decides it and then withdraws; four alone are too few to be told of.
        foreach (Visitor visitor in north[..4])
            await visitor.Send(wordings, wordings + "/rank", (old, "1"), (other, "2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send(wordings, wordings + "/close")).StatusCode);
        foreach (Visitor visitor in north[4..])
            await visitor.Send(wordings, wordings + "/rank", (other, "1"));
        await Tale.Consent(north[3], "TakePart", "no");
        Assert.Equal(HttpStatusCode.Forbidden, (await north[3].Post(wordings + "/rank")).StatusCode);
        await steward.Send(wordings, wordings + "/close");
        IDocument page = await north[0].Page(wordings);
        Assert.Equal([$"{Old} — tied with — {Other}"], page.QuerySelectorAll("ol li").Select(line => line.TextContent));
        Assert.Contains("6 people ranked. Several wordings tied at the head; the one put forward first goes on.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // The second round starts from the winner, and nobody's first ranking is taken for one in it.
        Assert.Equal([Old], page.QuerySelectorAll("select").Select(select => page.QuerySelector($"label[for='{select.Id}']")!.TextContent));
        Assert.All(page.QuerySelectorAll("select option[selected]"), option => Assert.Equal("", option.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send(wordings, wordings + "/close")).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Wording_WhoseAuthorWithdrew_IsNeitherRankedNorChosen(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        (ImmutableArray<Visitor> north, string wordings, string old, string other) = await TwoWordings(server, steward);
        foreach (Visitor visitor in north[2..])
            await visitor.Send(wordings, wordings + "/rank", (other, "1"), (old, "2"));
        await Tale.Consent(north[1], "TakePart", "no");
        Assert.Equal([Old], (await north[2].Page(wordings)).QuerySelectorAll("select").Select(select => select.ParentElement!.QuerySelector("label")!.TextContent));
        await steward.Send(wordings, wordings + "/close");
        IDocument page = await north[2].Page(wordings);
        Assert.Equal([Old], page.QuerySelectorAll("ol li").Select(line => line.TextContent));
        Assert.Contains("Withdrawn: whoever suggested it no longer takes part.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Seven people, of whom the first proposed a standard and the second another wording of it: the page of both, and the fields in which each is ranked.</summary>
    private static async Task<(ImmutableArray<Visitor> North, string Wordings, string Old, string Other)> TwoWordings(TestServer server, Visitor steward)
    {
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 7);
        string wordings = await Tale.Propose(north[0], "understood", Old) + "/wordings";
        await north[1].Send(wordings, wordings, ("statement", Other));
        IDocument page = await north[2].Page(wordings);
        string Field(string statement) => page.QuerySelectorAll("label").First(label => label.TextContent == statement).GetAttribute("for")!;
        return (north, wordings, Field(Old), Field(Other));
    }
}
