namespace Concordat.Web.Tests.Ways;

/// <summary>Whoever checks: reads the desk, takes evidence and record away, compares two versions.</summary>
internal sealed class AuditorWay(Keyboard keyboard)
{
    public async Task ReadDesk(string system)
    {
        await keyboard.Menu("Desk");
        Assert.Equal("done", await keyboard.Page.Locator("[id^='job-']").InnerTextAsync());
        Assert.Equal(0, await keyboard.Page.GetByText("Ask for an audit").CountAsync());
        await keyboard.Follow("How people answer…");
        await keyboard.Follow("Back to the desk");
        Assert.Equal("PK"u8.ToArray(), (await keyboard.Download("Take all evidence"))[..2]);
        await keyboard.Follow($"{system}…");
        Assert.Equal(system, await keyboard.Page.Locator("h1").InnerTextAsync());
    }

    /// <summary>As many entries as the page says, the last of them with the fingerprint that it shows.</summary>
    public async Task TakeRecord()
    {
        await keyboard.Menu("Record");
        string[] entries = System.Text.Encoding.UTF8.GetString(await keyboard.Download("Download the record")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"({entries.Length} entries)", await keyboard.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        string head = (await keyboard.Page.Locator("pre").First.InnerTextAsync()).Split(' ')[^1];
        Assert.Contains(head, entries[^1], StringComparison.Ordinal);
    }

    public async Task Compare(string earlier, string later)
    {
        await keyboard.Menu("Cases");
        await keyboard.Choose("Earlier", earlier + "…");
        await keyboard.Choose("Later", later + "…");
        await keyboard.Press("Compare");
        Assert.Equal($"From {earlier} to {later}", await keyboard.Page.Locator("main p.lead").InnerTextAsync());
    }
}
