using System.Net;
using AngleSharp.Dom;
using Concordat.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Concordat.Web.Tests.Features;

/// <summary>What open pages are told, and when they are told nothing more.</summary>
public sealed class LiveTests
{
    private const string Board = "/use-cases/letters/workshop", Opinions = Board + "/opinions", Live = Board + "/live";

    [Theory]
    [Stores]
    public async Task Workshop_WhileItIsOpen_IsToldOfProposalsAndObjectionsAndOfNoVote(Store store)
    {
        await using TestServer server = await Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 2);
        string first = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands it.");
        using EventStream stream = await EventStream.Open(north[1], Live);
        Dictionary<string, string> marks = await stream.Marks();
        Assert.Equal(Mark(await north[1].Page(Board)), marks["board"]);
        Assert.Equal(Mark(await north[1].Page(first)), marks[first.Split('/')[^1]]);

        // A vote changes no mark: what comes next is the objection.
        await Tale.Vote(north[0], first, "Agree");
        Assert.Equal(marks["board"], Mark(await north[1].Page(Board)));
        await north[0].Send(first, first + "/object", ("objection", "It does not say by whom."), ("group", "north"), ("severity", "Serious"));
        Dictionary<string, string> objected = await stream.Marks();
        Assert.NotEqual(marks["board"], objected["board"]);
        Assert.NotEqual(marks[first.Split('/')[^1]], objected[first.Split('/')[^1]]);
        IDocument board = await north[1].Page(Board);
        Assert.Equal(Mark(board), objected["board"]);
        Assert.Contains("One objection, a serious one unanswered.", board.QuerySelector("article.standard")!.TextContent, StringComparison.Ordinal);

        string second = await Tale.Propose(north[0], "slowly", "Dates and sums are read slowly.");
        Dictionary<string, string> proposed = await stream.Marks();
        Assert.Equal(objected[first.Split('/')[^1]], proposed[first.Split('/')[^1]]);
        Assert.Equal(Mark(await north[1].Page(second)), proposed[second.Split('/')[^1]]);
        Assert.Equal(Mark(await north[1].Page(Board)), proposed["board"]);
    }

    [Fact]
    public async Task Stream_OfWhoMayNotReadAnyMore_Ends()
    {
        await using TestServer server = await Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 2);
        foreach ((int i, string lost) in new[] { "UPDATE seats SET person_id = NULL WHERE person_id = @Person", "UPDATE people SET security_stamp = 'another' WHERE id = @Person" }.Index())
        {
            using EventStream stream = await EventStream.Open(north[i], Live);
            await stream.Marks();
            string person = (await server.Database.Read(session => session.One<string>("SELECT id FROM people WHERE sign_in_name = @Name", new { Name = $"north{i}" }), CancellationToken.None))!;
            await server.Database.Write(session => session.Execute(lost, new { Person = person }), CancellationToken.None);
            Assert.Null(await stream.Next());
            using EventStream again = await EventStream.Open(north[i], Live);
            Assert.NotEqual(HttpStatusCode.OK, again.Status);
        }
    }

    [Fact]
    public async Task Streams_BeyondWhatOnePersonMayHold_AreRefusedAndFreedWhenPagesAreLeft()
    {
        await using TestServer server = await Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        LiveStreams streams = server.Parts.GetRequiredService<LiveStreams>();
        var open = new List<EventStream>();
        for (int i = 0; i < LiveStreams.MostOfAPerson; i++)
        {
            open.Add(await EventStream.Open(steward, i % 2 == 0 ? Live : "/use-cases/letters/desk/live"));
            await open[i].Next();
        }

        using (EventStream beyond = await EventStream.Open(steward, Live))
            Assert.Equal(HttpStatusCode.TooManyRequests, beyond.Status);
        Assert.Equal(LiveStreams.MostOfAPerson, streams.Open);
        // Somebody else is not kept out by it.
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        using (EventStream others = await EventStream.Open(ada, Live))
            Assert.Equal(HttpStatusCode.OK, others.Status);
        open.ForEach(stream => stream.Dispose());
        while (streams.Open > 0)
            await Task.Delay(20);
        using EventStream later = await EventStream.Open(steward, Live);
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    [PostgresFact]
    public async Task Opinions_DrawnAnewThroughOneReplica_AreToldByTheOther()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-replicas-").FullName, connection = PostgresServer.NewDatabase();
        ServeOptions Of(ServeOptions options) => options with { PostgresConnection = connection, LiveLook = TimeSpan.FromMilliseconds(50) };
        await using (TestServer one = await TestServer.Start(folder: folder, change: Of))
        await using (TestServer two = await TestServer.Start(folder: folder, change: Of))
        {
            using Visitor steward = await one.NewSteward();
            await Tale.OpenUseCase(steward);
            using var elsewhere = new Visitor(two.Address);
            await elsewhere.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password));
            using EventStream stream = await EventStream.Open(elsewhere, Live);
            Assert.Equal("0", (await stream.Marks())["opinions"]);
            (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(one.Database, TimeProvider.System);
            // The picture is drawn by whoever looks first: the page on one server, or the stream on the other.
            string drawn = Mark(await steward.Page(Opinions));
            Assert.NotEqual("0", drawn);
            string told;
            do
                told = (await stream.Marks())["opinions"];
            while (told == "0");
            Assert.Equal(drawn, told);

            // Four people vote otherwise: a new proposal is told of, a new picture is not. The fifth makes one.
            await OpinionTale.Vote(one.Database, TimeProvider.System, proposals, [.. seats.Take(4).Select(seat => (seat, "...d"))]);
            await OpinionTale.Table(one.Database, "Whoever calls hears how long it takes.");
            Dictionary<string, string> next = await stream.Marks();
            Assert.Equal(proposals.Length + 3, next.Count);
            Assert.Equal(drawn, next["opinions"]);
            await OpinionTale.Vote(one.Database, TimeProvider.System, proposals, (seats[4], "...d"));
            string renewed = (await stream.Marks())["opinions"];
            Assert.NotEqual(drawn, renewed);
            Assert.Equal(renewed, Mark(await steward.Page(Opinions)));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<TestServer> Start(Store store = Store.Sqlite) => TestServer.Start(store, change: options => options with { LiveLook = TimeSpan.FromMilliseconds(50) });

    private static string Mark(IDocument page) => page.QuerySelector("[data-live]")!.GetAttribute("data-live-mark")!;
}
