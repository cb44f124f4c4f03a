using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>Reading with the keyboard alone: from the case to its claims, from claim to claim in the picture, to a question.</summary>
public sealed class ReadingKeyboardTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task Claims_WalkedFromOneToTheNext_WithTheKeyboardAlone()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await steward.Send("/use-cases/letters/people", "/use-cases/letters/settings", ("title", "Reading letters aloud"), ("summary", "A person holds a letter."), ("public", "yes"));
        await Tale.Publish(steward, RunFiles.Dialects());
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, "/use-cases/letters/cases").AbsoluteUri);
        await Press(page, "document.activeElement.textContent === 'zephyr-7b-beta'");
        await Assertions.Expect(page).ToHaveURLAsync(Address("/cases/[0-9a-f]{32}$"));
        await Press(page, "document.activeElement.textContent === 'Claims'");
        await Assertions.Expect(page).ToHaveURLAsync(Address("/claims$"));
        await Press(page, "document.activeElement.matches('ul.entries a')");
        await Assertions.Expect(page).ToHaveURLAsync(Address("/claims/."));
        string first = page.Url;
        await Press(page, "document.activeElement.matches('svg.claims a')");
        await Assertions.Expect(page).Not.ToHaveURLAsync(first);
        await Assertions.Expect(page).ToHaveURLAsync(Address("/claims/."));
        await page.GotoAsync(new Uri(server.Address, "/use-cases/letters/inquiries").AbsoluteUri);
        await TabUntil(page, "document.activeElement.matches('#question')");
        await page.Keyboard.TypeAsync("Is Nigerian English understood?");
        await Press(page, "document.activeElement.textContent === 'Ask'");
        await page.Locator("ol.cited").WaitForAsync();
    }

    private static Regex Address(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task Press(IPage page, string condition)
    {
        await TabUntil(page, condition);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabUntil(IPage page, string condition)
    {
        for (int tab = 0; tab < 80; tab++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>(condition))
                return;
        }

        Assert.Fail($"the keyboard does not reach {condition} on {page.Url}");
    }
}
