using System.Net;
using System.Text;
using Concordat.Web.Access;
using Concordat.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Web.Tests.Features;

/// <summary>Who may call what: the table is made from the routes, written to docs/access.md, and each cell is tried on a running server.</summary>
public sealed class AccessTableTests
{
    private static readonly ImmutableArray<string> s_roles = ["visitor", "signed in", "participant", "stakeholder", "consented", "auditor", "steward", "other steward"];

    [Fact]
    public async Task Routes_EachWithItsRule_AreTheTableInTheDocuments()
    {
        await using TestServer server = await TestServer.Start();
        var table = new StringBuilder("# Who may call what\n\nMade from the routes by a test, which also tries every cell on a running server; a route without a rule stops the server from starting. Routes of the API name the scope that a token needs.\n\n| Route | Rule |\n|---|---|\n");
        foreach ((string method, string pattern, AccessRule rule, ApiScope? scope) in Routes(server))
            table.Append($"| `{method} {pattern}` | {rule}{(scope is null ? "" : $"; scope {scope}")} |\n");
        string path = Path.Combine(Repository.Root, "docs", "access.md");
        if (Environment.GetEnvironmentVariable("CONCORDAT_UPDATE") == "true")
            await File.WriteAllTextAsync(path, table.ToString());
        Assert.Equal(await File.ReadAllTextAsync(path), table.ToString());
    }

