using Concordat.Web.Features.Judging;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>Judging in a real browser: by keys alone, through a lost connection, with shortcuts off, in every kind.</summary>
public sealed class JudgingBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task TwentyJudgements_ByKeysAlone_WithOneTakenBackAndTheConnectionLost_AreAllThere()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(30), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating");
        await using IBrowserContext context = await Enter(server, voices[0]);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, JudgingTale.Judge).AbsoluteUri);
        for (int tab = 0; tab < 20 && !(await page.EvaluateAsync<string>("document.activeElement.textContent")).StartsWith("Begin", StringComparison.Ordinal); tab++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Chromium.ArrivedAt(page, "/judge/[0-9a-f]{32}$");
        var given = new List<string>();
        string[] levels = ["not at all", "partly", "wholly"];
        async Task Give(int key)
        {
            string task = await page.EvaluateAsync<string>("document.querySelector('section.task:not([hidden])').dataset.task");
            await page.Keyboard.PressAsync($"{key}");
            given.Add($"{task} {levels[key - 1]}");
        }

        for (int i = 0; i < 6; i++)
            await Give((i % 3) + 1);
        Assert.Contains("an estimate from your own median", await page.Locator("#time").InnerTextAsync(), StringComparison.Ordinal);
        await context.SetOfflineAsync(true);
        for (int i = 0; i < 5; i++)
            await Give(3);
        await page.GetByText("There is no connection.").WaitForAsync();
        // Taken back while nothing can be sent, and given anew.
        await page.Keyboard.PressAsync("u");
        given.RemoveAt(given.Count - 1);
        await Give(1);
        await Give(2);
        await context.SetOfflineAsync(false);
        await Sent(page);
        // Taken back after it was sent.
        await page.Keyboard.PressAsync("u");
        given.RemoveAt(given.Count - 1);
        // What was chosen is chosen still; one further is the third.
        await page.Keyboard.PressAsync("ArrowRight");
        string again = await page.EvaluateAsync<string>("document.querySelector('section.task:not([hidden])').dataset.task");
        await page.Keyboard.PressAsync("Enter");
        given.Add($"{again} wholly");
        while (given.Count < 20)
            await Give(2);
        await Sent(page);
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal<string>(given.Order(StringComparer.Ordinal), stored.Select(row => $"{row.Task} {row.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(20, stored.Select(row => row.Item).Distinct(StringComparer.Ordinal).Count());
    }

    [ChromiumFact]
    public async Task AnswersOfAPageClosedWithoutConnection_AreSentWhenItIsOpenedAgain()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(12), people: 2, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating");
        await using IBrowserContext context = await Enter(server, voices[0]);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        await context.SetOfflineAsync(true);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("p");
        await page.Keyboard.PressAsync("n");
        await page.CloseAsync();
        await context.SetOfflineAsync(false);
        Assert.Empty(await JudgingTests.Stored(server, round));
        // Someone else on the same device: what waits is not theirs and is not sent under their name.
        await context.ClearCookiesAsync();
        await Enter(server, voices[1], context);
        IPage others = await context.NewPageAsync();
        await others.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        Assert.Equal("0", await others.EvaluateAsync<string>("document.getElementById('waiting').dataset.count"));
        await others.CloseAsync();
        Assert.Empty(await JudgingTests.Stored(server, round));
        await context.ClearCookiesAsync();
        await Enter(server, voices[0], context);
        IPage back = await context.NewPageAsync();
        await back.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        await Sent(back);
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal<AnswerKind>([AnswerKind.Value, AnswerKind.Pass, AnswerKind.NoOpinion], stored.OrderBy(row => row.Position).Select(row => row.Answer));
    }

    [ChromiumFact]
    public async Task AnswersOnAPageLeftOpen_WhenSomebodyElseHasSignedIn_WaitForTheirGiver()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(30), people: 2, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating");
        await using IBrowserContext context = await Enter(server, voices[0]);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        string[] own = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('section.task')].map((task) => task.dataset.task)");
        await context.ClearCookiesAsync();
        await Enter(server, voices[1], context);
        // As many as make the page fetch further tasks: they would be the other person's.
        for (int i = 0; i < 16; i++)
            await page.Keyboard.PressAsync("1");
        await page.GetByText("Sign in again and open this page").WaitForAsync();
        Assert.Empty(await JudgingTests.Stored(server, round));
        Assert.Equal(own, await page.EvaluateAsync<string[]>("[...document.querySelectorAll('section.task')].map((task) => task.dataset.task)"));
        await context.ClearCookiesAsync();
        await Enter(server, voices[0], context);
        await Sent(page);
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal(own[..16].Order(StringComparer.Ordinal), stored.Select(row => row.Task).Order(StringComparer.Ordinal));
        Assert.Single(stored.Select(row => row.Rater).Distinct(StringComparer.Ordinal));
    }

    [ChromiumFact]
    public async Task Shortcuts_SwitchedOff_DoNothing()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Responses(2), people: 1);
        string round = await JudgingTale.OpenRound(steward, "Pairwise");
        await using IBrowserContext context = await Enter(server, voices[0]);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        await page.GetByLabel("Answer by single keys").UncheckAsync();
        await page.ReloadAsync();
        Assert.False(await page.GetByLabel("Answer by single keys").IsCheckedAsync());
        foreach (string key in new[] { "1", "p", "n", "s", "ArrowRight", "Enter" })
            await page.Keyboard.PressAsync(key);
        Assert.Equal("0", await page.Locator("#answered").InnerTextAsync());
        Assert.Empty(await JudgingTests.Stored(server, round));
    }

    [ChromiumFact]
    public async Task Span_SelectedAndCommentedByKeysAlone_IsKept()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(3), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Span");
        await using IBrowserContext context = await Enter(server, voices[0]);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("Control+Home");
        for (int i = 0; i < 4; i++)
            await page.Keyboard.PressAsync("Shift+ArrowRight");
        Assert.Equal("You marked: Dear", await page.Locator("section.task:not([hidden]) .preview").InnerTextAsync());
        for (int tab = 0; tab < 3; tab++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("1 person is not dear to 2 others");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#answered", new() { HasTextString = "1" }).WaitForAsync();
        await Sent(page);
        JudgementRow stored = Assert.Single(await JudgingTests.Stored(server, round));
        Assert.Equal((RoundRow.Marked, 0L, 4L, "1 person is not dear to 2 others"), (stored.Value, stored.SpanStart, stored.SpanEnd, stored.Comment));
    }

    internal static Task Sent(IPage page) => page.Locator("#waiting[data-count='0']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private async Task<IBrowserContext> Enter(TestServer server, Visitor visitor)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync();
        context.SetDefaultTimeout(60_000);
        await Enter(server, visitor, context);
        return context;
    }

    internal static Task Enter(TestServer server, Visitor visitor, IBrowserContext context) => context.AddCookiesAsync(
        visitor.Cookies.GetCookies(server.Address).Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = "localhost", Path = "/", HttpOnly = true }));
}
