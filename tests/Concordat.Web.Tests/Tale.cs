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
}
