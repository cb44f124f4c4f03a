using System.Text;

namespace Concordat.Web.Tests.Ways;

/// <summary>Whoever owns the use case: from the token that the server printed to what is published.</summary>
internal sealed class StewardWay(Keyboard keyboard)
{
    public async Task Begin(string token)
    {
        await keyboard.Open("/first-steward");
        await keyboard.Fill("Token", token);
        await keyboard.Fill("Sign-in name", "steward");
        await keyboard.Fill("Password", Visitor.Password);
        await keyboard.Press("Become steward");
        await keyboard.KeepCode();
        await keyboard.Fill("Title", "Reading letters aloud");
        await keyboard.Fill("Short name", "letters");
        await keyboard.Fill("Summary", "A person holds a letter before a telephone and the system reads it aloud.");
        await keyboard.Press("Open it");
        await keyboard.Told("Saved.");
    }

    /// <summary>What people are asked of themselves, and that everyone may read.</summary>
    public async Task Prepare()
    {
        await keyboard.Fill("Question", "Where do you live?");
        await keyboard.Fill("Attribute", "region");
        await keyboard.Fill("Answers", "north\nsouth");
        await keyboard.Fill("Why it is asked", "Names of places differ.");
        await keyboard.Press("Add the question");
        await keyboard.Told("Saved.");
        await keyboard.Toggle("Everyone may read it, without signing in");
        await keyboard.Press("Save");
        await keyboard.Told("Saved.");
    }

    /// <summary>An invitation that lacks something is mended from the list of faults, and keeps what was chosen.</summary>
    public async Task<string> InviteStakeholder(string community)
    {
        await keyboard.Menu("People");
        await keyboard.Pick("Stakeholder…");
        await keyboard.Press("Make the link");
        await keyboard.Told("One thing to mend", "alert");
        await keyboard.Mend("The community needs at least 2 characters.", "Community");
        await keyboard.Fill("Community", community);
        await keyboard.Press("Make the link");
        return await Link();
    }

    public async Task<string> Invite(string role, string community = "", int uses = 1)
    {
        await keyboard.Menu("People");
        await keyboard.Pick(role + "…");
        await keyboard.Fill("Community", community);
        await keyboard.Fill("How many may use it", $"{uses}");
        await keyboard.Press("Make the link");
        return await Link();
    }

