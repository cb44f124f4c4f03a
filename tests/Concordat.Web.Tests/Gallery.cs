using Concordat.Web.Features.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Concordat.Web.Tests;

/// <summary>A use case in full, people of each role, and every page as each of them may see it.</summary>
internal sealed class Gallery
{
    private readonly Dictionary<string, Visitor> _people = new(StringComparer.Ordinal);
    private readonly TestServer _server;

    private Gallery(TestServer server) => _server = server;

    /// <summary>Who looks at which page.</summary>
    public ImmutableArray<(string Who, string Path)> Pages { get; private set; } = [];

    /// <summary>Ten people with a voice, five of each of two communities.</summary>
    public ImmutableArray<Visitor> Voices { get; private set; } = [];

    public static async Task<Gallery> Hang(TestServer server)
    {
        var gallery = new Gallery(server);
        Visitor steward = gallery._people["steward"] = await server.NewSteward();
        gallery._people["visitor"] = server.NewVisitor();
        await Tale.OpenUseCase(steward);
        await Tale.Ask(steward);
        Visitor participant = gallery._people["participant"] = server.NewVisitor();
        await Tale.Join(participant, await Tale.Invite(steward, "Participant"), "ada");
        await Tale.Consent(participant, "TakePart", "yes");
        string open = await Tale.Invite(steward, "Stakeholder", "the blind association", uses: 3);
        ImmutableArray<Visitor> north = await Tale.Voices(server, steward, "north", 5), south = await Tale.Voices(server, steward, "south", 5);
        gallery.Voices = north.AddRange(south);
        await Tale.DeclareRule(steward);
        await steward.Send("/use-cases/letters/workshop/rule", "/use-cases/letters/workshop/communities", ("name", "people who read no Latin script"), ("why", "Their letters are read worst."), ("standing", "User"));
        string agreed = await Tale.Propose(north[0], "understood", "Whoever has a letter read to them understands what it asks of them.");
        string disputed = await Tale.Propose(south[0], "places", "Names of places are said as those who live there say them.", "Individual");
        for (int i = 0; i < 5; i++)
        {
            await Tale.Vote(north[i], agreed, "Agree");
            await Tale.Vote(south[i], agreed, i < 4 ? "Agree" : "Disagree");
            await Tale.Vote(north[i], disputed, i < 4 ? "Disagree" : "Pass");
            await Tale.Vote(south[i], disputed, "Agree");
        }

        await north[1].Send(disputed, disputed + "/object", ("objection", "Nobody knows how every village says its name."), ("group", "callers from elsewhere"), ("severity", "Serious"));
        await steward.Send("/use-cases/letters/workshop/propose", "/use-cases/letters/workshop/drafts", ("standard", "slowly"), ("statement", "Dates and sums are read slowly and said twice."), ("reason", "They are what is missed most often."), ("level", "Supranational"));
        await north[2].Send(disputed + "/wordings", disputed + "/wordings", ("statement", "Names of places are said as their registers of places say them."));
        await steward.Send(disputed + "/wordings", disputed + "/wordings", ("statement", "Names of places are said twice, in both ways."));
        string critique = (await north[2].Page(disputed + "/wordings")).QuerySelector("form[action$='critique']")!.GetAttribute("action")!;
        await north[2].Send(disputed + "/wordings", critique, ($"critique-{critique.Split('/')[^2]}", "Those who live there do not agree among themselves."));
        await steward.Send(agreed, agreed + "/ratify");
        await JudgingTale.Load(steward, JudgingTale.Responses(6));
        string rating = await JudgingTale.OpenRound(steward, "Rating"), pairwise = await JudgingTale.OpenRound(steward, "Pairwise"), best = await JudgingTale.OpenRound(steward, "BestOf"), span = await JudgingTale.OpenRound(steward, "Span");
        gallery._people["voice"] = north[0];
        // Some tasks in sight without their warning.
        foreach (string round in new[] { pairwise, best, span })
        {
            while (await JudgingTale.Next(north[0], round) is { } next && next.Section.QuerySelector("details.warned") is not null)
                await north[0].Send(round, round + "/skip", ("task", next.Task));
        }

        const string workshop = "/use-cases/letters/workshop";
        string launch = await Tale.Propose(north[3], "close-enough-to-launch", "Speakers of Indian and Nigerian English are understood within ten points of speakers of US English.");
        await south[3].Send(launch, launch + "/object", ("objection", "Ten points are one caller in ten who has to call again."), ("group", "Nigerian English"), ("severity", "Serious"));
        string earlier = await Tale.Publish(steward, RunFiles.Dialects(system: "Mistral-SFT", date: "2026-10-15")), later = await Tale.Publish(steward, RunFiles.Dialects()), unread = await Tale.HandIn(steward, RunFiles.Tour());
        const string claims = "/use-cases/letters/claims", inquiries = "/use-cases/letters/inquiries";
        string[] claim = [.. (await steward.Page(claims)).QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")!)];
        await steward.Send(claim[0], claim[0] + "/relations", ("kind", "Contradicts"), ("other", claim[1].Split('/')[^1]), ("reason", "One speaks of what is said, the other of what is understood."));
        await steward.Send(claim[0], claim[0] + "/relations", ("kind", "Qualifies"), ("other", claim[2].Split('/')[^1]), ("reason", "It holds for one dialect alone."));
        await steward.Send(inquiries, inquiries + "/publish", ("question", "Is the assistant worse for speakers of Nigerian English on the telephone?"));
        string inquiry = (await steward.Page(inquiries)).QuerySelector("ul.rows a")!.GetAttribute("href")!;
        await DeskTale.Judge(server.Database);
        await server.Database.Write(DeskTale.AskedAudits, CancellationToken.None);
        gallery._people["auditor"] = server.NewVisitor();
        await Tale.Join(gallery._people["auditor"], await Tale.Invite(steward, "Auditor"), "auditor");
        await participant.Send("/account/tokens", "/account/tokens", ("label", "the nightly script"), ("days", "30"), ("scope-Read", "yes"));
        string byLink = (await RecoveryLink.Make(server.Parts.GetRequiredService<ServeOptions>(), "north4", CancellationToken.None))!.Value.Path;
        gallery.Pages =
        [
            ("visitor", "/"), ("visitor", "/sign-in"), ("visitor", "/recover"), ("visitor", byLink), ("visitor", "/first-steward"), ("visitor", open), ("visitor", "/nowhere"),
            ("participant", "/"), ("participant", "/account"), ("participant", "/account/delete"), ("participant", open), ("participant", "/use-cases/letters"), ("participant", "/use-cases/letters/me"),
            ("participant", "/use-cases/letters/record"),
            ("voice", JudgingTale.Judge), ("voice", rating), ("voice", pairwise), ("voice", best), ("voice", span), ("participant", JudgingTale.Judge), ("steward", JudgingTale.Material),
            ("steward", "/new-use-case"), ("steward", "/use-cases/letters/people"), ("participant", workshop), ("participant", workshop + "/propose"), ("participant", agreed), ("participant", disputed), ("steward", disputed), ("participant", disputed + "/wordings"), ("steward", disputed + "/wordings"),
            ("participant", "/use-cases/letters/cases"), ("steward", "/use-cases/letters/cases"), ("participant", later), ("steward", unread),
            ("participant", $"/use-cases/letters/cases/compare?from={earlier.Split('/')[^1]}&to={later.Split('/')[^1]}"), ("participant", claims), ("steward", claims), ("participant", claim[0]), ("steward", claim[0]),
            ("participant", inquiries), ("participant", inquiry),
            ("steward", "/use-cases/letters/desk"), ("auditor", "/use-cases/letters/desk"), ("auditor", "/use-cases/letters/desk/raters"), ("participant", "/account/tokens"),
            ("participant", workshop + "/versions"), ("participant", workshop + "/versions?from=0&to=1"), ("participant", workshop + "/communities"), ("participant", workshop + "/opinions"), ("steward", workshop + "/rule"), ("steward", workshop + "/propose"),
        ];
        return gallery;
    }

    /// <summary>One of those who look.</summary>
    public Visitor Person(string who) => _people[who];

    /// <summary>Lets someone else look too.</summary>
    public void Admit(string who, Visitor visitor) => _people[who] = visitor;

    /// <summary>Gives a browser someone's cookies.</summary>
    public async Task Enter(IBrowserContext context, string who)
    {
        IEnumerable<System.Net.Cookie> cookies = _people[who].Cookies.GetCookies(_server.Address);
        await context.AddCookiesAsync(cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Domain = "localhost", Path = "/", HttpOnly = true }));
    }
}
