using Concordat.Web.Features.Judging;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

public sealed class JudgingDeviceTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task Answers_OnADeviceThatKeepsNothing_WaitInThePageAndAreSent()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Items(12), people: 1, holds: "items");
        string round = await JudgingTale.OpenRound(steward, "Rating");
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        await JudgingBrowserTests.Enter(server, voices[0], context);
        IPage page = await context.NewPageAsync();
        await page.AddInitScriptAsync("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };");
        await page.GotoAsync(new Uri(server.Address, round).AbsoluteUri);
        await context.SetOfflineAsync(true);
        foreach (string key in new[] { "1", "u", "3", "p" })
            await page.Keyboard.PressAsync(key);
        await page.Locator("#waiting", new() { HasTextString = "in this page, which must stay open" }).WaitForAsync();
        Assert.Empty(await JudgingTests.Stored(server, round));
        await context.SetOfflineAsync(false);
        await JudgingBrowserTests.Sent(page);
        ImmutableArray<JudgementRow> stored = await JudgingTests.Stored(server, round);
        Assert.Equal<(AnswerKind, string?)>([(AnswerKind.Value, "wholly"), (AnswerKind.Pass, null)], stored.OrderBy(row => row.Position).Select(row => (row.Answer, row.Value)));
    }
}
