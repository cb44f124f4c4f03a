using System.Net;
using System.Text.Json;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Features;

public sealed class ApiTests
{
    private const string InUseCase = "/api/v1/use-cases/letters";

    [Theory]
    [Stores]
    public async Task Judgement_GivenByAProgramTwice_IsStoredOnce(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        string round = await server.Database.Read(session => session.One<string>("SELECT id FROM judging_rounds WHERE kind = 'Rating'"), CancellationToken.None) ?? "";
        await server.Database.Write(async session =>
        {
            await session.Execute("DELETE FROM judgements");
            await session.Execute("DELETE FROM judging_tasks");
        }, CancellationToken.None);
        string token = await ApiTale.Token(voices[0], "Read", "Judge");
        JsonElement rounds = await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/rounds", token));
        Assert.Equal(["not at all", "+/- half", "wholly"], rounds.EnumerateArray().First(entry => entry.GetProperty("id").GetString() == round).GetProperty("values").EnumerateArray().Select(value => value.GetString()));
        JsonElement tasks = await ApiTale.Json(await ApiTale.Call(server, "GET", $"{InUseCase}/rounds/{round}/tasks", token));
        Assert.Equal(6, tasks.GetArrayLength());
        string id = Chance.Id(), task = tasks[0].GetProperty("id").GetString()!, path = $"{InUseCase}/rounds/{round}/judgements";
        string json = JsonSerializer.Serialize(new { id, task, say = "Value", value = "wholly" });
        for (int time = 0; time < 3; time++)
            Assert.Equal(id, (await ApiTale.Json(await ApiTale.Call(server, "POST", path, token, json))).GetProperty("id").GetString());
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM judgements"), CancellationToken.None));
        foreach ((object body, HttpStatusCode status) in new (object, HttpStatusCode)[]
        {
            (new { id = Chance.Id(), task, say = "Value", value = "not at all" }, HttpStatusCode.Conflict), (new { id = Chance.Id(), task = "nothing", say = "Pass" }, HttpStatusCode.NotFound),
            (new { id = Chance.Id(), task = tasks[1].GetProperty("id").GetString(), say = "Value", value = "perhaps" }, HttpStatusCode.UnprocessableEntity), (new { id = "x", task, say = "Pass" }, HttpStatusCode.UnprocessableEntity),
        })
        {
            HttpResponseMessage refused = await ApiTale.Call(server, "POST", path, token, JsonSerializer.Serialize(body));
            Assert.Equal(status, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }

        // Another's task is none of theirs, and who withdrew gives nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await ApiTale.Call(server, "POST", path, await ApiTale.Token(voices[1], "Judge"), JsonSerializer.Serialize(new { id = Chance.Id(), task, say = "Pass" }))).StatusCode);
        await Tale.Consent(voices[0], "TakePart", "no");
        Assert.Equal(HttpStatusCode.Forbidden, (await ApiTale.Call(server, "POST", path, token, json)).StatusCode);
        steward.Dispose();
    }

    [Fact]
    public async Task Token_OnPagesAndCookieOnTheApi_AreNobody()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, _) = await DeskTale.Begin(server);
        string token = await ApiTale.Token(steward, "Read", "Judge");
        Assert.Equal(HttpStatusCode.OK, (await ApiTale.Call(server, "GET", InUseCase, token)).StatusCode);
        foreach (string page in new[] { "/account", "/use-cases/letters", "/use-cases/letters/desk", "/use-cases/letters/desk/evidence.zip" })
            Assert.StartsWith("/sign-in", (await ApiTale.Call(server, "GET", page, token)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await ApiTale.Call(server, "POST", "/account/tokens", token)).StatusCode);
        HttpResponseMessage byCookie = await steward.Get(InUseCase);
        Assert.Equal(HttpStatusCode.Unauthorized, byCookie.StatusCode);
        Assert.DoesNotContain(token, string.Join('\n', await server.Database.Read(session => session.All<string>("SELECT digest FROM personal_tokens"), CancellationToken.None)), StringComparison.Ordinal);
        Assert.DoesNotContain(token, (await steward.Page("/account/tokens")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_RevokedExpiredOrOfADeletedPerson_IsRefused()
    {
        var clock = new MovableClock();
        await using TestServer server = await TestServer.Start(clock: clock);
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        string expiring = await ApiTale.Token(voices[0], "Read"), deleted = await ApiTale.Token(voices[1], "Read"), revoked = await ApiTale.Token(voices[2], "Read");
        foreach (string token in new[] { expiring, deleted, revoked })
            Assert.Equal(HttpStatusCode.OK, (await ApiTale.Call(server, "GET", InUseCase, token)).StatusCode);
        string id = (await voices[2].Page("/account/tokens")).QuerySelector("input[name=id]")!.GetAttribute("value")!;
        // Nobody revokes another's.
        await voices[0].Send("/account/tokens", "/account/tokens/revoke", ("id", id));
        Assert.Equal(HttpStatusCode.OK, (await ApiTale.Call(server, "GET", InUseCase, revoked)).StatusCode);
        await voices[2].Send("/account/tokens", "/account/tokens/revoke", ("id", id));
        await voices[1].Send("/account/delete", "/account/delete", ("name", "north1"));
        clock.Now += TimeSpan.FromDays(8);
        foreach (string token in new[] { expiring, deleted, revoked })
            Assert.Equal(HttpStatusCode.Unauthorized, (await ApiTale.Call(server, "GET", InUseCase, token)).StatusCode);
        steward.Dispose();
    }

    [Fact]
    public async Task UseCases_OfAPrivateOne_AreListedForThoseWithASeatOnly()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        Assert.Equal(0, (await ApiTale.Json(await ApiTale.Call(server, "GET", "/api/v1/use-cases", null))).GetArrayLength());
        Assert.Equal("Participant", (await ApiTale.Json(await ApiTale.Call(server, "GET", "/api/v1/use-cases", await ApiTale.Token(voices[0], "Read"))))[0].GetProperty("role").GetString());
        HttpResponseMessage there = await ApiTale.Call(server, "GET", InUseCase, null), not = await ApiTale.Call(server, "GET", "/api/v1/use-cases/nowhere", null);
        Assert.Equal((not.StatusCode, HttpStatusCode.Unauthorized), (there.StatusCode, there.StatusCode));
        steward.Dispose();
    }

    [Fact]
    public async Task Reading_OfWhatIsPublished_GivesTheSameAsThePages()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        await Tale.DeclareRule(steward);
        string proposal = await Tale.Propose(voices[0], "understood", "Whoever has a letter read to them understands it.");
        foreach (Visitor voice in voices)
            await Tale.Vote(voice, proposal, "Agree");
        await steward.Send(proposal, proposal + "/ratify");
        byte[] run = RunFiles.Dialects();
        await Tale.HandIn(steward, run);
        string token = await ApiTale.Token(voices[0], "Read");
        Assert.Equal(0, (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/runs", token))).GetArrayLength());
        string path = await Tale.HandIn(steward, run);
        await steward.Send(path, path + "/publish");
        string id = (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/runs", token)))[0].GetProperty("id").GetString()!;
        Assert.Equal(run, await (await ApiTale.Call(server, "GET", $"{InUseCase}/runs/{id}", token)).Content.ReadAsByteArrayAsync());
        Assert.Equal("understood", (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/charter-versions", token)))[0].GetProperty("standards")[0].GetProperty("standard").GetString());
        Assert.Equal("Ratified", (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/proposals", token)))[0].GetProperty("state").GetString());
        JsonElement record = await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/record", token));
        Assert.Equal(record.GetProperty("hash").GetString(), record.GetProperty("entries")[record.GetProperty("entries").GetArrayLength() - 1].GetProperty("hash").GetString());
        Assert.Contains(record.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("isSealed").GetBoolean() && entry.GetProperty("content").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Calls_FasterThanTheLimit_AreRefused()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { ApiCallsPerMinute = 3 });
        HttpStatusCode[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await ApiTale.Call(server, "GET", "/api/v1/use-cases", null)).StatusCode))];
        Assert.Equal(2, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }
}
