using Microsoft.Playwright;

namespace Concordat.Web.Tests.Ways;

/// <summary>Someone who takes part for themselves: says what they wish of themselves and judges in every kind, by Tab and by single keys.</summary>
internal sealed class ParticipantWay(Keyboard keyboard)
{
    private const string InSight = "section.task:not([hidden]) ";

    public async Task Describe(string question, string answer)
    {
        await keyboard.Choose(question, answer);
        await keyboard.Press("Save");
        await keyboard.Told("Saved.");
    }

    /// <summary>A rating by Tab and arrows, one by its number taken back and given anew, a pass; the rest by numbers.</summary>
    public async Task Rate(string round)
    {
        await Begin(round);
        await Unveil();
        await keyboard.Pick("partly");
        await keyboard.Hit("Give this answer");
        await Answered(1);
        await Unveil();
        await Key("3");
        await Answered(2);
        await Key("u");
        await Answered(1);
        await Key("p");
        await Answered(2);
        for (int given = 3; await IsAsked(); given++)
        {
            await Unveil();
            await Key("3");
            await Answered(given);
        }

        await Stop();
    }

    /// <summary>The better or the best of several: an arrow chooses, Enter gives it.</summary>
    public async Task Compare(string round)
    {
        await Begin(round);
        for (int given = 1; await IsAsked(); given++)
        {
            await Unveil();
            await Key("ArrowRight");
            await Key("Enter");
            await Answered(given);
        }

        await Stop();
    }

    /// <summary>Marks the beginning of one text and says what of it; of the others there is no opinion.</summary>
    public async Task Mark(string round)
    {
        await Begin(round);
        await Unveil();
        await Key("t");
        await Key("Control+Home");
        for (int letter = 0; letter < 6; letter++)
            await Key("Shift+ArrowRight");
        Assert.StartsWith("You marked: ", await keyboard.Page.Locator(InSight + ".preview").InnerTextAsync(), StringComparison.Ordinal);
        await keyboard.Fill("What about it", "Whom is this said to?");
        await Key("Escape");
        await Key("Enter");
        await Answered(1);
        for (int given = 2; await IsAsked(); given++)
        {
            await Unveil();
            await Key("n");
            await Answered(given);
        }

        await Stop();
    }

    private async Task Begin(string round)
    {
        await keyboard.Menu("Judgements");
        await keyboard.Follow("Begin with " + round);
    }

    // Everything is with the server before they go.
    private async Task Stop()
    {
        await keyboard.Page.Locator("#waiting[data-count='0']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await keyboard.Follow("Stop here");
    }

    private async Task Key(string key) => await keyboard.Step(key);

    private Task<bool> IsAsked() => keyboard.Page.Locator(InSight).IsVisibleAsync();

    private async Task Unveil()
    {
        if (await keyboard.Page.Locator(InSight + "details.warned:not([open])").CountAsync() == 1)
            await keyboard.Unfold("This may upset you: a threat of eviction. Show it");
    }

    private Task Answered(int judgements) => keyboard.Page.Locator("#answered", new() { HasTextString = $"{judgements}" }).WaitForAsync();
}
