using Microsoft.Playwright;

namespace Concordat.Web.Tests.Ways;

/// <summary>
/// Someone who has a keyboard and no pointer. They type one address; from there they go from control to control with Tab, read what each is called, and must see at each stop where they are.
/// </summary>
internal sealed class Keyboard : IAsyncDisposable
{
    private const float Patience = 60_000;

    private const int MostStops = 250, LongestTyped = 16;

    private readonly IBrowserContext _context;
    private readonly List<string> _troubles = [];
    private readonly Uri _server;
    private readonly string _who;
    private bool _hasTyped;
    private Stop? _at;

    private Keyboard(IBrowserContext context, IPage page, Uri server, string who) => (_context, Page, _server, _who) = (context, page, server, who);

    /// <summary>To be read from, never to be acted on.</summary>
    public IPage Page { get; }

    public static async Task<Keyboard> Sit(Chromium chromium, TestServer server, string who, int width = 1280)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        IPage page = await context.NewPageAsync();
        var keyboard = new Keyboard(context, page, server.Address, who);
        // From the beginning: a chooser that opens before the browser hears that someone waits for it is never seen.
        page.FileChooser += (_, _) => { };
        page.PageError += (_, error) => keyboard._troubles.Add(error);
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && answer.Status != 422)
                keyboard._troubles.Add($"{answer.Url} answered {answer.Status}");
        };
        return keyboard;
    }

    /// <summary>The one address that they type or are given.</summary>
    public async Task Open(string path)
    {
        Assert.False(_hasTyped, $"{_who} types one address");
        _hasTyped = true;
        await Page.GotoAsync(new Uri(_server, path).AbsoluteUri);
        await Arrive();
    }

    /// <summary>Along a link of the page's content.</summary>
    public async Task Follow(string name)
    {
        await Reach("link", name);
        await Leave();
    }

    /// <summary>Along a link at the head of the page: of the use case or of the person.</summary>
    public async Task Menu(string name)
    {
        await To("link", name, await Away());
        await Leave();
    }

    /// <summary>A button at the head of the page.</summary>
    public async Task Head(string name)
    {
        await To("button", name, await Away());
        await Leave();
    }

    /// <summary>Along a link to a place of the same page, from where Tab goes on.</summary>
    public async Task Jump(string name)
    {
        await Reach("link", name);
        string to = await Page.EvaluateAsync<string>("() => document.activeElement.hash");
        await Act();
        await Page.WaitForFunctionAsync("hash => location.hash === hash && document.querySelector(':target').getBoundingClientRect().top < innerHeight", to);
        Stop next = await Step("Tab");
        Assert.True(await Page.EvaluateAsync<bool>("() => (document.querySelector(':target').compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0"), $"{name} leads to {next}");
    }

    /// <summary>A button that sends its form.</summary>
    public async Task Press(string name)
    {
        await Reach("button", name);
        await Leave();
    }

    /// <summary>Opens what is folded.</summary>
    public async Task Unfold(string name)
    {
        await Reach("summary", name);
        await Act();
        await Page.WaitForFunctionAsync("() => document.activeElement.parentElement.open");
    }

    /// <summary>Writes into a field, in place of what was there. What is long is pasted.</summary>
    public async Task Fill(string name, string text)
    {
        await Reach("textbox", name);
        await Act("Control+A");
        await (text.Length > LongestTyped ? Page.Keyboard.InsertTextAsync(text) : Page.Keyboard.TypeAsync(text));
        Assert.Equal(text.Trim(), (await Here()).Text);
    }

    /// <summary>What a field holds.</summary>
    public async Task<string> Read(string name)
    {
        return (await Reach("textbox", name)).Text;
    }

    /// <summary>One of a list.</summary>
    public async Task Choose(string name, string option)
    {
        Stop list = await Reach("combobox", name);
        int place = list.Choices.IndexOf(list.Choices.FirstOrDefault(choice => Stop.Fits(choice, option)) ?? throw new InvalidOperationException($"“{option}” is not among {string.Join(", ", list.Choices)}"));
        await Act("Home");
        for (int i = 0; i < place; i++)
            await Act("ArrowDown");
        Assert.Equal(place, await Page.EvaluateAsync<int>("() => document.activeElement.selectedIndex"));
    }

    /// <summary>One of a group of radio buttons: a single stop of Tab, the others by arrows.</summary>
    public async Task Pick(string name)
    {
        await Enter();
        Stop stop = await Walk(name, "radio", at => at.Role == "radio" && at.Choices.Any(choice => Stop.Fits(choice, name)), "Tab");
        if (stop.Is("radio", name))
            await Act("Space");
        for (int i = 0; i < stop.Choices.Length && !stop.Is("radio", name); i++)
            stop = await Step("ArrowDown");
        Assert.True(stop.Is("radio", name) && await Page.EvaluateAsync<bool>("() => document.activeElement.checked"), $"arrows lead to {stop}");
    }

    public async Task Toggle(string name)
    {
        await Reach("checkbox", name);
        bool was = await Page.EvaluateAsync<bool>("() => document.activeElement.checked");
        await Act("Space");
        Assert.Equal(!was, await Page.EvaluateAsync<bool>("() => document.activeElement.checked"));
    }

    /// <summary>Chooses a file.</summary>
    public async Task Upload(string name, string file, byte[] content)
    {
        await Reach("button", name);
        IFileChooser chooser = await Page.RunAndWaitForFileChooserAsync(() => Act());
        await chooser.SetFilesAsync(new FilePayload { Name = file, MimeType = "application/octet-stream", Buffer = content });
    }

    /// <summary>Takes a file away.</summary>
    public async Task<byte[]> Download(string name)
    {
        await Reach("link", name);
        IDownload file = await Page.RunAndWaitForDownloadAsync(() => Act());
        return await File.ReadAllBytesAsync(await file.PathAsync());
    }

    /// <summary>What was just done is said, and the focus is on what says it; from there Tab goes on into the page.</summary>
    public async Task Told(string start, string role = "status")
    {
        Stop stop = await Here();
        Assert.True(stop.Role == role && stop.Text.StartsWith(start, StringComparison.Ordinal), $"{_who} is at {stop} “{stop.Text}” on {Page.Url}, and was not told “{start}”");
        Assert.True(stop.IsInMain, "what is told stands outside the page's main part");
    }

    /// <summary>From a fault to the field that it speaks of, which says it too.</summary>
    public async Task Mend(string fault, string field)
    {
        await To("link", fault);
        await Act();
        await Page.WaitForFunctionAsync("() => document.activeElement.ariaInvalid === 'true'");
        Assert.Equal(field, (await Here()).Name);
        Assert.Contains(fault, await Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join(' ')"), StringComparison.Ordinal);
    }

    /// <summary>A button that changes the page where it is.</summary>
    public async Task Hit(string name)
    {
        await Reach("button", name);
        await Act();
    }

    /// <summary>Goes on with one key and says where that leads.</summary>
    public async Task<Stop> Step(string key)
    {
        await Page.Keyboard.PressAsync(key);
        Stop stop = await Here();
        Assert.True(stop.Fault.Length == 0, $"{_who}, by {key} on {Page.Url}: {stop} {stop.Fault}");
        return stop;
    }

    /// <summary>Where the focus is.</summary>
    public async Task<Stop> Here() => _at = await Look.At(Page);

    /// <summary>Goes by Tab, or backwards, until the control has the focus.</summary>
    public Task<Stop> To(string role, string name, string key = "Tab") => Walk(name, role, stop => stop.Is(role, name), key);

    /// <summary>Over the head of the page into its main part by the link that stands first.</summary>
    public async Task Enter()
    {
        if (!(_at ?? await Here()).IsNowhere)
            return;
        Stop first = await Step("Tab");
        Assert.True(first.Is("link", "Skip to the content"), $"the first stop of {Page.Url} is {first}");
        await Act();
        await Page.WaitForFunctionAsync("() => document.activeElement.localName === 'main'");
        Stop next = await Step("Tab");
        Assert.True(next.IsInMain || next.IsNowhere || await Page.Locator("main a, main button").CountAsync() == 0, $"behind the link over the head of {Page.Url} comes {next}");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private async Task<Stop> Walk(string name, string role, Func<Stop, bool> isThere, string key)
    {
        Stop stop = _at ?? await Here();
        var passed = new List<Stop>();
        // Twice over the end: from the middle of a page to its end, and once through all of it.
        while (!isThere(stop) && passed.Count < MostStops && passed.Count(each => each.IsNowhere) < 2)
        {
            stop = await Step(key);
            passed.Add(stop);
        }

        return isThere(stop) ? stop : throw new InvalidOperationException($"{_who} cannot reach {role} “{name}” on {Page.Url}. On the way by {key}: {string.Join("; ", passed)}");
    }

    // Over the head of the page where nothing has the focus yet.
    private async Task<Stop> Reach(string role, string name)
    {
        await Enter();
        return await To(role, name);
    }

    private Task Act(string key = "Enter")
    {
        _at = null;
        return Page.Keyboard.PressAsync(key);
    }

    // The head of a page is nearer backwards from its main part.
    private async Task<string> Away() => (_at ?? await Here()).IsInMain ? "Shift+Tab" : "Tab";

    // The page that is left is marked, so that the next one is known even where its address is the same.
    private async Task Leave()
    {
        await Page.EvaluateAsync("() => { document.documentElement.dataset.left = ''; }");
        await Act();
        await Arrive();
    }

    private async Task Arrive()
    {
        await Page.WaitForFunctionAsync(
            "() => document.readyState === 'complete' && !('left' in document.documentElement.dataset) && (document.querySelector('[autofocus]') === null || document.activeElement !== document.body)");
        Assert.True(_troubles.Count == 0, $"{_who} on {Page.Url}: {string.Join("; ", _troubles)}");
    }
}
