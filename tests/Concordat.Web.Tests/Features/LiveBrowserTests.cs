using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>Pages of the workshop that stay open in a real browser.</summary>
public sealed class LiveBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Board = "/use-cases/letters/workshop", Opinions = Board + "/opinions";
    private const string Renewed = "The picture was drawn anew just now.", Hint = "The picture was drawn anew since you opened this page.";

    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("CONCORDAT_SCREENSHOTS");

    [ChromiumFact]
    public async Task Opinions_DrawnAnewWhileThePageIsOpen_AreShownAndSaidAndDoNotMoveUnderTheKeyboard()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { LiveLook = TimeSpan.FromMilliseconds(50) });
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Visitor ada = (await Tale.Voices(server, steward, "north", 1))[0];
        (ImmutableArray<string> seats, ImmutableArray<string> proposals) = await OpinionTale.Camps(server.Database, TimeProvider.System);
        foreach ((string proposal, string choice) in proposals.Zip(["Agree", "Disagree", "Agree", "Agree"]))
            await Tale.Vote(ada, $"{Board}/{proposal}", choice);
        await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        await Enter(context, ada, server);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, Opinions).AbsoluteUri);
        ILocator status = page.GetByRole(AriaRole.Status);
        Assert.Equal("", await status.InnerTextAsync());
        Assert.Equal(2, await page.Locator("svg.map circle").CountAsync());
        await Picture(page, "two-groups");

        await page.EvaluateAsync("window.sameDocument = true");
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Take(8).Select(seat => (seat, "..d."))]);
        await status.GetByText(Renewed).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
        // Eight of the nine of one group now disagree, and all eight of the other agree: 9/10 − 2/11.
        Assert.Equal("0.72", await page.Locator("tr", new() { HasText = "Dates are said twice." }).Last.Locator("td").Last.InnerTextAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("document.getAnimations().length"));
        Assert.Equal(1, await page.Locator("svg.map circle.own").CountAsync());

        // Whoever stands in it with the keyboard is told, and finds everything where it was.
        await page.Locator("[data-live-part] tbody a").First.FocusAsync();
        await OpinionTale.Vote(server.Database, TimeProvider.System, proposals, [.. seats.Take(8).Select(seat => (seat, "..a."))]);
        await status.GetByText(Hint).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('[data-live-part] tbody a')"));
        await Picture(page, "hint");
        await status.GetByRole(AriaRole.Link, new() { Name = "Load it again" }).ClickAsync();
        await page.WaitForFunctionAsync("window.sameDocument === undefined");
        Assert.Equal("", await status.InnerTextAsync());
    }

    [ChromiumFact]
    public async Task Board_WhileItIsOpen_SaysThatSomethingChangedAndLeavesThePageAlone()
    {
        await using TestServer server = await TestServer.Start(change: options => options with { LiveLook = TimeSpan.FromMilliseconds(50) });
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 2);
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        await Enter(context, north[0], server);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, Board).AbsoluteUri);
        await Tale.Propose(north[1], "understood", "Whoever has a letter read to them understands it.");
        await page.GetByRole(AriaRole.Status).GetByText("Something has changed here").WaitForAsync();
        Assert.Equal(0, await page.GetByText("understands it").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Load it again" }).ClickAsync();
        await page.GetByText("understands it").WaitForAsync();
        // Pages that are left hold nothing.
        await page.CloseAsync();
        var streams = (Web.Frame.LiveStreams)server.Parts.GetService(typeof(Web.Frame.LiveStreams))!;
        while (streams.Open > 0)
            await Task.Delay(20);
    }

    private static async Task Enter(IBrowserContext context, Visitor visitor, TestServer server) => await context.AddCookiesAsync(
        visitor.Cookies.GetCookies(server.Address).Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Domain = "localhost", Path = "/", HttpOnly = true }));

    private static async Task Picture(IPage page, string name)
    {
        if (s_pictures is null)
            return;
        foreach ((int width, ColorScheme scheme) in new[] { (400, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, $"live-{name}-{scheme}-{width}.png"), FullPage = name != "hint" });
        }

        await page.SetViewportSizeAsync(1280, 900);
    }
}
