namespace Concordat.Web.Tests.Ways;

/// <summary>The others, without whom nothing may be shown: they come by invitation too, and do what they do through the pages.</summary>
internal static class Crowd
{
    /// <summary>Ranks one wording first.</summary>
    public static async Task Rank(IEnumerable<Visitor> people, string wordings, string first)
    {
        foreach (Visitor visitor in people)
        {
            string rank = (await visitor.Page(wordings)).QuerySelectorAll("label").Single(label => label.TextContent == first).GetAttribute("for")!;
            await visitor.Send(wordings, wordings + "/rank", (rank, "1"));
        }
    }

    public static async Task Vote(IEnumerable<Visitor> people, string proposal, string choice)
    {
        foreach (Visitor visitor in people)
            await Tale.Vote(visitor, proposal, choice);
    }

    /// <summary>Gives all answers that a round asks for; what is said depends on the text alone.</summary>
    public static async Task Judge(IEnumerable<Visitor> people, string round, Func<string, string> say)
    {
        foreach (Visitor visitor in people)
        {
            string path = (await visitor.Page(JudgingTale.Judge)).QuerySelectorAll("a.button").Single(link => link.TextContent.EndsWith(round, StringComparison.Ordinal)).GetAttribute("href")!;
            while (await JudgingTale.Next(visitor, path) is { } next)
                await visitor.Post(path + "/answers", ("form-token", next.Token), ("task", next.Task), ("id", next.Id), ("value", say(next.Section.TextContent)), ("say", "Value"));
        }
    }
}
