namespace Concordat.Web.Tests.Ways;

/// <summary>Someone who stands for a community: brings in a standard, objects to another, votes, ranks wordings, and reads what came of it.</summary>
internal sealed class StakeholderWay(Keyboard keyboard)
{
    public async Task Propose(string standard, string statement)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow("Propose a standard");
        await keyboard.Fill("The standard", statement);
        await keyboard.Fill("Why it is owed", "A letter that is read wrongly is worse than none.");
        await keyboard.Pick("Organisation…");
        await keyboard.Fill("Short name", standard);
        await keyboard.Unfold("How it is measured (if you know)");
        await keyboard.Choose("Measure", "agreement.krippendorff-alpha-overall");
        await keyboard.Fill("Its options", "criterion = understood");
        await keyboard.Pick("at least the bound");
        await keyboard.Fill("Bound", "0.1");
        await keyboard.Fill("Who answers for the bound", "Head of the reading service");
        await keyboard.Press("Put it on the table");
        await keyboard.Told("Your proposal is on the table.");
        await keyboard.Press("Agree");
        await keyboard.Told("Your vote is counted.");
        Assert.Equal("true", await keyboard.Page.Locator("button[value=Agree]").GetAttributeAsync("aria-pressed"));
    }

    /// <summary>Puts other words beside the proposal in sight, ranks both and says what should be better.</summary>
    public async Task Reword(string statement, string better)
    {
        await keyboard.Follow("Other wordings, and their rankings");
        await keyboard.Fill("The wording", better);
        await keyboard.Press("Suggest it");
        await keyboard.Told("Saved.");
        await keyboard.Choose(statement, "2");
        await keyboard.Choose(better, "1, best");
        await keyboard.Press("Save my ranking");
        await keyboard.Told("Saved.");
        await keyboard.Unfold($"Criticise “{statement}”");
        await keyboard.Fill("What should be better", "To understand is not yet to know what to do.");
        await keyboard.Press("Add the critique");
        await keyboard.Told("Saved.");
    }

    public async Task Object(string proposal, string objection)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow(proposal);
        await keyboard.Fill("What is wrong with it", objection);
        await keyboard.Fill("Whom it concerns", "callers from elsewhere");
        await keyboard.Pick("Serious…");
        await keyboard.Press("Object");
        await keyboard.Told("Your objection stands beside the proposal.");
    }

    public async Task ReadCharter(string statement)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow("Versions of the charter");
        await keyboard.Follow("What changed in version 1");
        Assert.Equal(statement, await keyboard.Page.Locator("ins").First.InnerTextAsync());
        Assert.Contains(statement, System.Text.Encoding.UTF8.GetString(await keyboard.Download("charter.yaml")), StringComparison.Ordinal);
    }

    /// <summary>Goes away, does not know the password any more, and comes back by the recovery code.</summary>
    public async Task ForgetAndComeBack(string name, string code)
    {
        await keyboard.Head("Sign out");
        await keyboard.Told("You are signed out.");
        await keyboard.Menu("Sign in");
        await keyboard.Fill("Sign-in name", name);
        await keyboard.Fill("Password", "not that one");
        await keyboard.Press("Sign in");
        await keyboard.Told("One thing to mend", "alert");
        await keyboard.Follow("Forgotten your password?");
        await keyboard.Fill("Sign-in name", name);
        await keyboard.Fill("Recovery code", code);
        await keyboard.Fill("New password", Visitor.Password + " of late");
        await keyboard.Press("Set the new password");
        Assert.NotEqual(code, await keyboard.KeepCode());
        await keyboard.Told("The new password is set");
        await keyboard.Follow("Reading letters aloud");
    }
}
