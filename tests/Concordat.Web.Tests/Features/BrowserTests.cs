using System.Text.Json;
using Concordat.Web.Features.Reading;
using Concordat.Web.Tests.Ways;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>Pages in a real browser: accessibility, no sideways scrolling, no violation of the content policy, every control within reach of Tab, passkeys.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Watch = "window.violations = []; document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    // Set to a folder, the pages are left there as pictures to be looked at.
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("CONCORDAT_SCREENSHOTS");

    [ChromiumFact]
    public async Task EveryPage_InLightAndDark_NarrowAndWide_KeepsWcag22Aa()
    {
        // With models to ask, so that every control there can be is on its page.
        var drafter = new InquiryDrafter("a test model", (_, _, _) => Task.FromResult<string?>("Speakers of Nigerian English are understood in about three cases of ten [1]; whether that is enough is not settled [2]."));
        var writer = new Web.Features.Workshop.CharterDrafter("a test model", (_, _) => Task.FromResult<string?>(null));
        await using TestServer server = await TestServer.Start(change: options => options with { Drafter = drafter, CharterDrafter = writer });
        Gallery gallery = await Gallery.Hang(server);
        (string Who, string Path, string Press)[] pages = [.. gallery.Pages.Select(page => (page.Who, page.Path, "")), .. await GalleryStates.Hang(gallery, server)];
        string axe = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Concordat.Reporting.Tests", "Vendor", "axe-core-4.14.1.min.js"));
        var faults = new List<string>();
        // Each width and each scheme once; all four pairs where someone is to look at them.
        (ColorScheme, int)[] ways = [(ColorScheme.Light, 400), (ColorScheme.Dark, 1280)];
        if (s_pictures is not null)
            ways = [.. ways, (ColorScheme.Light, 1280), (ColorScheme.Dark, 400)];
        foreach (((ColorScheme scheme, int width), string who) in ways.SelectMany(way => pages.Select(entry => entry.Who).Distinct(StringComparer.Ordinal), ValueTuple.Create))
        {
            await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
            await gallery.Enter(context, who);
            IPage page = await context.NewPageAsync();
            await page.AddInitScriptAsync(Watch);
            foreach ((_, string path, string press) in pages.Where(entry => entry.Who == who))
            {
                IResponse? answer = await page.GotoAsync(new Uri(server.Address, path).AbsoluteUri);
                string at = $"{path} as {who}, {scheme}, {width}{(press.Length > 0 ? $", {press}" : "")}";
                if (answer?.Ok != true && path != "/nowhere")
                    faults.Add($"{at}: {answer?.Status}");
                if (press.Length > 0)
                    await Act(page, press);
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
                    faults.Add($"{at}: scrolls sideways");
                foreach (string violation in await page.EvaluateAsync<string[]>("window.violations"))
                    faults.Add($"{at}: {violation}");
                if (s_pictures is not null)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, $"{path.Trim('/').Replace('/', '_').Replace('?', '_')}{(press.Length > 0 ? "-pressed" : "")}-{who}-{scheme}-{width}.png"), FullPage = true });
                await page.EvaluateAsync(axe);
                JsonElement found = await page.EvaluateAsync<JsonElement>(
                    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200)).slice(0, 3).join(' ; ')))");
                foreach (JsonElement violation in found.EnumerateArray())
                    faults.Add($"{at}: {violation}");
                if (width == ways[0].Item2)
                    faults.AddRange((await TabOrder.FaultsOf(page)).Select(fault => $"{at}: {fault}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [ChromiumFact]
    public async Task Passkey_Added_SignsInWithoutAPassword()
    {
        await using TestServer server = await TestServer.Start();
        Gallery gallery = await Gallery.Hang(server);
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        await gallery.Enter(context, "participant");
        IPage page = await context.NewPageAsync();
        ICDPSession devtools = await context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(new Uri(server.Address, "/account").AbsoluteUri);
        await page.GetByLabel("Name of the new passkey").FillAsync("ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByText("The passkey is added").WaitForAsync();
        Assert.Contains("ring, added on", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync(new Uri(server.Address, "/sign-in?then=/account").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Chromium.ArrivedAt(page, "/account$");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove ring" }).ClickAsync();
        await page.GetByText("The passkey is removed").WaitForAsync();
    }

    // A form is sent as it stands; anything else is clicked.
    private static async Task Act(IPage page, string selector)
    {
        ILocator pressed = page.Locator(selector).First;
        if (!selector.StartsWith("form", StringComparison.Ordinal))
        {
            await pressed.ClickAsync();
            return;
        }

        var loaded = new TaskCompletionSource();
        page.Load += (_, _) => loaded.TrySetResult();
        await pressed.EvaluateAsync("form => form.requestSubmit()");
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
