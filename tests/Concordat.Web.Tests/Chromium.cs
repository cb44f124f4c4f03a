using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Concordat.Web.Tests;

/// <summary>One browser for a test class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException($"{ChromiumFactAttribute.Path} is missing: apt-get install chromium");

    /// <summary>Waits until a page has such an address, by asking again and again: an event of arriving, in a busy process, may come before anything listens for it.</summary>
    public static Task ArrivedAt(IPage page, string address) => Assertions.Expect(page).ToHaveURLAsync(new Regex(address, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });

    public async Task InitializeAsync()
    {
        if (!File.Exists(ChromiumFactAttribute.Path))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                // What the browser names each control to those who listen, to be read by tests.
                "--enable-blink-features=ComputedAccessibilityInfo"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
