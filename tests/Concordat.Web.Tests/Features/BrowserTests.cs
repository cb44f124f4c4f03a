using System.Text.Json;
using Concordat.Web.Features.Reading;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>Pages in a real browser: accessibility, no sideways scrolling, no violation of the content policy, passkeys, the keyboard alone.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Watch = "window.violations = []; document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    // Set to a folder, the pages are left there as pictures to be looked at.
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("CONCORDAT_SCREENSHOTS");

    [ChromiumFact]
    public async Task EveryPage_InLightAndDark_NarrowAndWide_KeepsWcag22Aa()
    {
        var drafter = new InquiryDrafter("a test model", (_, _, _) => Task.FromResult<string?>("Speakers of Nigerian English are understood in about three cases of ten [1]; whether that is enough is not settled [2]."));
        await using TestServer server = await TestServer.Start(change: options => options with { Drafter = drafter });
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
            await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
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
        await page.WaitForURLAsync("**/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove ring" }).ClickAsync();
        await page.GetByText("The passkey is removed").WaitForAsync();
    }

    [ChromiumFact]
    public async Task Invitation_ToConsent_WithTheKeyboardAlone()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant");
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, link).AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("ada");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Visitor.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("I have kept it").WaitForAsync();
        for (int tab = 0; tab < 20 && await page.EvaluateAsync<string>("document.activeElement.textContent") != "I have kept it"; tab++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/me?done=Joined");
        for (int tab = 0; tab < 20 && !(await page.EvaluateAsync<string>("document.activeElement.textContent")).StartsWith("I consent", StringComparison.Ordinal); tab++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("You consented.").WaitForAsync();
    }

    [ChromiumFact]
    public async Task Charter_FromProposalToRatified_WithTheKeyboardAlone()
    {
        await using TestServer server = await TestServer.Start();
        Gallery gallery = await Gallery.Hang(server);
        await using IBrowserContext participant = await chromium.Browser.NewContextAsync(), stewards = await chromium.Browser.NewContextAsync();
        await gallery.Enter(participant, "participant");
        await gallery.Enter(stewards, "steward");
        IPage page = await participant.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, "/use-cases/letters/workshop").AbsoluteUri);
        await Press(page, "Propose a standard");
        await page.WaitForURLAsync("**/propose");
        await TabTo(page, "#statement");
        await page.Keyboard.TypeAsync("Every caller hears at once how to reach a person.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("A machine that nobody can leave is a trap.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("way-out");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Your proposal is on the table").WaitForAsync();
        await Press(page, "Agree");
        await page.GetByText("Your vote: agree").WaitForAsync();
        foreach (Visitor voice in gallery.Voices[..5])
            await Tale.Vote(voice, new Uri(page.Url).AbsolutePath, "Agree");

        IPage desk = await stewards.NewPageAsync();
        await desk.GotoAsync(page.Url);
        await Press(desk, "Decide by the rule");
        await desk.GetByText("It is decided, by the declared rule").WaitForAsync();
        Assert.Equal("Ratified", await desk.Locator("#decision").InnerTextAsync());
        await page.GotoAsync(new Uri(server.Address, "/use-cases/letters/workshop/versions").AbsoluteUri);
        await Press(page, "What changed in version 2");
        Assert.Contains("Every caller hears at once", await page.Locator("ins").First.InnerTextAsync(), StringComparison.Ordinal);
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

    private static async Task Press(IPage page, string name)
    {
        await TabUntil(page, "document.activeElement.textContent.trim() === '" + name + "'");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForLoadStateAsync();
    }

    private static Task TabTo(IPage page, string selector) => TabUntil(page, "document.activeElement.matches('" + selector + "')");

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
