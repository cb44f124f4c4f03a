using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Concordat.Web.Access;

namespace Concordat.Web.Tests.Features;

/// <summary>What an outsider tries who knows the program: each of these once worked, or was tried and did not.</summary>
public sealed class IntrusionTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "20010db800010002")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "20010db800010002")]
    [InlineData("2001:db8:1:3::1", "20010db800010003")]
    public void Sender_OfAnAddress_IsTheNetworkThatOneHolderHas(string address, string sender) => Assert.Equal(sender, Sender.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("/é")]
    [InlineData("/\u202e")]
    [InlineData("/ａ")]
    public async Task SignIn_OnTheWayToAnAddressThatNoHeaderCanHold_LeadsHome(string then)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        using Visitor visitor = server.NewVisitor();
        HttpResponseMessage answer = await visitor.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password), ("then", then));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task SignIn_Refused_WaitsOutItsTimeWhateverWasWrong()
    {
        var clock = new ListeningClock();
        TimeSpan least = TimeSpan.FromMinutes(1.5);
        await using TestServer server = await TestServer.Start(clock: clock, change: options => options with { RefusalTakes = least });
        using Visitor steward = await server.NewSteward();
        using Visitor visitor = server.NewVisitor();
        // The ninth finds the account locked, and nothing about it is quicker.
        string[] names = ["nobody", .. Enumerable.Repeat("steward", 9)];
        foreach (string name in names)
        {
            clock.Waits.Clear();
            HttpResponseMessage answer = await visitor.Send("/sign-in", "/sign-in", ("name", name), ("password", "a wrong password"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Single(clock.Waits, least);
        }
    }

    [Theory]
    [Stores]
    public async Task Text_WithACharacterOfNumberZero_IsNoFaultOfTheServer(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        foreach ((string page, string path, string field) in new[]
        {
            ("/sign-in?then=/", "/sign-in", "name"), ("/use-cases/letters/people", "/use-cases/letters/people/invitations/revoke", "id"), ("/account/tokens", "/account/tokens/revoke", "id"),
            ("/use-cases/letters/workshop/propose", "/use-cases/letters/workshop/drafts", "from"),
        })
        {
            using Visitor visitor = server.NewVisitor();
            Visitor who = path == "/sign-in" ? visitor : steward;
            using var content = new MultipartFormDataContent { { new StringContent(Visitor.TokenOf(await who.Page(page))), "form-token" }, { new StringContent("a\0b"), field } };
            HttpStatusCode status = (await who.Client.PostAsync(new Uri(path, UriKind.Relative), content)).StatusCode;
            Assert.True((int)status < 500, $"{path}: {status}");
        }

        HttpStatusCode asked = (await steward.Get("/use-cases/letters/workshop/propose?from=%00")).StatusCode;
        Assert.True((int)asked < 500, $"{asked}");
        string token = await ApiTale.Token(steward, "Read");
        HttpStatusCode called = (await ApiTale.Call(server, "GET", "/api/v1/use-cases/letters/runs/%01", token)).StatusCode;
        Assert.Equal(HttpStatusCode.NotFound, called);
    }

    [Fact]
    public async Task Fault_OnAPage_CarriesThePolicyAndSaysNothingOfTheProgram()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        // A claim that nobody could have put there: reading it fails inside the endpoint.
        await server.Database.Write(session => session.Execute("INSERT INTO claims (use_case_id, id, text, added_at) VALUES ('letters', 'broken', 'no claim', 1)"), CancellationToken.None);
        HttpResponseMessage answer = await steward.Get("/use-cases/letters/claims");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OverTls_SaysSoForAYear_AndItsCookiesStayThere()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { TrustedProxies = [IPAddress.Loopback, IPAddress.IPv6Loopback] });
        using Visitor steward = await server.NewSteward();
        using Visitor visitor = server.NewVisitor();
        visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        HttpResponseMessage page = await visitor.Get("/sign-in");
        Assert.Equal("max-age=31536000", page.Headers.GetValues("Strict-Transport-Security").Single());
        string planted = page.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("; secure", planted, StringComparison.Ordinal);
        Assert.Contains("; samesite=strict", planted, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
        request.Headers.Add("Cookie", planted.Split(';')[0]);
        string token = Visitor.TokenOf(Visitor.Parse(await page.Content.ReadAsStringAsync()));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("form-token", token), KeyValuePair.Create("name", "steward"), KeyValuePair.Create("password", Visitor.Password)]);
        string session = (await visitor.Client.SendAsync(request)).Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("concordat=", StringComparison.Ordinal));
        Assert.All(new[] { "; secure", "; httponly", "; samesite=lax" }, part => Assert.Contains(part, session, StringComparison.Ordinal));
        Assert.False((await steward.Get("/")).Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Address_ThatAStrangerSaysIsForwarded_IsNotBelieved()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { AttemptsPerMinute = 3 });
        using Visitor visitor = server.NewVisitor();
        var answers = new List<HttpStatusCode>();
        for (int i = 0; i < 5; i++)
        {
            string token = Visitor.TokenOf(await visitor.Page("/sign-in"));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([KeyValuePair.Create("form-token", token), KeyValuePair.Create("name", "nobody")]) };
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            answers.Add((await visitor.Client.SendAsync(request)).StatusCode);
        }

        Assert.Equal(2, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Address_ThatATrustedProxySays_IsTheLastOneAlone()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { AttemptsPerMinute = 3, TrustedProxies = [IPAddress.Loopback, IPAddress.IPv6Loopback] });
        async Task<int> Refused(Func<int, string> forwarded)
        {
            using Visitor visitor = server.NewVisitor();
            int refused = 0;
            for (int i = 0; i < 5; i++)
            {
                string token = Visitor.TokenOf(await visitor.Page("/sign-in"));
                using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([KeyValuePair.Create("form-token", token), KeyValuePair.Create("name", "nobody")]) };
                request.Headers.Add("X-Forwarded-For", forwarded(i));
                refused += (await visitor.Client.SendAsync(request)).StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            }

            return refused;
        }

        Assert.Equal(0, await Refused(i => $"198.51.100.{i}"));
        // What stands before the proxy's own word was written by the visitor; and a network of version 6 is one visitor.
        Assert.Equal(2, await Refused(i => $"192.0.2.{i}, 203.0.113.9"));
        Assert.Equal(2, await Refused(i => $"2001:db8::{i + 1}"));
    }

    [Theory]
    [Stores]
    public async Task Joining_TwiceAtOnce_GivesOneSeatAndTakesOneUse(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor ada = await Tale.WithParticipant(server);
        using Visitor steward = server.NewVisitor();
        await steward.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password));
        await Tale.OpenUseCase(steward, "visits");
        string link = await Tale.Invite(steward, "Participant", uses: 10, useCase: "visits"), token = Visitor.TokenOf(await ada.Page(link));
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.Post(link, ("form-token", token))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Found, answer.StatusCode));
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT count(*) FROM seats WHERE use_case_id = 'visits' AND role = 'Participant'"), CancellationToken.None));
        Assert.Equal(9, await server.Database.Read(session => session.Count("SELECT uses_left FROM invitations WHERE use_case_id = 'visits'"), CancellationToken.None));
    }

    [Fact]
    public async Task EveryPost_WithoutATokenInJsonOrUnderAnotherMethod_IsRefusedBeforeItsEndpoint()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string before = await Everything(server);
        foreach (string pattern in AccessTableTests.Posts(server))
        {
            string path = System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{useCase}", "letters", StringComparison.Ordinal), @"\{\w+\}", "none", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
            if (path.StartsWith("/api/", StringComparison.Ordinal))
                continue;
            foreach (Func<HttpContent> content in new Func<HttpContent>[]
            {
                () => new StringContent("{}", Encoding.UTF8, "application/json"), () => new StringContent("name=x", Encoding.UTF8, "text/plain"), () => new FormUrlEncodedContent([]),
                () => new MultipartFormDataContent { { new StringContent("stale"), "form-token" } },
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content() };
                request.Headers.Add("X-HTTP-Method-Override", "GET");
                request.Headers.Add("Origin", "https://evil.example");
                HttpStatusCode status = (await steward.Client.SendAsync(request)).StatusCode;
                // Asking a model is limited to a few times a minute, before anything else is looked at.
                bool isTooOften = status == HttpStatusCode.TooManyRequests && path.EndsWith("/ask", StringComparison.Ordinal);
                Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden || isTooOften, $"{path}: {status}");
            }
        }

        Assert.Equal(before, await Everything(server));
    }

    [Fact]
    public async Task Settings_OfTheSurroundings_ReachNoLogAndNoPage()
    {
        const string variable = "Logging__Console__LogLevel__Default", environment = "ASPNETCORE_ENVIRONMENT";
        Environment.SetEnvironmentVariable(variable, "Trace");
        Environment.SetEnvironmentVariable(environment, "Development");
        try
        {
            await using TestServer server = await TestServer.Start();
            Microsoft.Extensions.Configuration.IConfiguration settings = server.App.Configuration;
            Assert.Null(settings["Logging:Console:LogLevel:Default"]);
            Assert.Equal("Production", server.App.Environment.EnvironmentName);
            Assert.Equal(HttpStatusCode.OK, (await server.NewVisitor().Get("/health")).StatusCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
            Environment.SetEnvironmentVariable(environment, null);
        }
    }

    [Theory]
    [Stores]
    public async Task SignOut_EndsTheSession_ForWhoeverCopiedItToo(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        using Visitor elsewhere = server.NewVisitor(), copy = server.NewVisitor();
        await elsewhere.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password));
        copy.Cookies.Add(server.Address, new Cookie("concordat", steward.Cookies.GetCookies(server.Address)["concordat"]!.Value));
        Assert.Equal(HttpStatusCode.OK, (await copy.Get("/account")).StatusCode);
        await steward.Send("/account", "/sign-out");
        Assert.Equal(HttpStatusCode.Found, (await copy.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task Passkey_TakenAway_EndsTheSessionsThatItMayHaveBegun()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor here = await server.NewSteward();
        using Visitor elsewhere = server.NewVisitor();
        await elsewhere.Send("/sign-in", "/sign-in", ("name", "steward"), ("password", Visitor.Password));
        await server.Database.Write(session => session.Execute(
            "INSERT INTO passkeys (credential_id, person_id, data) SELECT @Key, id, @Data FROM people",
            new { Key = new byte[] { 1, 2, 3 }, Data = """{"PublicKey":"AA==","Name":"lost telephone","CreatedAt":"2026-01-01T00:00:00+00:00","SignCount":0,"Transports":[],"AttestationObject":"AA==","ClientDataJson":"AA=="}""" }), CancellationToken.None);
        await here.Send("/account", "/passkeys/remove", ("id", Convert.ToBase64String([9, 9, 9])));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Get("/account")).StatusCode);
        await here.Send("/account", "/passkeys/remove", ("id", Convert.ToBase64String([1, 2, 3])));
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task Store_InAFolderThatOthersMayRead_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        string folder = Directory.CreateTempSubdirectory("concordat-open-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using (TestServer server = await TestServer.Start(folder: folder))
        {
            using Visitor steward = await server.NewSteward();
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            foreach (string file in Directory.EnumerateFiles(folder))
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others);
        }

        Directory.Delete(folder, recursive: true);
    }

    // What of the store a forged request could have touched.
    private static async Task<string> Everything(TestServer server) => string.Join(',', await server.Database.Read(session => session.All<string>(
        """
        SELECT title || summary || is_public FROM use_cases UNION ALL SELECT sign_in_name || security_stamp FROM people UNION ALL SELECT id || role || takes_part FROM seats
        UNION ALL SELECT id FROM invitations UNION ALL SELECT id FROM proposals UNION ALL SELECT id FROM personal_tokens UNION ALL SELECT name FROM communities UNION ALL SELECT id FROM judging_rounds
        ORDER BY 1
        """), CancellationToken.None));

    /// <summary>Keeps how long was asked to wait, and waits for nothing.</summary>
    private sealed class ListeningClock : TimeProvider
    {
        public ConcurrentBag<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