    [Fact]
    public async Task WithoutRule_AnEndpointThatCarriesNone_NamesIt()
    {
        await using TestServer server = await TestServer.Start();
        Assert.Empty(Endpoints.WithoutRule(All(server)));
        var open = new Endpoint(null, new EndpointMetadataCollection(), "GET /open");
        Assert.Equal<string>(["GET /open"], Endpoints.WithoutRule([.. All(server), open]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachRole_OnEachRoute_GetsWhatTheTableSays(bool isPublic)
    {
        await using TestServer server = await TestServer.Start();
        Dictionary<string, Visitor> cast = await Cast(server, isPublic);
        var tokens = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string role in s_roles)
            tokens[role] = role == "visitor" ? null : await ApiTale.Token(cast[role], Enum.GetNames<ApiScope>());
        var faults = new List<string>();
        foreach ((string method, string pattern, AccessRule rule, ApiScope? scope) in Routes(server))
        {
            foreach (string role in s_roles)
            {
                Visitor visitor = cast[role];
                string path = pattern.Replace("{useCase}", "letters", StringComparison.Ordinal);
                path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", "none", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
                // A post without a token stops right behind the gate, with 400: what the gate says is seen without anything being done.
                // The API knows nobody by a cookie: there each role comes with a token that is good for everything.
                HttpResponseMessage answer = scope is not null ? await ApiTale.Call(server, method, path, tokens[role]) : method == "GET" ? await visitor.Get(path) : await visitor.Post(path);
                // What the API is sent without a document of its own runs, and finds nothing named "none".
                bool isThrough = method == "GET" || scope is not null
                    ? answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && !IsSentToSignIn(answer) && !(answer.StatusCode == HttpStatusCode.NotFound && rule.Kind is AccessKind.Reader or AccessKind.Seated && !Expected(rule, role, isPublic))
                    : answer.StatusCode == HttpStatusCode.BadRequest;
                if (isThrough != Expected(rule, role, isPublic))
                    faults.Add($"{method} {path} as {role}: {(int)answer.StatusCode}, rule {rule}");
            }
        }

        Assert.Empty(faults);
        foreach (Visitor visitor in cast.Values)
            visitor.Dispose();
    }

    [Fact]
    public async Task PrivateUseCase_ForOthers_IsAnsweredLikeOneThatIsNotThere()
    {
        await using TestServer server = await TestServer.Start();
        Dictionary<string, Visitor> cast = await Cast(server, isPublic: false);
        foreach (string role in new[] { "visitor", "signed in", "other steward" })
        {
            HttpResponseMessage there = await cast[role].Get("/use-cases/letters"), not = await cast[role].Get("/use-cases/nowhere");
            Assert.Equal(not.StatusCode, there.StatusCode);
            Assert.Equal((await Text(not)).Replace("nowhere", "letters", StringComparison.Ordinal), await Text(there));
            HttpResponseMessage postThere = await cast[role].Post("/use-cases/letters/settings"), postNot = await cast[role].Post("/use-cases/nowhere/settings");
            Assert.Equal(postNot.StatusCode, postThere.StatusCode);
        }
    }

    // What each column means, told independently of AccessRule.Admits.
    private static bool Expected(AccessRule rule, string role, bool isPublic) => rule.Kind switch
    {
        AccessKind.Anyone => true,
        AccessKind.SignedIn => role != "visitor",
        AccessKind.Host => role == "steward",
        AccessKind.Reader => isPublic || role is "participant" or "stakeholder" or "consented" or "auditor" or "steward",
        AccessKind.Seated => role switch
        {
            "participant" => rule.Roles.Contains(Role.Participant) && !rule.NeedsConsent,
            "consented" => rule.Roles.Contains(Role.Participant),
            "stakeholder" => rule.Roles.Contains(Role.Stakeholder) && !rule.NeedsConsent,
            "auditor" => rule.Roles.Contains(Role.Auditor) && !rule.NeedsConsent,
            "steward" => rule.Roles.Contains(Role.Steward) && !rule.NeedsConsent,
            _ => false,
        },
        _ => throw new InvalidOperationException($"{rule.Kind} has no column"),
    };

    // Forgery tokens differ from page to page.
    private static async Task<string> Text(HttpResponseMessage answer) => Visitor.Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent;

    private static bool IsSentToSignIn(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.OriginalString.StartsWith("/sign-in?", StringComparison.Ordinal);

    private static async Task<Dictionary<string, Visitor>> Cast(TestServer server, bool isPublic)
    {
        var cast = s_roles.ToDictionary(role => role, _ => server.NewVisitor(), StringComparer.Ordinal);
        cast["steward"].Dispose();
        Visitor steward = cast["steward"] = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.OpenUseCase(steward, "elsewhere");
        if (isPublic)
            await steward.Send("/use-cases/letters/people", "/use-cases/letters/settings", ("title", "Reading letters aloud"), ("summary", "A person holds a letter."), ("public", "yes"));
        await Tale.Join(cast["participant"], await Tale.Invite(steward, "Participant"), "participant");
        await Tale.Join(cast["consented"], await Tale.Invite(steward, "Participant"), "consented");
        await Tale.Consent(cast["consented"], "TakePart", "yes");
        await Tale.Join(cast["stakeholder"], await Tale.Invite(steward, "Stakeholder", "north"), "stakeholder");
        await Tale.Join(cast["auditor"], await Tale.Invite(steward, "Auditor"), "auditor");
        await Tale.Join(cast["other steward"], await Tale.Invite(steward, "Steward", useCase: "elsewhere"), "other");
        await Tale.Join(cast["signed in"], await Tale.Invite(steward, "Participant", useCase: "elsewhere"), "someone");
        return cast;
    }

    private static IEnumerable<Endpoint> All(TestServer server) => ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>The address of everything that changes something.</summary>
    internal static ImmutableArray<string> Posts(TestServer server) => [.. Routes(server).Where(route => route.Method == "POST").Select(route => route.Pattern)];

    private static IEnumerable<(string Method, string Pattern, AccessRule Rule, ApiScope? Scope)> Routes(TestServer server) => All(server).OfType<RouteEndpoint>()
        .Select(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<AccessRule>()!, endpoint.Metadata.GetMetadata<ApiRule>()?.Scope))
        .OrderBy(route => route.Item2, StringComparer.Ordinal).ThenBy(route => route.Item1, StringComparer.Ordinal);
}
