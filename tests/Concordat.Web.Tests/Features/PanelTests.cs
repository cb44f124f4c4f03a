using System.Net;
using Concordat.Web.Features.Judging;

namespace Concordat.Web.Tests.Features;

public sealed class PanelTests
{
    [Theory]
    [Stores]
    public async Task Plan_LeftForHoursAndComeBackTo_AsksOnlyWhatIsStillWanted(Store store)
    {
        var clock = new MovableClock();
        await using TestServer server = await TestServer.Start(store, clock);
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(6), people: 4, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating", ("per-item", "2"));
        (string task, string id, string token, _) = (await JudgingTale.Next(voices[0], round))!.Value;
        Assert.NotNull(await JudgingTale.Next(voices[1], round));
        // Two people hold the whole plan: nobody else is asked yet.
        Assert.Null(await JudgingTale.Next(voices[2], round));
        clock.Now += TimeSpan.FromHours(2);
        Assert.True(await JudgingTale.Give(voices[1], round, "partly"));
        for (int given = 0; given < 5; given++)
            Assert.True(await JudgingTale.Give(voices[2], round, "partly"));
        while (await JudgingTale.Give(voices[1], round, "partly"))
            continue;
        while (await JudgingTale.Give(voices[3], round, "partly"))
            continue;
        // What the first one's page still shows is taken; of what they left, only the missing is asked.
        HttpResponseMessage late = await voices[0].Post(round + "/answers", ("form-token", token), ("task", task), ("id", id), ("value", "partly"), ("say", "Value"));
        Assert.Equal(HttpStatusCode.Found, late.StatusCode);
        while (await JudgingTale.Give(voices[0], round, "partly"))
            continue;
        while (await JudgingTale.Give(voices[2], round, "partly"))
            continue;
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal(13, stored.Length);
        Assert.All(stored.GroupBy(row => row.Item), item => Assert.InRange(item.Count(), 2, 3));
    }

    [Theory]
    [Stores]
    public async Task Plan_WhereSomeoneWithdrew_AsksOthersInTheirPlace(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(6), people: 2, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating", ("per-item", "1"));
        while (await JudgingTale.Give(voices[0], round, "partly"))
            continue;
        Assert.Null(await JudgingTale.Next(voices[1], round));
        await Tale.Consent(voices[0], "TakePart", "no");
        while (await JudgingTale.Give(voices[1], round, "wholly"))
            continue;
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal(6, stored.Select(row => row.Item).Distinct().Count());
        Assert.All(stored, row => Assert.Equal("wholly", row.Value));
    }

    [Theory]
    [Stores]
    public async Task Progress_WhereOthersFilledThePlan_AnnouncesNothing(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(6), people: 2, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating", ("per-item", "1"));
        Assert.Equal("6", (await voices[0].Page(round)).QuerySelector("#at-most")!.TextContent);
        while (await JudgingTale.Give(voices[0], round, "partly"))
            continue;
        Assert.Equal("0", (await voices[1].Page(round)).QuerySelector("#at-most")!.TextContent);
        Assert.Equal("", (await voices[1].Page(round)).QuerySelector("#time")!.TextContent);
        Assert.DoesNotContain("may still come", (await voices[1].Page(JudgingTale.Judge)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Comparisons_OfASecondCriterion_AreRefusedSinceTheyWouldBeRankedAsOne(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, _) = await JudgingTests.Panel(server, JudgingTale.Responses(2), people: 0);
        await JudgingTale.OpenRound(steward, "Pairwise", ("criterion", "polite"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => JudgingTale.OpenRound(steward, "BestOf", ("criterion", "correct")));
        Assert.Contains("“polite”", refused.Message, StringComparison.Ordinal);
        await JudgingTale.OpenRound(steward, "BestOf", ("criterion", "polite"));
        await JudgingTale.OpenRound(steward, "Rating", ("criterion", "correct"));
        Assert.Equal(3, await server.Database.Read(session => session.Count("SELECT count(*) FROM judging_rounds"), CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task Warning_LoadedLater_StandsBeforeTheText(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(1), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating");
        Assert.Null((await JudgingTale.Next(voices[0], round))!.Value.Section.QuerySelector("details.warned"));
        HttpResponseMessage loaded = await JudgingTale.Load(steward, "item,text,warning\nletter-00,\"Dear neighbour, the stairs are cleaned in week 0.\",a threat\n", "items");
        Assert.Equal(HttpStatusCode.Found, loaded.StatusCode);
        Assert.Contains("a threat", (await JudgingTale.Next(voices[0], round))!.Value.Section.QuerySelector("details.warned summary")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Deletion_OfWhoseProposalWasRejected_TakesItsWords(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor voice = (await Tale.Voices(server, steward, "north", 1))[0];
        await Tale.Propose(voice, "slowly", "My own words about my street.");
        await Tale.Propose(voice, "twice", "Dates are said twice.");
        await server.Database.Write(session => session.Execute("UPDATE proposals SET state = CASE WHEN standard = 'slowly' THEN 'Rejected' ELSE 'Ratified' END"), CancellationToken.None);
        await voice.Send("/account/delete", "/account/delete", ("name", "north0"));
        Assert.Equal<string>(
            ["Dates are said twice.", "Withdrawn with its author."],
            (await server.Database.Read(session => session.All<string>("SELECT statement FROM proposals"), CancellationToken.None)).Order(StringComparer.Ordinal));
    }
}