    /// <summary>How decisions are made, and whom they affect.</summary>
    public async Task DeclareRule(params string[] communities)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow("Rule and communities");
        await keyboard.Fill("Percent of each community that must agree", "60");
        await keyboard.Pick("3…");
        await keyboard.Press("Declare the rule");
        await keyboard.Told("Saved.");
        foreach (string community in communities)
        {
            await keyboard.Fill("Community", community);
            await keyboard.Fill("How it is affected", "Names of places differ.");
            await keyboard.Press("Add the community");
            await keyboard.Told("Saved.");
        }
    }

    public async Task Load(string material)
    {
        await keyboard.Menu("Judgements");
        await keyboard.Follow("Material and rounds");
        await keyboard.Pick("recorded responses…");
        await keyboard.Upload("A file, CSV or JSON Lines…", "material.csv", Encoding.UTF8.GetBytes(material));
        await keyboard.Press("Load");
        await keyboard.Told("Saved.");
    }

    /// <summary>Declares a round and opens it.</summary>
    public async Task OpenRound(string title, string asks, string criterion, string levels = "")
    {
        await keyboard.Fill("Title", title);
        await keyboard.Pick(asks);
        await keyboard.Fill("Criterion", criterion);
        await keyboard.Fill("The question", "How well would you understand it?");
        await keyboard.Fill("Scale of a rating", levels);
        await keyboard.Fill("How many to choose the best from", "2");
        await keyboard.Fill("Percent of them that they were asked before", "0");
        await keyboard.Choose("Count by group", "the community of the seat");
        await keyboard.Press("Declare the round");
        await keyboard.Told("Saved.");
        await keyboard.Press("Open " + title);
        await keyboard.Told("The round is open");
    }

    public async Task Answer(string proposal, string answer)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow(proposal);
        await keyboard.Unfold("Answer");
        await keyboard.Fill("Your answer", answer);
        await keyboard.Press("Answer");
        await keyboard.Told("The answer stands");
    }

    /// <summary>Closes the first round of wordings, then lets the rule decide.</summary>
    public async Task Decide(string proposal)
    {
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow(proposal);
        await keyboard.Follow("Other wordings, and their rankings");
        await keyboard.Press("Choose by Schulze");
        await keyboard.Told("Saved.");
        await keyboard.Menu("Charter workshop");
        await keyboard.Follow(proposal);
        await keyboard.Press("Decide by the rule");
        await keyboard.Told("It is decided");
        Assert.Equal("Ratified", await keyboard.Page.Locator("#decision").InnerTextAsync());
    }

    public async Task CloseRound(string title)
    {
        await keyboard.Menu("Judgements");
        await keyboard.Follow("Material and rounds");
        await keyboard.Press("Close " + title);
        await keyboard.Told("The round is closed");
    }

    /// <summary>Has the answers audited, follows the audit while the page is open, and publishes what it found.</summary>
    public async Task AuditAndPublish(string system)
    {
        await keyboard.Menu("Desk");
        await keyboard.Unfold("Ask for an audit");
        await keyboard.Fill("Charter", Completed(await keyboard.Read("Charter")));
        await keyboard.Fill("System version", system);
        await keyboard.Fill("Bootstrap replicates", "200");
        await keyboard.Press("Ask for it");
        await keyboard.Told("The audit waits for its turn.");
        await keyboard.Page.WaitForFunctionAsync("() => /^(done|failed)/.test(document.querySelector('[id^=job-]').textContent)");
        string state = await keyboard.Page.Locator("[id^='job-']").InnerTextAsync();
        Assert.True(state == "done", state);
        await keyboard.Menu("Desk");
        await keyboard.Press($"Publish {system}…");
        await keyboard.Told("It is published");
        Assert.Equal(system, await keyboard.Page.Locator("h1").InnerTextAsync());
    }

    /// <summary>Hands in a run that the command line made, looks at it and publishes it.</summary>
    public async Task HandIn(byte[] run)
    {
        await keyboard.Menu("Cases");
        await keyboard.Upload("The run…", "run.json", run);
        await keyboard.Press("Hand it in");
        await keyboard.Told("The run is here");
        await keyboard.Press("Publish it");
        await keyboard.Told("It is published");
    }

    private async Task<string> Link()
    {
        await keyboard.Told("The invitation is ready");
        return new Uri(await keyboard.Page.Locator("code.link").InnerTextAsync()).AbsolutePath;
    }

    // What the workshop leaves open, written into what it agreed on.
    private static string Completed(string agreed) => agreed
        .Replace("level: organisational\nuse-case", "level: organisational\nrole: reader\ndeployment-context: One model behind one prompt, by telephone.\nconfidence-level: 0.95\nmultiplicity: max-t\nexpires: 2099-01-01\nuse-case", StringComparison.Ordinal)
        .Replace("- id: \"north\"\n", "- id: \"north\"\n    group: { community: north }\n    share: 0.5\n", StringComparison.Ordinal)
        .Replace("- id: \"south\"\n", "- id: \"south\"\n    group: { community: south }\n    share: 0.5\n", StringComparison.Ordinal)
        .Replace("standards:\n", "harms:\n  - { id: missed, description: A deadline is missed., severity: serious, populations: [north, south] }\nstandards:\n", StringComparison.Ordinal)
        .TrimEnd() + "\n    exemplars: [{ case: Half say yes., verdict: breaks, because: Nobody knows. }]\n    defeaters: [The letter is torn.]\n";
}
