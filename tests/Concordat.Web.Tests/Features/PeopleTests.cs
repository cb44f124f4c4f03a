using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Concordat.Web.Features.People;

namespace Concordat.Web.Tests.Features;

public sealed class PeopleTests
{
    [Theory]
    [Stores]
    public async Task FirstSteward_WithThePrintedToken_OpensAUseCaseAndNobodyElseCan(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        HttpResponseMessage opened = await Tale.OpenUseCase(steward);
        Assert.Equal(HttpStatusCode.Found, opened.StatusCode);
        Assert.Null(await FirstSteward.Token(server.Database, TimeProvider.System, CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task Invitation_ForOneUse_LetsOneInAndNotTwo(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant");
        using Visitor first = server.NewVisitor(), second = server.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await Tale.Join(first, link, "ada")).StatusCode);
        Assert.Contains("as a participant", (await first.Page("/use-cases/letters")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await second.Get(link)).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Invitation_UsedByManyAtOnce_GivesNoMoreSeatsThanUses(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant", uses: 2);
        Visitor[] visitors = [.. Enumerable.Range(0, 6).Select(_ => server.NewVisitor())];
        string[] tokens = await Task.WhenAll(visitors.Select(async visitor => Visitor.TokenOf(await visitor.Page(link))));
        HttpResponseMessage[] answers = await Task.WhenAll(visitors.Select((visitor, i) => visitor.Post(link, ("form-token", tokens[i]), ("name", $"person{i}"), ("password", Visitor.Password))));
        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(3, await server.Database.Read(session => session.Count("SELECT count(*) FROM people"), CancellationToken.None));
        Array.ForEach(visitors, visitor => visitor.Dispose());
    }

    [Fact]
    public async Task Invitation_Expired_OrRevoked_IsNotThere()
    {
        var clock = new MovableClock();
        await using TestServer server = await TestServer.Start(clock: clock);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant", days: 2);
        using Visitor visitor = server.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(link)).StatusCode);
        clock.Now += TimeSpan.FromDays(2.01);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(link)).StatusCode);

        string second = await Tale.Invite(steward, "Participant");
        string id = (await steward.Page("/use-cases/letters/people")).QuerySelector("input[name=id]:not(#id)")!.GetAttribute("value")!;
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/people/invitations/revoke", ("id", id));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(second)).StatusCode);
    }

    [Theory]
    [Stores]
    public async Task Consent_GivenAndWithdrawn_IsKeptInItsWords(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor ada = await Tale.WithParticipant(server);
        await Tale.Consent(ada, "TakePart", "yes");
        await Tale.Consent(ada, "TakePart", "no");
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT takes_part FROM seats WHERE role = 'Participant'"), CancellationToken.None));
        JsonElement copy = JsonDocument.Parse(await (await ada.Get("/account/export")).Content.ReadAsStringAsync()).RootElement;
        JsonElement[] consents = [.. copy.GetProperty("consents").EnumerateArray()];
        Assert.Equal([1, 0], consents.Select(consent => consent.GetProperty("isGiven").GetInt32()));
        Assert.All(consents, consent => Assert.Contains("withdraw at any time", consent.GetProperty("wording").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [Stores]
    public async Task Description_Answered_ChangedDeclinedAndDeleted_IsWhatWasLastSaid(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.Ask(steward);
        using Visitor ada = server.NewVisitor();
        await Tale.Join(ada, await Tale.Invite(steward, "Participant"), "ada");
        IElement select = (await ada.Page("/use-cases/letters/me")).QuerySelector("select")!;
        Assert.Equal(["No answer stored", "I would rather not say", "north", "south"], select.Children.Select(option => option.TextContent));
        foreach ((string given, string? stored) in new[] { ("north", "north"), ("south", "south"), ("rather-not-say", null), ("mars", null) })
        {
            await ada.Send("/use-cases/letters/me", "/use-cases/letters/me/description", (select.Id!, given));
            Assert.Equal(stored, await server.Database.Read(session => session.One<string>("SELECT answer FROM description_answers"), CancellationToken.None));
        }

        await ada.Send("/use-cases/letters/me", "/use-cases/letters/me/description", (select.Id!, ""));
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM description_answers"), CancellationToken.None));
    }

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 0)]
    public async Task Deletion_OfAPerson_KeepsOnlyWhatMayBeKept(string mayBeKept, int answersLeft)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.Ask(steward);
        using Visitor ada = server.NewVisitor();
        await Tale.Join(ada, await Tale.Invite(steward, "Participant"), "ada-lovelace");
        string question = (await ada.Page("/use-cases/letters/me")).QuerySelector("select")!.Id!;
        await ada.Send("/use-cases/letters/me", "/use-cases/letters/me/description", (question, "north"));
        await Tale.Consent(ada, "KeepContributions", mayBeKept);
        HttpResponseMessage gone = await ada.Send("/account/delete", "/account/delete", ("name", "ada-lovelace"));
        Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM people WHERE normalized_name LIKE 'ADA%'"), CancellationToken.None));
        Assert.Equal(answersLeft, await server.Database.Read(session => session.Count("SELECT count(*) FROM description_answers"), CancellationToken.None));
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM seats WHERE role = 'Participant' AND person_id IS NULL"), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Found, (await ada.Get("/account")).StatusCode);
    }
}
