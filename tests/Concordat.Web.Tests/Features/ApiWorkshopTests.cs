using System.Net;
using System.Text.Json;

namespace Concordat.Web.Tests.Features;

/// <summary>The charter workshop, audits and cases by programs: the same story as by pages, with the same ends.</summary>
public sealed class ApiWorkshopTests
{
    private const string InUseCase = "/api/v1/use-cases/letters", Proposals = InUseCase + "/proposals";

    private static readonly object s_proposal = new { standard = "understood", level = "Organisational", statement = "Whoever has a letter read to them understands it.", reason = "A letter that is read wrongly is worse than none." };

    [Theory]
    [Stores]
    public async Task Charter_ProposedObjectedAnsweredVotedAndDecidedByPrograms_IsTheOneThatThePagesShow(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        ImmutableArray<string> tokens = [.. await Task.WhenAll(voices.Select(voice => ApiTale.Token(voice, "Read", "TakePart")))];
        string desk = await ApiTale.Token(steward, "Read", "TakePart", "Steward");
        HttpResponseMessage made = await ApiTale.Send(server, Proposals, tokens[0], s_proposal);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string proposal = made.Headers.Location!.OriginalString;
        Assert.Equal("Open", (await ApiTale.Json(await ApiTale.Call(server, "GET", proposal, tokens[1]))).GetProperty("proposal").GetProperty("state").GetString());

        string objection = Id(await ApiTale.Json(await ApiTale.Send(server, proposal + "/objections", tokens[5], new { objection = "Dates are missed most often.", group = "south", severity = "Serious" })));
        for (int voice = 0; voice < 4; voice++)
            Assert.Equal("Agree", (await ApiTale.Json(await ApiTale.Send(server, proposal + "/vote", tokens[voice], new { choice = "Agree" }))).GetProperty("choice").GetString());
        JsonElement few = await ApiTale.Json(await ApiTale.Call(server, "GET", proposal, tokens[0]));
        Assert.Equal((JsonValueKind.Null, "Agree", false, true), (few.GetProperty("votes").ValueKind, few.GetProperty("ownVote").GetString(), few.GetProperty("objections")[0].GetProperty("isOwn").GetBoolean(), few.GetProperty("objections")[0].GetProperty("stops").GetBoolean()));
        Assert.Contains("Declare the rule first", (await ApiTale.Problem(await ApiTale.Call(server, "POST", proposal + "/decision", desk), HttpStatusCode.Conflict)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await Tale.DeclareRule(steward);
        Assert.Contains("Fewer than 5 people have voted", (await ApiTale.Problem(await ApiTale.Call(server, "POST", proposal + "/decision", desk), HttpStatusCode.Conflict)).GetProperty("detail").GetString(), StringComparison.Ordinal);

        await ApiTale.Json(await ApiTale.Send(server, proposal + "/vote", tokens[4], new { choice = "Agree" }));
        for (int voice = 5; voice < 10; voice++)
            await ApiTale.Json(await ApiTale.Send(server, proposal + "/vote", tokens[voice], new { choice = voice == 9 ? "Disagree" : "Agree" }));
        await ApiTale.Json(await ApiTale.Send(server, $"{proposal}/objections/{objection}/answer", desk, new { answer = "Dates are said twice from now on." }));
        JsonElement decision = await ApiTale.Json(await ApiTale.Call(server, "POST", proposal + "/decision", desk));
        Assert.True(decision.GetProperty("isAccepted").GetBoolean());
        Assert.Equal(["north 5 0 0", "south 4 1 0"], decision.GetProperty("tally").EnumerateArray().Select(line => $"{line.GetProperty("community")} {line.GetProperty("agree")} {line.GetProperty("disagree")} {line.GetProperty("pass")}"));
        Assert.Equal(10, (await ApiTale.Json(await ApiTale.Call(server, "GET", proposal, tokens[0]))).GetProperty("votes").GetInt32());
        string yaml = await (await ApiTale.Call(server, "GET", InUseCase + "/charter-versions/1/charter.yaml", tokens[0])).Content.ReadAsStringAsync();
        Assert.Equal(await (await voices[0].Get("/use-cases/letters/workshop/charter.yaml")).Content.ReadAsStringAsync(), yaml);
        Assert.Contains("id: understood", yaml, StringComparison.Ordinal);
        await ApiTale.Problem(await ApiTale.Call(server, "GET", InUseCase + "/charter-versions/2", tokens[0]), HttpStatusCode.NotFound);

        // Too late is something else than not there.
        foreach ((string path, object body) in new (string, object)[] { ("/vote", new { choice = "Pass" }), ("/objections", new { objection = "Dates are missed most often.", group = "south", severity = "Minor" }), ($"/objections/{objection}/answer", new { answer = "Dates are said twice from now on." }) })
        {
            string token = path.EndsWith("answer", StringComparison.Ordinal) ? desk : tokens[0];
            await ApiTale.Problem(await ApiTale.Send(server, proposal + path, token, body), HttpStatusCode.Conflict);
            await ApiTale.Problem(await ApiTale.Send(server, Proposals + "/none" + path, token, body), HttpStatusCode.NotFound);
        }

        await ApiTale.Problem(await ApiTale.Call(server, "POST", proposal + "/withdraw", tokens[0]), HttpStatusCode.Conflict);
        await ApiTale.Problem(await ApiTale.Call(server, "POST", proposal + "/withdraw", tokens[1]), HttpStatusCode.NotFound);
        Assert.Equal(10, await server.Database.Read(session => session.Count("SELECT count(*) FROM record_entries WHERE kind = 'vote'"), CancellationToken.None));
        steward.Dispose();
    }

    [Fact]
    public async Task Faults_OfWhatWasSent_StandByTheirFields()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        string token = await ApiTale.Token(voices[0], "Read", "Judge", "TakePart"), desk = await ApiTale.Token(steward, "Steward");
        string proposal = (await ApiTale.Send(server, Proposals, token, s_proposal)).Headers.Location!.OriginalString;
        foreach ((string path, string by, object body, string[] fields) in new (string, string, object, string[])[]
        {
            (Proposals, token, new { }, ["level", "reason", "standard", "statement"]),
            (Proposals, token, new { standard = "Not Short", level = "Everyone", statement = "short", reason = "no", from = "nowhere" }, ["from", "level", "reason", "standard", "statement"]),
            (Proposals, token, new { standard = "understood", level = "Organisational", statement = "Whoever has a letter read to them understands it.", reason = "It is worse than none.", measure = "no.measure", direction = "Sideways" }, ["bound", "direction", "measure", "owner"]),
            (proposal + "/vote", token, new { choice = "Perhaps" }, ["choice"]),
            (proposal + "/objections", token, new { objection = "no", severity = "Grave" }, ["group", "objection", "severity"]),
            (proposal + "/wordings", token, new { statement = "short" }, ["statement"]),
            (InUseCase + "/audits", desk, new { charter = "charter: other", system = "", date = "tomorrow", seed = -1, replicates = 5 }, ["date", "replicates", "seed", "system"]),
            (InUseCase + "/audits", desk, new { charter = "charter: letters", system = "reader-3", date = "2026-05-01", seed = 1, replicates = 1000 }, ["charter"]),
        })
        {
            JsonElement problem = await ApiTale.Problem(await ApiTale.Send(server, path, by, body), HttpStatusCode.UnprocessableEntity);
            Assert.Equal(fields, problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
            Assert.All(problem.GetProperty("errors").EnumerateObject(), error => Assert.NotEqual("", error.Value[0].GetString()));
        }

        await ApiTale.Problem(await ApiTale.Call(server, "POST", Proposals, token, "{\"standard\": "), HttpStatusCode.BadRequest);
        await ApiTale.Problem(await ApiTale.Call(server, "POST", Proposals, token, $"{{\"statement\": \"{new string('x', 300_000)}\"}}"), HttpStatusCode.RequestEntityTooLarge);
        steward.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Wordings_SuggestedRankedAndChosenByPrograms_FollowSchulze(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        ImmutableArray<string> tokens = [.. await Task.WhenAll(voices.Take(5).Select(voice => ApiTale.Token(voice, "Read", "TakePart")))];
        string desk = await ApiTale.Token(steward, "Read", "TakePart", "Steward");
        string proposal = (await ApiTale.Send(server, Proposals, tokens[0], s_proposal)).Headers.Location!.OriginalString, path = proposal + "/wordings";
        await ApiTale.Problem(await ApiTale.Send(server, path + "/ranking", tokens[0], new { ranks = new { none = 1 } }), HttpStatusCode.Conflict);
        string second = Id(await ApiTale.Json(await ApiTale.Send(server, path, tokens[1], new { statement = "Letters are read so that one knows what to do." })));
        string byModel = Id(await ApiTale.Json(await ApiTale.Send(server, path, desk, new { statement = "Letters are read out and understood by all." })));
        JsonElement round = (await ApiTale.Json(await ApiTale.Call(server, "GET", path, tokens[0])))[0];
        Assert.Equal(["Person", "Person", "Model"], round.GetProperty("wordings").EnumerateArray().Select(wording => wording.GetProperty("writer").GetString()));
        JsonElement problem = await ApiTale.Problem(await ApiTale.Send(server, path + "/ranking", tokens[0], new { ranks = new Dictionary<string, int> { ["none"] = 1, [second] = 9 } }), HttpStatusCode.UnprocessableEntity);
        Assert.Equal([$"ranks.{second}", "ranks.none"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        await ApiTale.Json(await ApiTale.Send(server, $"{path}/{second}/critiques", tokens[2], new { critique = "Say of whom." }));
        // What a model wrote is ranked by nobody. Whoever suggests its very words takes them up: they are then ranked like any other, and marked.
        await ApiTale.Problem(await ApiTale.Send(server, path + "/ranking", tokens[0], new { ranks = new Dictionary<string, int> { [second] = 1, [byModel] = 2 } }), HttpStatusCode.UnprocessableEntity);
        string takenUp = Id(await ApiTale.Json(await ApiTale.Send(server, path, tokens[3], new { statement = "Letters are read out and understood by all." })));
        round = (await ApiTale.Json(await ApiTale.Call(server, "GET", path, tokens[0])))[0];
        Assert.Equal([false, false, false, true], round.GetProperty("wordings").EnumerateArray().Select(wording => wording.GetProperty("isFromModelDraft").GetBoolean()));
        foreach (string token in tokens)
            Assert.Equal(2, (await ApiTale.Json(await ApiTale.Send(server, path + "/ranking", token, new { ranks = new Dictionary<string, int> { [second] = 1, [takenUp] = 2 } }))).GetProperty("ranked").GetInt32());
        JsonElement outcome = await ApiTale.Json(await ApiTale.Call(server, "POST", path + "/close", desk));
        Assert.Equal((5, second), (outcome.GetProperty("ballots").GetInt32(), outcome.GetProperty("winner").GetString()));
        round = (await ApiTale.Json(await ApiTale.Call(server, "GET", path, tokens[0])))[0];
        Assert.Equal((true, "Say of whom.", 1), (round.GetProperty("isClosed").GetBoolean(), round.GetProperty("wordings")[1].GetProperty("critiques")[0].GetString(), round.GetProperty("wordings")[1].GetProperty("ownRank").GetInt32()));
        steward.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Audit_StartedByAProgram_EndsInARunThatOverseersReadBeforeItIsPublished(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        string desk = await ApiTale.Token(steward, "Read", "Steward"), voice = await ApiTale.Token(voices[0], "Read", "Steward");
        HttpResponseMessage asked = await ApiTale.Send(server, InUseCase + "/audits", desk, new { charter = DeskTale.Charter, system = "reader-3", date = "2026-05-01", seed = 7, replicates = 200 });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        string audit = asked.Headers.Location!.OriginalString;
        await ApiTale.Problem(await ApiTale.Call(server, "GET", audit, voice), HttpStatusCode.Forbidden);
        await ApiTale.Problem(await ApiTale.Send(server, InUseCase + "/audits", voice, new { }), HttpStatusCode.Forbidden);
        JsonElement state = await ApiTale.Json(asked);
        for (int look = 0; look < 600 && state.GetProperty("state").GetString() is "Waiting" or "Running"; look++)
        {
            await Task.Delay(100);
            state = await ApiTale.Json(await ApiTale.Call(server, "GET", audit, desk));
        }

        Assert.Equal(("Done", 2), (state.GetProperty("state").GetString(), state.GetProperty("standards").GetInt32()));
        string run = state.GetProperty("run").GetString()!;
        Assert.Equal(JsonValueKind.Null, (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/runs", desk)))[0].GetProperty("publishedAt").ValueKind);
        Assert.Equal("reader-3", (await ApiTale.Json(await ApiTale.Call(server, "GET", $"{InUseCase}/runs/{run}", desk))).GetProperty("systemVersion").GetString());
        Assert.Equal(0, (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/runs", voice))).GetArrayLength());
        await ApiTale.Problem(await ApiTale.Call(server, "GET", $"{InUseCase}/runs/{run}", voice), HttpStatusCode.NotFound);
        await steward.Send($"/use-cases/letters/cases/{run}", $"/use-cases/letters/cases/{run}/publish");
        Assert.Equal(run, (await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/runs", voice)))[0].GetProperty("id").GetString());
        JsonElement claims = await ApiTale.Json(await ApiTale.Call(server, "GET", InUseCase + "/claims", voice));
        Assert.Equal(3, claims.GetArrayLength());
        Assert.All(claims.EnumerateArray(), claim => Assert.Equal(("Verdict", run), (claim.GetProperty("type").GetString(), claim.GetProperty("run").GetString())));
        steward.Dispose();
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;
}
