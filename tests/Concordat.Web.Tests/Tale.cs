namespace Concordat.Web.Tests;

/// <summary>The steps that stories share, each through the pages.</summary>
internal static class Tale
{
    public static Task<HttpResponseMessage> OpenUseCase(Visitor steward, string id = "letters") =>
        steward.Send("/new-use-case", "/new-use-case", ("id", id), ("title", "Reading letters aloud"), ("summary", "A person holds a letter before a telephone and the system reads it aloud."));

    /// <summary>The path of a fresh invitation.</summary>
    public static async Task<string> Invite(Visitor steward, string role, string community = "", int days = 14, int uses = 1, string useCase = "letters")
    {
        HttpResponseMessage answer = await steward.Send(
            $"/use-cases/{useCase}/people", $"/use-cases/{useCase}/people/invitations", ("role", role), ("community", community), ("days", $"{days}"), ("uses", $"{uses}"));
        string link = Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("code.link")?.TextContent ?? throw new InvalidOperationException($"no link: {answer.StatusCode}");
        return new Uri(link).AbsolutePath;
    }

    public static Task<HttpResponseMessage> Join(Visitor visitor, string link, string name) => visitor.Send(link, link, ("name", name), ("password", Visitor.Password));

    public static Task<HttpResponseMessage> Consent(Visitor visitor, string consent, string given, string useCase = "letters") =>
        visitor.Send($"/use-cases/{useCase}/me", $"/use-cases/{useCase}/me/consent", ("consent", consent), ("given", given));

    public static Task<HttpResponseMessage> Ask(Visitor steward) => steward.Send(
        "/use-cases/letters/people", "/use-cases/letters/people/questions", ("wording", "Where do you live?"), ("attribute", "region"), ("levels", "north\nsouth"), ("why", "Names of places differ."));

    public static async Task<Visitor> WithParticipant(TestServer server, string name = "ada")
    {
        using Visitor steward = await server.NewSteward();
        await OpenUseCase(steward);
        Visitor participant = server.NewVisitor();
        await Join(participant, await Invite(steward, "Participant"), name);
        return participant;
    }

    /// <summary>People with a voice, of one community, each signed in.</summary>
    public static async Task<ImmutableArray<Visitor>> Voices(TestServer server, Visitor steward, string community, int people)
    {
        return await Join(server, await Invite(steward, "Participant", community, uses: people), community, people);
    }

    /// <summary>People who come by one invitation and consent, each signed in.</summary>
    public static async Task<ImmutableArray<Visitor>> Join(TestServer server, string link, string name, int people)
    {
        return [.. await Task.WhenAll(Enumerable.Range(0, people).Select(async i =>
        {
            Visitor visitor = server.NewVisitor();
            await Join(visitor, link, $"{name}{i}");
            await Consent(visitor, "TakePart", "yes");
            return visitor;
        }))];
    }

    /// <summary>The path of a fresh proposal.</summary>
    public static async Task<string> Propose(Visitor visitor, string standard, string statement, string level = "Organisational", string from = "")
    {
        HttpResponseMessage answer = await visitor.Send(
            "/use-cases/letters/workshop/propose", "/use-cases/letters/workshop/propose",
            ("standard", standard), ("statement", statement), ("reason", "A letter that is read wrongly is worse than none."), ("level", level), ("from", from));
        return answer.Headers.Location?.OriginalString.Split('?')[0] ?? throw new InvalidOperationException($"not proposed: {answer.StatusCode}");
    }

    public static Task<HttpResponseMessage> Vote(Visitor visitor, string proposal, string choice) => visitor.Send(proposal, proposal + "/vote", ("choice", choice));

    public static Task<HttpResponseMessage> DeclareRule(Visitor steward, int threshold = 50) =>
        steward.Send("/use-cases/letters/workshop/rule", "/use-cases/letters/workshop/rule", ("threshold", $"{threshold}"), ("democracy", "Binding"));

    /// <summary>The path of a run that was handed in.</summary>
    public static async Task<string> HandIn(Visitor steward, byte[] run, string useCase = "/use-cases/letters")
    {
        HttpResponseMessage answer = await steward.SendFile(useCase + "/cases", useCase + "/cases", "run", run, "run.json");
        return answer.Headers.Location?.OriginalString.Split('?')[0] ?? throw new InvalidOperationException($"not taken: {answer.StatusCode}");
    }

    /// <summary>The path of a run that was handed in and published.</summary>
    public static async Task<string> Publish(Visitor steward, byte[] run)
    {
        string path = await HandIn(steward, run);
        await steward.Send(path, path + "/publish");
        return path;
    }
}
