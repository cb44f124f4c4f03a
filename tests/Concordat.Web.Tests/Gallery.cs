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
        gallery.Pages =
        [
            ("visitor", "/"), ("visitor", "/sign-in"), ("visitor", "/first-steward"), ("visitor", open), ("visitor", "/nowhere"),
            ("participant", "/"), ("participant", "/account"), ("participant", "/account/delete"), ("participant", open), ("participant", "/use-cases/letters"), ("participant", "/use-cases/letters/me"),
            ("participant", "/use-cases/letters/record"),
            ("steward", "/new-use-case"), ("steward", "/use-cases/letters/people"),
        ];
        return gallery;
    }

    /// <summary>Gives a browser someone's cookies.</summary>
    public async Task Enter(IBrowserContext context, string who)
    {
        IEnumerable<System.Net.Cookie> cookies = _people[who].Cookies.GetCookies(_server.Address);
        await context.AddCookiesAsync(cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Domain = "localhost", Path = "/", HttpOnly = true }));
    }
}
