namespace Concordat.Web.Tests.Ways;

/// <summary>Anyone: from the start page to what is open, from claim to claim, to a question of their own.</summary>
internal sealed class VisitorWay(Keyboard keyboard)
{
    public async Task Arrive()
    {
        await keyboard.Open("/");
        await keyboard.Follow("Reading letters aloud");
    }

    /// <summary>Opens a claim and walks in the picture to the first that is around it.</summary>
    public async Task WalkClaims()
    {
        await keyboard.Menu("Claims");
        string shown = await keyboard.Page.Locator("main ul.entries a").First.InnerTextAsync();
        await keyboard.Follow(shown.Split('\n')[0] + "…");
        string first = await keyboard.Page.Locator("h1").InnerTextAsync();
        await keyboard.Follow("1: …");
        Assert.NotEqual(first, await keyboard.Page.Locator("h1").InnerTextAsync());
    }

    public async Task Ask(string question)
    {
        await keyboard.Menu("Claims");
        await keyboard.Follow("Ask a question");
        await keyboard.Fill("Your question", question);
        await keyboard.Press("Ask");
        Assert.NotEqual(0, await keyboard.Page.Locator("ol.cited li").CountAsync());
    }
}
