using AngleSharp.Dom;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Concordat.Web.Tests.Features;

/// <summary>The picture of opinions under attack: what two pictures, or a picture and a tally, tell of few people when they are laid side by side.</summary>
public sealed class OpinionTests
{
    private const string Board = "/use-cases/letters/workshop", Opinions = Board + "/opinions";

    // Seats s0, s1, …, one letter each: group A, B or C (upper case for an answer of one kind, lower case for another), or a dot for someone who is not there.
    [Theory]
    [InlineData("AAAAABBBBB", "AAAAABBBBB", false)] // nothing changed
    [InlineData("..........", "AAAAABBBBB", false)] // nothing was shown before
    [InlineData("AAAAAABBBBB", "AAAAABBBBBB", true)] // one moved
    [InlineData("AAAAAAAAAABBBBB", "AAAAABBBBBBBBBB", false)] // five moved
    [InlineData("AAAAABBBBB.", "AAAAABBBBBB", true)] // one came
    [InlineData("AAAAABBBBB.....", "AAAAABBBBBAABBB", true)] // five came, but two and three
    [InlineData("AAAAABBBBB.....", "AAAAABBBBBAAAAA", false)] // five came to one group
    [InlineData("AAAAABBBBB", "AAAAaBBBBB", true)] // one answers otherwise
    [InlineData("AAAAABBBBB", "aaaaaBBBBB", false)] // five answer otherwise
    [InlineData("AAAAAABBBBB", "BBBBBBAAAAA", false)] // letters swapped, nothing else
    [InlineData("AAAAAABBBBB", "BBBBBAAAAAA", true)] // letters swapped, and one moved
    [InlineData("AAAAAAAAAABBBBBBBBBBCCCCC", "AAAAABBBBBAAAAABBBBBCCCCC", false)] // two groups traded five
    [InlineData("AAAAAAAAAABBBBBBBBBBCCCCCC", "AAAAABBBBBAAAAABBBBCCCCCCC", true)] // they did, and one went to the third: told by the first two together
    public void TellOfFew_OfTwoReleases_IsWhatTheirDifferencesAre(string before, string after, bool expected) =>
        Assert.Equal(expected, TwoReleases.TellOfFew(Release(before), Release(after), 5));

    private static Dictionary<string, (int, string)> Release(string people) => people.Index().Where(person => person.Item != '.')
        .ToDictionary(person => $"s{person.Index}", person => (char.ToUpperInvariant(person.Item) - 'A', char.IsUpper(person.Item) ? "Agree" : "Disagree"), StringComparer.Ordinal);

