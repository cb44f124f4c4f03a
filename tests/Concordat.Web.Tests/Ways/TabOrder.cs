using Microsoft.Playwright;

namespace Concordat.Web.Tests.Ways;

/// <summary>One page, walked from its beginning to its end by Tab; and back, where a script could stand in the way.</summary>
internal static class TabOrder
{
    // What was focused on arrival (a notice, faults, what was pressed) is left, so that the walk begins where the page does.
    private const string ToTheTop = "() => { if (document.activeElement === document.body) return; const top = document.createElement('span'); top.tabIndex = -1; document.body.prepend(top); top.focus(); top.remove(); }";

    /// <summary>What is wrong: a stop that cannot be seen or has no name, a control that is never reached or out of its order, an end that is never come to.</summary>
    public static async Task<ImmutableArray<string>> FaultsOf(IPage page)
    {
        await page.EvaluateAsync(ToTheTop);
        int all = await page.EvaluateAsync<int>(Look.AllStops);
        var faults = ImmutableArray.CreateBuilder<string>();
        await Walk(page, "Tab", Enumerable.Range(0, all), faults);
        bool hasScript = await page.Locator("script").CountAsync() > 0;
        if (hasScript)
            await Walk(page, "Shift+Tab", Enumerable.Range(0, all - 1).Reverse(), faults);
        // Behind the end lies the browser, and behind that, where it has nothing of its own to show, the other end.
        await page.Keyboard.PressAsync(hasScript ? "Shift+Tab" : "Tab");
        Stop end = await Look.At(page);
        if (!end.IsNowhere && end.Number != (hasScript ? all - 1 : 0))
            faults.Add($"behind the end comes {end}");
        return faults.ToImmutable();
    }

    private static async Task Walk(IPage page, string key, IEnumerable<int> all, ImmutableArray<string>.Builder faults)
    {
        Stop before = new("", "", "", "", [], -1, false);
        foreach (int number in all)
        {
            await page.Keyboard.PressAsync(key);
            Stop stop = await Look.At(page);
            if (stop.Fault.Length > 0)
                faults.Add($"{stop} {stop.Fault}");
            if (stop.Number != number)
            {
                faults.Add($"by {key} one comes from {before} to {stop}, which is control {stop.Number} and not {number}");
                return;
            }

            before = stop;
        }
    }
}
