namespace Concordat.Web.Tests;

/// <summary>Pages in states that the gallery's own story does not reach: empty, with faults, right after something was done, expired, very long, very many.</summary>
internal static class GalleryStates
{
    private const string Long =
        "Reading aloud letters of the Donaudampfschiffahrtsgesellschaftskapitänsversorgungsanstalt to whoever asks for it";

    /// <summary>What the i-th of fourteen communities is called.</summary>
    public static string Community(int i) => i == 3 ? "Donaudampfschiffahrtsgesellschaftskapitänswitwen" : $"{s_who[i % 7]} {(i < 7 ? "who call in the evening" : "in the northern districts")}";

    private static readonly string[] s_who = ["speakers of Nigerian English", "people who read no Latin script", "the blind association", "widows of captains", "callers from elsewhere", "people who hear badly", "carers"];

    /// <summary>Who looks at which page, and what they press there; nothing where they only look.</summary>
    public static async Task<ImmutableArray<(string Who, string Path, string Press)>> Hang(Gallery gallery, TestServer server)
    {
        Visitor steward = gallery.Person("steward");
        var pages = ImmutableArray.CreateBuilder<(string, string, string)>();
        pages.AddRange(await Empty(steward));
        pages.AddRange(await Many(gallery, server, steward));
        pages.AddRange(await Changed(gallery, steward));
        pages.AddRange(await Warned(gallery));
        pages.AddRange(
            ("visitor", "/sign-in", "form[action='/sign-in']"), ("visitor", "/recover", "form[action='/recover']"), ("steward", "/new-use-case", "form[action='/new-use-case']"), ("steward", "/use-cases/letters/people", "form[action$='/invitations']"),
            ("steward", JudgingTale.Material, "form[action$='/rounds']"), ("steward", "/use-cases/letters/cases", "form[action$='/cases'][method=post]"), ("voice", "/use-cases/letters/workshop/propose", "form[action$='/propose']"),
            ("voice", "/use-cases/letters/workshop?done=Withdrawn", ""), ("steward", "/use-cases/letters/desk", "form[action$='/audits']"));
        return pages.ToImmutable();
    }

    private static async Task<IEnumerable<(string, string, string)>> Empty(Visitor steward)
    {
        await steward.Send("/new-use-case", "/new-use-case", ("id", "quiet"), ("title", "Answering at night"), ("summary", "Nothing has happened here yet."));
        await steward.Send("/use-cases/quiet/people", "/use-cases/quiet/settings", ("title", "Answering at night"), ("summary", "Nothing has happened here yet."), ("public", "yes"));
        string[] rooms = ["", "/workshop", "/workshop/versions", "/workshop/communities", "/workshop/opinions", "/cases", "/claims", "/inquiries", "/record"];
        return
        [
            ("visitor", "/", ""), .. rooms.Select(room => ("visitor", "/use-cases/quiet" + room, "")), ("steward", "/", ""), ("steward", "/use-cases/quiet", ""), ("steward", "/use-cases/quiet/judge", ""),
            ("steward", "/use-cases/quiet/judge-material", ""), ("steward", "/use-cases/quiet/desk", ""), ("steward", "/use-cases/quiet/people", ""),
        ];
    }

