using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Dom;
using Concordat.Web.Features.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concordat.Web.Tests.Features;

/// <summary>A forgotten password: the recovery code, the link of whoever runs the server, and what neither gives away.</summary>
public sealed class RecoveryTests
{
    private const string Another = "another long password", Third = "a third long password";

    [Theory]
    [Stores]
    public async Task Code_OfANewAccount_SetsANewPasswordOnceAndEndsEveryOtherSession(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor ada, string code) = await Ada(server);
        Assert.Matches("^([a-z2-9]{4}-){6}[a-z2-9]{4}$", code);
        using Visitor here = server.NewVisitor(), again = server.NewVisitor();
        // However it is typed.
        HttpResponseMessage set = await Recover(here, "ADA", code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), Another);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        string next = await CodeOf(set);
        Assert.NotEqual(code, next);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await ada.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", Visitor.Password))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await again.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", Another))).StatusCode);

        // Used once; the new one works.
        using Visitor later = server.NewVisitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(later, "ada", code, Third)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Recover(later, "ada", next, Third)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await here.Get("/account")).StatusCode);
        ada.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Code_UsedByManyAtOnce_WorksForOne(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor ada, string code) = await Ada(server);
        Visitor[] visitors = [.. Enumerable.Range(0, 5).Select(_ => server.NewVisitor())];
        string[] tokens = await Task.WhenAll(visitors.Select(async visitor => Visitor.TokenOf(await visitor.Page("/recover"))));
        HttpResponseMessage[] answers = await Task.WhenAll(visitors.Select((visitor, i) => visitor.Post("/recover", ("form-token", tokens[i]), ("name", "ada"), ("code", code), ("password", $"{Another} {i}"))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity));
        Array.ForEach(visitors, visitor => visitor.Dispose());
        ada.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Code_MadeOnTheAccountsPage_NeedsThePasswordAndReplacesTheOneBefore(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor ada, string first) = await Ada(server);
        Assert.Contains("You have one, made on", (await ada.Page("/account")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ada.Send("/account", "/account/recovery-code", ("present", "a wrong password"))).StatusCode);
        string second = await CodeOf(await ada.Send("/account", "/account/recovery-code", ("present", Visitor.Password)));
        using Visitor elsewhere = server.NewVisitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(elsewhere, "ada", first, Another)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Recover(elsewhere, "ada", second, Another)).StatusCode);
        ada.Dispose();
    }

    [Fact]
    public async Task Code_OfAnotherWrongUsedOrForANameThatNobodyHas_IsAnsweredAlike()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor ada, string code) = await Ada(server);
        using Visitor visitor = server.NewVisitor();
        async Task<string> Try(string name, string typed)
        {
            HttpResponseMessage answer = await Recover(visitor, name, typed, Another);
            return $"{answer.StatusCode} {Visitor.Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent}";
        }

        string unknown = await Try("nobody", "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456");
        Assert.StartsWith("UnprocessableEntity", unknown, StringComparison.Ordinal);
        Assert.Equal(unknown, await Try("ada", "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456"));
        Assert.Equal(unknown, await Try("steward", code));
        Assert.Equal(unknown, await Try("nobody", code));
        Assert.Equal(unknown, await Try("", ""));
        // A password that is too short is told before the code is looked at: the code stays unused, and nothing is told of it.
        HttpResponseMessage tooShort = await Recover(visitor, "ada", code, "short"), tooShortForNobody = await Recover(visitor, "nobody", code, "short");
        Assert.Equal(Text(await tooShort.Content.ReadAsStringAsync()), Text(await tooShortForNobody.Content.ReadAsStringAsync()));
        using Visitor owner = server.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await Recover(owner, "ada", code, Another)).StatusCode);
        Assert.Equal(unknown, await Try("ada", code));
        ada.Dispose();
    }

    [Fact]
    public async Task Code_OfALockedAccount_OpensItAndWrongOnesLockNobodyOut()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor ada, string code) = await Ada(server);
        using Visitor attacker = server.NewVisitor(), owner = server.NewVisitor();
        for (int attempt = 0; attempt < 12; attempt++)
            await Recover(attacker, "ada", "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456", Another);
        Assert.Equal(HttpStatusCode.Found, (await owner.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", Visitor.Password))).StatusCode);
        for (int attempt = 0; attempt < 9; attempt++)
            await attacker.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", "a wrong password"));
        using Visitor locked = server.NewVisitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await locked.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", Visitor.Password))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Recover(locked, "ada", code, Another)).StatusCode);
        using Visitor after = server.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, (await after.Send("/sign-in", "/sign-in", ("name", "ada"), ("password", Another))).StatusCode);
        ada.Dispose();
    }

    [Fact]
    public async Task Attempts_WithCodesAndLinksFasterThanTheLimit_AreRefused()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { AttemptsPerMinute = 5 });
        using Visitor visitor = server.NewVisitor();
        string token = Visitor.TokenOf(await visitor.Page("/recover"));
        var answers = new List<HttpStatusCode>();
        for (int attempt = 0; attempt < 4; attempt++)
        {
            answers.Add((await visitor.Post("/recover", ("form-token", token), ("name", "ada"), ("code", $"{attempt}"), ("password", Another))).StatusCode);
            answers.Add((await visitor.Get($"/recover/guess{attempt}")).StatusCode);
        }

        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [Stores]
    public async Task Link_MadeOnTheCommandLine_WorksOnceWithinItsHourAndIsSeenByItsPerson(Store store)
    {
        var clock = new MovableClock();
        var logged = new ConcurrentQueue<string>();
        await using TestServer server = await TestServer.Start(store, clock, logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Listening(logged)));
        (Visitor ada, string code) = await Ada(server);
        ServeOptions options = server.Parts.GetRequiredService<ServeOptions>();
        Assert.Null(await RecoveryLink.Make(options, "nobody", CancellationToken.None));
        string late = (await RecoveryLink.Make(options, "Ada", CancellationToken.None))!.Value.Path;
        using Visitor visitor = server.NewVisitor();
        Assert.Contains("ada", (await visitor.Page(late)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        clock.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(late)).StatusCode);
        string token = Visitor.TokenOf(await visitor.Page(late));
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(late)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Post(late, ("form-token", token), ("password", Another))).StatusCode);

        // A newer link ends the older one; a changed password ends both.
        string older = (await RecoveryLink.Make(options, "ada", CancellationToken.None))!.Value.Path, newer = (await RecoveryLink.Make(options, "ada", CancellationToken.None))!.Value.Path;
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(older)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(newer)).StatusCode);
        await ada.Send("/account", "/account/password", ("current", Visitor.Password), ("password", Third));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(newer)).StatusCode);

        string works = (await RecoveryLink.Make(options, "ada", CancellationToken.None))!.Value.Path;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.Send(works, works, ("password", "short"))).StatusCode);
        string next = await CodeOf(await visitor.Send(works, works, ("password", Another)));
        Assert.Equal(HttpStatusCode.Found, (await ada.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(works)).StatusCode);
        Assert.Equal(["was not used", "was not used", "was not used", "was used"], (await visitor.Page("/account")).QuerySelectorAll("main li").Select(row => row.TextContent).Where(row => row.Contains(" UTC; it ", StringComparison.Ordinal))
            .Select(row => row.Contains("was used", StringComparison.Ordinal) ? "was used" : "was not used").Order(StringComparer.Ordinal));
        using Visitor byCode = server.NewVisitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(byCode, "ada", code, Third)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Recover(byCode, "ada", next, Third)).StatusCode);
        string log = string.Join('\n', logged);
        Assert.Single(logged, line => line.Contains("set a new password for account", StringComparison.Ordinal));
        foreach (string secret in new[] { works, late, next, code }.Select(secret => secret.Split('/')[^1]))
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        ada.Dispose();
    }

    [Theory]
    [Stores]
    public async Task Store_WithCodesAndLinks_HoldsTheirDigestsAlone(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor ada, string code) = await Ada(server);
        string link = (await RecoveryLink.Make(server.Parts.GetRequiredService<ServeOptions>(), "ada", CancellationToken.None))!.Value.Path.Split('/')[^1];
        string plain = code.Replace("-", "", StringComparison.Ordinal);
        ImmutableArray<string> stored = await server.Database.Read(async session => (await session.All<string>("SELECT digest FROM recovery_codes")).AddRange(await session.All<string>("SELECT digest FROM recovery_links")), CancellationToken.None);
        Assert.Equal(3, stored.Length);
        Assert.Contains(Digest(plain), stored);
        Assert.Contains(Digest(link), stored);
        // Gone with the account.
        await ada.Send("/account/delete", "/account/delete", ("name", "ada"));
        Assert.Equal(1, await server.Database.Read(session => session.Count("SELECT (SELECT count(*) FROM recovery_codes) + (SELECT count(*) FROM recovery_links)"), CancellationToken.None));
        using Visitor visitor = server.NewVisitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get("/recover/" + link)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(visitor, "ada", code, Another)).StatusCode);
    }

    [Fact]
    public async Task CodePage_RightAfterJoining_IsTheNewPersonsAndItsFormsWork()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        using Visitor ada = server.NewVisitor();
        HttpResponseMessage joined = await Tale.Join(ada, await Tale.Invite(steward, "Participant"), "ada");
        IDocument page = Visitor.Parse(await joined.Content.ReadAsStringAsync());
        Assert.Equal("/use-cases/letters/me?done=Joined", page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.Contains("no-store", joined.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await ada.Post("/sign-out", ("form-token", Visitor.TokenOf(page)))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await ada.Get("/account")).StatusCode);
        Assert.NotNull((await ada.Page("/sign-in")).QuerySelector("a[href='/recover']"));
    }

    private static async Task<(Visitor Ada, string Code)> Ada(TestServer server)
    {
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = server.NewVisitor();
        return (ada, await CodeOf(await Tale.Join(ada, await Tale.Invite(steward, "Participant"), "ada")));
    }

    private static Task<HttpResponseMessage> Recover(Visitor visitor, string name, string code, string password) => visitor.Send("/recover", "/recover", ("name", name), ("code", code), ("password", password));

    private static async Task<string> CodeOf(HttpResponseMessage answer) => Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("#recovery-code")?.TextContent ?? throw new InvalidOperationException($"no code: {answer.StatusCode}");

    private static string Text(string page) => Visitor.Parse(page).Body!.TextContent;

    // By the operating system's own SHA-256, not by the server's function.
    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
