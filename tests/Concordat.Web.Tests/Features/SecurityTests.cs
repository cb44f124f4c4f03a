using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Dom;
using Concordat.Web.Features.People;
using Microsoft.Extensions.Logging;

namespace Concordat.Web.Tests.Features;

public sealed class SecurityTests
{
    private const string Hostile = "\"'><script>document.title='owned'</script><img src=x onerror=alert(1)>{{7*7}}</textarea></title>";

    [Fact]
    public async Task Post_WithoutTheTokenOrWithAnothersToken_ChangesNothing()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        using Visitor other = server.NewVisitor();
        string foreign = Visitor.TokenOf(await other.Page("/sign-in"));
        (string, string)[] fields = [("title", "Forged"), ("summary", "Forged summary of it")];
        Assert.Equal(HttpStatusCode.BadRequest, (await steward.Post("/use-cases/letters/settings", fields)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await steward.Post("/use-cases/letters/settings", [.. fields, ("form-token", foreign)])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await steward.Post("/use-cases/letters/settings", [.. fields, ("form-token", "x")])).StatusCode);
        foreach (HttpMethod method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var request = new HttpRequestMessage(method, new Uri("/use-cases/letters/settings", UriKind.Relative));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await steward.Client.SendAsync(request)).StatusCode);
        }

        Assert.Equal("Reading letters aloud", (await steward.Page("/use-cases/letters")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task SignIn_WithASessionPlantedBefore_GivesANewOne()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor attacker = await server.NewSteward();
        await Tale.OpenUseCase(attacker);
        using Visitor victim = server.NewVisitor();
        await Tale.Join(victim, await Tale.Invite(attacker, "Participant"), "victim");
        await victim.Send("/account", "/sign-out");
        string planted = attacker.Cookies.GetCookies(server.Address)["concordat"]!.Value;
        victim.Cookies.Add(server.Address, new Cookie("concordat", planted));
        await victim.Send("/", "/sign-out");
        victim.Cookies.Add(server.Address, new Cookie("concordat", "planted-by-someone"));
        await victim.Send("/sign-in", "/sign-in", ("name", "victim"), ("password", Visitor.Password));
        Assert.NotEqual("planted-by-someone", victim.Cookies.GetCookies(server.Address)["concordat"]!.Value);
        Assert.Contains("victim", (await victim.Page("/account")).QuerySelector("nav")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_Changed_EndsEveryOtherSession()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor here = await server.NewSteward();
        using Visitor elsewhere = server.NewVisitor();
        await elsewhere.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Get("/account")).StatusCode);
        await here.Send("/account", "/account/password", ("current", Visitor.Password), ("password", "another long password"));
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WrongPasswordUnknownNameAndLockedAccount_AreAnsweredAlike()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        using Visitor visitor = server.NewVisitor();
        async Task<string> Try(string name, string password)
        {
            HttpResponseMessage answer = await visitor.Send("/sign-in", "/sign-in", ("name", name), ("password", password));
            return $"{answer.StatusCode} {Visitor.Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent}";
        }

        string unknown = await Try("nobody", "a wrong password");
        Assert.Equal(unknown, await Try("steward", "a wrong password"));
        for (int i = 0; i < 8; i++)
            await Try("steward", "a wrong password");
        Assert.Equal(unknown, await Try("steward", Visitor.Password));
    }

    [Fact]
    public async Task EveryTextField_WithScriptInIt_ShowsItAsText()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await steward.Send("/new-use-case", "/new-use-case", ("id", "letters"), ("title", Hostile), ("summary", Hostile));
        await Tale.DeclareRule(steward);
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/people/questions", ("wording", Hostile), ("attribute", "region"), ("levels", $"{Hostile}\nother"), ("why", Hostile));
        await steward.Send("/use-cases/letters/workshop/rule", "/use-cases/letters/workshop/communities", ("name", Hostile[..70]), ("why", Hostile), ("standing", "User"));
        using Visitor ada = server.NewVisitor();
        await Tale.Join(ada, await Tale.Invite(steward, "Participant", Hostile[..70]), "ada");
        await Tale.Consent(ada, "TakePart", "yes");
        string proposal = await Tale.Propose(ada, "understood", Hostile);
        await ada.Send(proposal, proposal + "/object", ("objection", Hostile), ("group", Hostile[..70]), ("severity", "Minor"));
        string objection = (await steward.Page(proposal)).QuerySelector("article.objection")!.Id!["objection-".Length..];
        await steward.Send(proposal, $"{proposal}/objections/{objection}/answer", ($"answer-{objection}", Hostile));
        string link = await Tale.Invite(steward, "Stakeholder", Hostile[..70]);
        const string workshop = "/use-cases/letters/workshop";
        string[] paths =
        [
            "/", link, "/account", "/use-cases/letters", "/use-cases/letters/me", "/use-cases/letters/people", "/use-cases/letters/record", workshop, workshop + "/rule", workshop + "/communities", workshop + "/versions",
            proposal, workshop + "/propose?from=" + proposal.Split('/')[^1],
        ];
        int shown = 0;
        foreach (string path in paths)
        {
            IDocument page = await steward.Page(path);
            AssertNothingRuns(page, path);
            shown += page.Body!.TextContent.Contains("<script>document.title", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(shown >= 9, $"the text came back on {shown} pages only");
        // Reflected: what was typed wrongly is shown again, what an address carries is not shown at all.
        foreach ((string page, string path, string field) in new[] { ("/sign-in", "/sign-in", "name"), ("/new-use-case", "/new-use-case", "id"), (workshop + "/rule", workshop + "/rule", "threshold"), ("/account/delete", "/account/delete", "name") })
        {
            HttpResponseMessage answer = await steward.Send(page == "/sign-in" ? "/account" : page, path, (field, Hostile));
            AssertNothingRuns(Visitor.Parse(await answer.Content.ReadAsStringAsync()), path);
        }

        string escaped = Uri.EscapeDataString(Hostile);
        foreach (string path in new[] { $"/?done={escaped}", $"/sign-in?then={escaped}", $"{workshop}/versions?from={escaped}", $"/join/{escaped}", $"/use-cases/{escaped}", $"/{escaped}" })
        {
            using Visitor visitor = server.NewVisitor();
            HttpResponseMessage answer = await visitor.Get(path);
            AssertNothingRuns(Visitor.Parse(await answer.Content.ReadAsStringAsync()), path);
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public void LocalPath_LeadingElsewhere_LeadsHome(string path) => Assert.Equal("/", SigningIn.LocalPath(path));

    [Theory]
    [InlineData("/assets/..%2f..%2fconcordat.sqlite")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/....//keys")]
    [InlineData("/concordat.sqlite")]
    [InlineData("/keys/")]
    public async Task Path_OutOfTheAssets_FindsNothing(string path)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor visitor = server.NewVisitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(path)).StatusCode);
    }

    [Fact]
    public async Task Form_LargerThanAnyPageTakes_IsRefused()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor visitor = server.NewVisitor();
        HttpResponseMessage answer = await visitor.Send("/sign-in", "/sign-in", ("name", new string('x', 1_000_000)));
        Assert.True(answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Attempts_FasterThanTheLimit_AreRefused()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { AttemptsPerMinute = 5, RequestsPerTenSeconds = 40 });
        using Visitor visitor = server.NewVisitor();
        var answers = new List<HttpStatusCode>();
        for (int i = 0; i < 8; i++)
            answers.Add((await visitor.Send("/sign-in", "/sign-in", ("name", $"name{i}"), ("password", "wrong"))).StatusCode);
        Assert.Equal(5, answers.Count(status => status == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        var reads = new List<HttpStatusCode>();
        for (int i = 0; i < 60; i++)
            reads.Add((await visitor.Get("/")).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, reads);
    }

    [Fact]
    public async Task Logs_OfAWholeStory_HoldNoPasswordTokenOrCookie()
    {
        var logged = new ConcurrentQueue<string>();
        await using TestServer server = await TestServer.Start(log: logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Listening(logged)));
        string token = (await FirstSteward.Token(server.Database, TimeProvider.System, CancellationToken.None))!;
        using Visitor steward = server.NewVisitor();
        await steward.Send("/first-steward", "/first-steward", ("token", token), ("name", "steward"), ("password", Visitor.Password));
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant");
        using Visitor ada = server.NewVisitor();
        await Tale.Join(ada, link, "ada");
        await ada.Get("/join/none");
        string all = string.Join('\n', logged);
        Assert.NotEmpty(all);
        foreach (string secret in new[] { token, Visitor.Password, link["/join/".Length..], ada.Cookies.GetCookies(server.Address)["concordat"]!.Value })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_AfterAWholeStory_HoldsNoTokenAndNoPassword()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-secrets-").FullName;
        string link;
        await using (TestServer server = await TestServer.Start(folder: folder))
        {
            using Visitor steward = await server.NewSteward();
            await Tale.OpenUseCase(steward);
            link = await Tale.Invite(steward, "Participant");
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain(link["/join/".Length..], text, StringComparison.Ordinal);
            Assert.DoesNotContain(Visitor.Password, text, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task EveryAnswer_CarriesThePolicy()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor visitor = server.NewVisitor();
        foreach (string path in new[] { "/", "/nowhere", "/sign-in", "/assets/mark.svg", "/account" })
        {
            HttpResponseMessage answer = await visitor.Get(path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    internal static void AssertNothingRuns(IDocument page, string path)
    {
        Assert.True(page.QuerySelectorAll("script").All(script => script.TextContent.Length == 0 && script.GetAttribute("src")!.StartsWith("/assets/", StringComparison.Ordinal)), path);
        Assert.True(page.All.All(element => !element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal))), path);
        Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed, style, [style], a[href^='javascript:']"));
    }
}