    private static async Task<IEnumerable<(string, string, string)>> Many(Gallery gallery, TestServer server, Visitor steward)
    {
        const string useCase = "/use-cases/many", workshop = useCase + "/workshop";
        await steward.Send("/new-use-case", "/new-use-case", ("id", "many"), ("title", Long), ("summary", string.Join("\n\n", Enumerable.Repeat("A person holds a letter before a telephone and the system reads it aloud, as slowly as they ask, and says again what was missed.", 3))));
        var proposals = new List<string>();
        for (int i = 0; i < 14; i++)
        {
            await steward.Send(workshop + "/rule", workshop + "/communities", ("name", Community(i)), ("why", "Their letters are read worst, and nobody had asked them."), ("standing", "User"));
            if (i % 2 == 1)
                continue;
            Visitor voice = server.NewVisitor();
            await Tale.Join(voice, await Tale.Invite(steward, "Stakeholder", Community(i), useCase: "many"), $"many{i}");
            await Tale.Consent(voice, "TakePart", "yes", "many");
            gallery.Admit("one of many", voice);
            HttpResponseMessage proposed = await voice.Send(
                workshop + "/propose", workshop + "/propose", ("standard", $"standard-{i}"), ("level", i % 3 == 0 ? "Supranational" : i % 3 == 1 ? "Organisational" : "Individual"), ("from", ""),
                ("statement", $"Whoever asks {i + 2} times hears the sums, the dates and the name of the Donaudampfschiffahrtsgesellschaftskapitänsversorgungsanstalt again, slowly, without being asked why."),
                ("reason", "A letter that is read wrongly is worse than none: whoever acts on it pays twice, and whoever does not is in arrears."));
            proposals.Add(proposed.Headers.Location!.OriginalString.Split('?')[0]);
            await voice.Send(proposals[0], proposals[0] + "/object", ("objection", $"It takes too long for {Community(i)}, and the bill for the telephone is theirs."), ("group", Community(i)), ("severity", i % 4 == 0 ? "Serious" : "Minor"));
        }

        string answer = (await steward.Page(proposals[0])).QuerySelector("form[action$='/answer']")!.GetAttribute("action")!;
        await steward.Send(proposals[0], answer, ($"answer-{answer.Split('/')[^2]}", "The line is free of charge. That was written nowhere, and now it is."));
        string expired = await Tale.HandIn(steward, RunFiles.Communities("many", "2026-11-16"), useCase), standing = await Tale.HandIn(steward, RunFiles.Communities("many", "2099-11-16"), useCase);
        await steward.Send(expired, expired + "/publish");
        string[] seen = [useCase, workshop, workshop + "/communities", proposals[0], useCase + "/cases", expired, useCase + "/claims"];
        return [.. seen.Select(path => ("one of many", path, "")), ("steward", workshop + "/rule", ""), ("steward", standing, ""), ("steward", useCase + "/people", "")];
    }

    // A second version of the charter, and an answer that a model worded.
    private static async Task<IEnumerable<(string, string, string)>> Changed(Gallery gallery, Visitor steward)
    {
        const string workshop = "/use-cases/letters/workshop", inquiries = "/use-cases/letters/inquiries";
        string agreed = (await steward.Page(workshop)).QuerySelector("article.agreed a")!.GetAttribute("href")!.Split('/')[^1];
        string amendment = await Tale.Propose(gallery.Voices[1], "understood", "Whoever has a letter read to them understands what it asks of them, by when, and whom to ask.", from: agreed);
        foreach (Visitor voice in gallery.Voices)
            await Tale.Vote(voice, amendment, "Agree");
        await steward.Send(amendment, amendment + "/ratify");
        HttpResponseMessage published = await steward.Send(inquiries, inquiries + "/publish", ("question", "How often is Nigerian English understood?"), ("draft", "yes"));
        return [("participant", amendment, ""), ("participant", workshop + "/versions?from=1&to=2", ""), ("participant", published.Headers.Location!.OriginalString, "")];
    }

    private static async Task<IEnumerable<(string, string, string)>> Warned(Gallery gallery)
    {
        Visitor voice = gallery.Voices[1];
        gallery.Admit("warned", voice);
        string round = gallery.Pages.First(page => page.Who == "voice" && page.Path.StartsWith(JudgingTale.Judge + "/", StringComparison.Ordinal)).Path;
        while (await JudgingTale.Next(voice, round) is { } next && next.Section.QuerySelector("details.warned") is null)
            await voice.Send(round, round + "/skip", ("task", next.Task));
        return [("warned", round, ""), ("warned", round, "details.warned summary"), ("warned", round + "?done=Skipped", "")];
    }
}
