namespace Concordat.Web.Tests.Ways;

/// <summary>What every way begins with and where it ends.</summary>
internal static class Joining
{
    /// <summary>Opens an invitation, makes an account and takes the seat.</summary>
    /// <returns>The recovery code, as it stands on the page.</returns>
    public static async Task<string> Join(this Keyboard keyboard, string invitation, string name)
    {
        await keyboard.Open(invitation);
        await keyboard.Fill("Sign-in name", name);
        await keyboard.Fill("Password", Visitor.Password);
        await keyboard.Press("Make an account and join");
        string code = await keyboard.KeepCode();
        await keyboard.Told("Welcome.");
        return code;
    }

    public static async Task<string> KeepCode(this Keyboard keyboard)
    {
        string code = await keyboard.Page.Locator("#recovery-code").InnerTextAsync();
        await keyboard.Follow("I have kept it");
        return code;
    }

    public static async Task Consent(this Keyboard keyboard)
    {
        await keyboard.Press("I consent (taking part)");
        await keyboard.Told("Saved.");
        Assert.Equal("You consented.", await keyboard.Page.Locator(".consent .state").First.InnerTextAsync());
    }

    public static async Task Vote(this Keyboard keyboard, string proposal, string choice)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow(proposal);
        await keyboard.Press(choice);
        await keyboard.Told("Your vote is counted.");
    }

    /// <summary>Reads a published case: from what was found to the standard itself, how it was measured, and the file of the run.</summary>
    public static async Task ReadCase(this Keyboard keyboard, string system, string statement)
    {
        await keyboard.Menu("Cases");
        await keyboard.Follow(system);
        Assert.Equal(system, await keyboard.Page.Locator("h1").InnerTextAsync());
        await keyboard.Jump(statement);
        await keyboard.Unfold("How it was measured…");
        Assert.Contains("\"systemVersion\"", System.Text.Encoding.UTF8.GetString(await keyboard.Download("run.json")), StringComparison.Ordinal);
    }
}