    [Theory]
    [Stores]
    public async Task Opinions_ToWhoeverIsInAGroup_SayWhichAndToNobodyElse(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0], bob = (await Tale.Voices(server, steward, "south", 1))[0];
        (_, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        foreach ((string proposal, string choice) in proposals.Zip(["Agree", "Disagree", "Agree", "Agree"]))
            await Tale.Vote(ada, $"{Board}/{proposal}", choice);
        IDocument own = await ada.Page(Opinions);
        Assert.Equal(["A", "B"], own.QuerySelectorAll("table")[0].QuerySelectorAll("tbody th").Select(cell => cell.TextContent[..1]));
        Assert.Equal("A yours", string.Join(' ', own.QuerySelector("tbody th")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("9", own.QuerySelector("tbody td")!.TextContent);
        Assert.Single(own.QuerySelectorAll("svg circle.own"));
        Assert.Contains("you stood in group A. Only you are told.", own.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (Visitor other in new[] { bob, steward })
        {
            IDocument page = await other.Page(Opinions);
            Assert.DoesNotContain("you stood", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll(".own, svg + .tag, th .tag"));
        }

        // What unites each: nine agree and eight disagree on the first proposal, and the other way round on the second.
        Assert.Equal(["Group A, yours", "Group B"], own.QuerySelectorAll("h3").Select(heading => heading.TextContent));
        Assert.Contains("Agrees (0.91): Letters are read in the order in which they came.", Plain(own.QuerySelector("section[aria-labelledby='group-A']")!), StringComparison.Ordinal);
        Assert.Contains("Disagrees (0.90): Letters are read in the order in which they came.", Plain(own.QuerySelector("section[aria-labelledby='group-B']")!), StringComparison.Ordinal);
        await Tale.Consent(ada, "TakePart", "no");
        Assert.DoesNotContain("you stood", (await ada.Page(Opinions)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Picture_WhereFourWithdrewAndOneVoted_IsNotDrawnAnew(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        string before = await Whole(steward);
        // Four vote once more and leave, one votes otherwise: five have voted since, and a new picture would differ by what they chose.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Take(5).Select(seat => (seat, "...d"))]);
        await server.Database.Write(session => session.Execute("UPDATE seats SET takes_part = 0 WHERE id IN (@A, @B, @C, @D)", new { A = seats[0], B = seats[1], C = seats[2], D = seats[3] }), CancellationToken.None);
        Assert.Equal(before, await Whole(steward));
        // Another four vote as they did before: five voters, and still four who left and one who changed.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Skip(8).Take(4).Select(seat => (seat, "daaa"))]);
        Assert.Equal(before, await Whole(steward));
    }

    [Theory]
    [Stores]
    public async Task Picture_OfAProposalOnWhichOneChanged_LeavesItOutAndDrawsTheRest(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        Assert.Equal(4, (await Bridges(steward)).Length);
        // Eight change on the fourth, one of them on the third too.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Take(8).Select((seat, i) => (seat, i == 0 ? "..dd" : "...d"))]);
        Assert.Equal(["Letters are read in the order in which they came.", "Letters are read slowly.", "Names are spelt."], (await Bridges(steward)).Order(StringComparer.Ordinal));
        Assert.Contains("One proposal is left out", Plain((await steward.Page(Opinions)).QuerySelector("main")!), StringComparison.Ordinal);
        // Four more on the third: five in all since it was last shown, so that it is back.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Skip(1).Take(7).Select((seat, i) => (seat, i < 4 ? "..d." : "..a."))]);
        Assert.Contains("Dates are said twice.", await Bridges(steward));
    }

    [Theory]
    [Stores]
    public async Task Picture_OfAProposalOnWhichFewWhoAreNotPlacedVoted_LeavesItOut(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System, others: 1);
        // One vote is too little to be placed; a tally of everyone, less the groups, would be that person's vote.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, (seats[16], "..d."));
        Assert.DoesNotContain("Dates are said twice.", await Bridges(steward));
        Assert.Equal(3, (await Bridges(steward)).Length);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public async Task Tally_AfterAPictureOfTheSameVotes_KeepsOneCommunityBackWhereFewVotedSince(int since, int shown)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System, others: since);
        ImmutableArray<string> east = await OpinionTale.Seat(server.Database, "east", 6);
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. east.Select(seat => (seat, "daaa"))]);
        Assert.Equal(4, (await Bridges(steward)).Length);
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Skip(16).Select(seat => (seat, "..a."))]);
        string proposal = $"{Board}/{proposals[2]}";
        await steward.Send(proposal, proposal + "/ratify");
        IDocument page = await steward.Page(proposal);
        Assert.Equal("Ratified", page.QuerySelector("#decision")!.TextContent);
        Assert.Equal(["east", "north", "south"], page.QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        Assert.Equal(shown, page.QuerySelectorAll("tbody tr").Count(line => line.QuerySelectorAll("td").Length == 3));
        if (shown == 2)
            Assert.Contains("not shown", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Picture_AfterADecisionOfWhichOneVoterLeft_LeavesTheDecidedProposalOut(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        (_, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        foreach ((string voted, string choice) in proposals.Zip(["Agree", "Disagree", "Disagree", "Agree"]))
            await Tale.Vote(ada, $"{Board}/{voted}", choice);
        string proposal = $"{Board}/{proposals[2]}";
        await steward.Send(proposal, proposal + "/ratify");
        Assert.Equal(["north", "8", "1", "0", "south", "8", "0", "0"], (await steward.Page(proposal)).QuerySelectorAll("tbody th, tbody td").Select(cell => cell.TextContent));
        // The account is deleted and nothing of it kept: the tally less a picture of those who are left would be that person's vote.
        await ada.Send("/account/delete", "/account/delete", ("name", "north0"));
        Assert.Equal(16, await server.Database.Read(session => session.Count("SELECT count(*) FROM proposal_votes WHERE proposal_id = @Id", new { Id = proposals[2] }), CancellationToken.None));
        string[] bridges = await Bridges(steward);
        Assert.Equal(3, bridges.Length);
        Assert.DoesNotContain("Dates are said twice.", bridges);
    }

    [Theory]
    [Stores]
    public async Task Picture_AfterSomeoneWhoWasInItIsDeleted_IsNotDrawnWithoutThem(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        foreach ((string voted, string choice) in proposals.Zip(["Agree", "Disagree", "Disagree", "Agree"]))
            await Tale.Vote(ada, $"{Board}/{voted}", choice);
        string seat = (await server.Database.Read(session => session.One<string>("SELECT id FROM seats WHERE person_id IN (SELECT id FROM people WHERE sign_in_name = 'north0')"), CancellationToken.None))!;
        string before = await Whole(steward);
        await ada.Send("/account/delete", "/account/delete", ("name", "north0"));
        foreach (string table in new[] { "opinion_places", "opinion_counted", "proposal_votes" })
            Assert.Equal(0, await server.Database.Read(session => session.Count($"SELECT count(*) FROM {table} WHERE seat_id = @seat", new { seat }), CancellationToken.None));
        // Five vote on, each as before: the groups would differ by one who is gone.
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Take(5).Select(other => (other, "adaa"))]);
        Assert.Equal(before, await Whole(steward));
    }

    // Whoever kept every page lays each proposal's latest figures beside those before, and beside its tally: whatever groups they add up, no difference may be that of one to four people.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_KeptOverARandomCourse_TellOfNoFewPeople(int seed)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.DeclareRule(steward, 1);
        Database database = server.Database;
        OpinionPictures pictures = server.Parts.GetRequiredService<OpinionPictures>();
        var random = new Random(seed);
        ImmutableArray<string> proposals = await OpinionTale.Table(database, "First.", "Second.", "Third.", "Fourth.", "Fifth.");
        string[] seats = [.. (await OpinionTale.Seat(database, "north", 14)).AddRange(await OpinionTale.Seat(database, "south", 14)).AddRange(await OpinionTale.Seat(database, "east", 12))];
        var useCase = new Access.UseCaseRow("letters", "", "", 0, 5);
        var shown = new Dictionary<string, ILookup<int, string>>(StringComparer.Ordinal);
        var decided = new HashSet<string>(StringComparer.Ordinal);
        long last = 0;
        int drawn = 0, left = 0;
        for (int step = 0; step < 90; step++)
        {
            string[] some = random.GetItems(seats, random.Next(1, 5));
            await OpinionTale.Vote(database, TimeProvider.System, proposals, [.. some.Select(seat => (seat, Votes(random, Array.IndexOf(seats, seat) % 2 == 0, proposals, decided)))]);
            if (step % 7 == 6)
                await database.Write(session => session.Execute("UPDATE seats SET takes_part = 1 - takes_part WHERE id = @Id", new { Id = random.GetItems(seats, 1)[0] }), CancellationToken.None);
            if (step is 45 or 70)
            {
                string proposal = proposals[step % 5];
                await steward.Send($"{Board}/{proposal}", $"{Board}/{proposal}/ratify");
                decided.Add(proposal);
                IDocument page = await steward.Page($"{Board}/{proposal}");
                ILookup<int, string> tally = (await Counted(database)).Where(vote => vote.ProposalId == proposal).ToLookup(_ => 0, vote => $"{vote.SeatId} {vote.Choice}");
                if (page.QuerySelectorAll("tbody tr").All(line => line.QuerySelectorAll("td").Length == 3))
                    Compare(proposal, Sum(shown.GetValueOrDefault(proposal)), tally);
                shown["tally of " + proposal] = tally;
            }

            ImmutableArray<OpinionVote> votes = await Counted(database);
            (OpinionPicture? picture, long at) = await pictures.Current(useCase, CancellationToken.None);
            if (at == last || picture is null)
                continue;
            last = at;
            drawn++;
            left += picture.LeftOut;
            var drawing = OpinionDrawing.Of(votes, 5, CancellationToken.None)!;
            Release("", drawing.Places());
            foreach (string proposal in picture.Shared.Select(bridge => bridge.Proposal))
            {
                Release(proposal, drawing.Counted(proposal));
                if (shown.TryGetValue("tally of " + proposal, out ILookup<int, string>? tally))
                    Compare(proposal, tally, Sum(shown[proposal]));
            }
        }

        Assert.True(drawn >= 2, $"{drawn} pictures");
        Assert.True(left > 0, "nothing was ever left out: the course tries nothing");

        void Release(string what, IReadOnlyDictionary<string, (int Group, string Answer)> people)
        {
            ILookup<int, string> now = people.ToLookup(person => person.Value.Group, person => $"{person.Key} {person.Value.Answer}");
            Compare(what, shown.GetValueOrDefault(what), now);
            shown[what] = now;
        }
    }

    private static ILookup<int, string> Sum(ILookup<int, string>? groups) => (groups ?? Enumerable.Empty<string>().ToLookup(_ => 0)).SelectMany(group => group).ToLookup(_ => 0);

    private static void Compare(string what, ILookup<int, string>? before, ILookup<int, string> after)
    {
        if (before is null || before.Count == 0)
            return;
        int[] earlier = [.. before.Select(group => group.Key)], later = [.. after.Select(group => group.Key)];
        for (int some = 1; some < 1 << earlier.Length; some++)
        {
            for (int others = 1; others < 1 << later.Length; others++)
            {
                var difference = new HashSet<string>(earlier.Where((_, i) => (some >> i & 1) == 1).SelectMany(group => before[group]), StringComparer.Ordinal);
                difference.SymmetricExceptWith(later.Where((_, i) => (others >> i & 1) == 1).SelectMany(group => after[group]));
                int people = difference.Select(entry => entry.Split(' ')[0]).Distinct(StringComparer.Ordinal).Count();
                Assert.True(people is 0 or >= 5, $"{what}: {people} people are told apart");
            }
        }
    }

    private static string Votes(Random random, bool isLeft, ImmutableArray<string> proposals, HashSet<string> decided) => string.Concat(proposals.Select((proposal, i) =>
        decided.Contains(proposal) || random.Next(4) == 0 ? '.' : random.Next(6) == 0 ? 'p' : random.Next(8) == 0 ? "ad"[random.Next(2)] : i < 3 && isLeft != (i == 0) ? 'd' : 'a'));

    private static Task<ImmutableArray<OpinionVote>> Counted(Database database) => database.Read(session => session.All<OpinionVote>(
        "SELECT proposal_votes.seat_id, proposal_votes.proposal_id, proposal_votes.choice FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id WHERE seats.takes_part = 1"), CancellationToken.None);

    private static async Task<string> Whole(Visitor visitor) => (await visitor.Page(Opinions)).QuerySelector("main")!.InnerHtml;

    private static async Task<string[]> Bridges(Visitor visitor) =>
        [.. (await visitor.Page(Opinions)).QuerySelectorAll("section").Single(section => section.QuerySelector("h2")?.TextContent == "What bridges them").QuerySelectorAll("tbody th a").Select(link => link.TextContent)];

    private static string Plain(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
