using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Web.Api;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Web.Tests.Features;

/// <summary>The description of the API, held against the routes, against itself and against what a server answers.</summary>
public sealed partial class ApiDocumentTests
{
    private const string Json = "application/json", Problem = "application/problem+json";

    [Fact]
    public async Task Document_OfTheRoutes_DescribesEachWithItsScopeAndItsProblems()
    {
        await using TestServer server = await TestServer.Start();
        JsonElement document = await Document(server);
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = Operations(document).ToDictionary(operation => $"{operation.Method} {operation.Path}", operation => operation.Operation, StringComparer.Ordinal);
        var routed = ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ApiRule>() is not null)
            .ToDictionary(endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()} {endpoint.RoutePattern.RawText}", endpoint => endpoint.Metadata.GetMetadata<ApiRule>()!.Scope.ToString(), StringComparer.Ordinal);
        Assert.Equal(routed.Keys.Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(described.Count, described.Values.Select(operation => operation.GetProperty("operationId").GetString()).Distinct(StringComparer.Ordinal).Count());
        foreach ((string route, JsonElement operation) in described)
        {
            Assert.Equal([routed[route]], operation.GetProperty("security")[0].GetProperty("token").EnumerateArray().Select(scope => scope.GetString()));
            Assert.All(["summary", "description", "tags"], member => Assert.True(operation.TryGetProperty(member, out _), $"{route}: {member}"));
            Assert.Equal(
                Parameter().Matches(route).Select(name => name.Value.Trim('{', '}')),
                operation.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()) : []);
            JsonElement answers = operation.GetProperty("responses");
            bool takesDocument = operation.TryGetProperty("requestBody", out _);
            string[] expected = route.StartsWith("GET", StringComparison.Ordinal) ? ["401", "403", "404", "429"] : takesDocument ? ["400", "401", "403", "404", "409", "413", "415", "422", "429"] : ["401", "403", "404", "409", "429"];
            Assert.Equal(expected, answers.EnumerateObject().Select(answer => answer.Name).Where(status => status[0] == '4').Order(StringComparer.Ordinal));
            foreach (string status in expected)
            {
                string reference = answers.GetProperty(status).GetProperty("content").GetProperty(Problem).GetProperty("schema").GetProperty("$ref").GetString()!;
                Assert.EndsWith(status == "422" ? "/HttpValidationProblemDetails" : "/ProblemDetails", reference, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Document_OfItself_ResolvesAndItsExamplesAreWhatItDescribes()
    {
        await using TestServer server = await TestServer.Start();
        JsonElement document = await Document(server);
        foreach (Match reference in Reference().Matches(document.GetRawText()))
            Assert.Equal(JsonValueKind.Object, JsonShape.Resolve(document, reference.Groups["to"].Value).ValueKind);
        int examples = 0;
        foreach ((string method, string path, JsonElement operation) in Operations(document))
        {
            IEnumerable<JsonElement> bodies = operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Value);
            if (operation.TryGetProperty("requestBody", out JsonElement request))
                bodies = bodies.Append(request);
            foreach ((string type, JsonElement content) in bodies.SelectMany(body => body.GetProperty("content").EnumerateObject().Select(pair => (pair.Name, pair.Value))))
            {
                JsonElement schema = content.GetProperty("schema");
                if (content.TryGetProperty("example", out JsonElement example))
                {
                    Assert.Empty(JsonShape.Faults(document, schema, example, $"{method} {path} {type}"));
                    examples++;
                }
                else
                {
                    // A run and a charter file have formats of their own, described elsewhere.
                    Assert.True(path.EndsWith("/runs/{run}", StringComparison.Ordinal) || path.EndsWith("/charter.yaml", StringComparison.Ordinal), $"{method} {path} {type} has no example");
                }
            }
        }

        Assert.True(examples > 150, $"{examples} examples");
    }

    [Fact]
    public async Task Answers_OfAServerWithAWholeUseCase_AreWhatTheDocumentDescribes()
    {
        await using TestServer server = await TestServer.Start();
        Gallery gallery = await Gallery.Hang(server);
        JsonElement document = await Document(server);
        string steward = await ApiTale.Token(gallery.Person("steward"), "Read"), voice = await ApiTale.Token(gallery.Voices[0], "Read", "Judge");
        int filled = 0;
        foreach ((string method, string path, JsonElement operation) in Operations(document).Where(operation => operation.Method == "GET"))
        {
            string scope = operation.GetProperty("security")[0].GetProperty("token")[0].GetString()!, token = scope == "Judge" ? voice : steward;
            foreach (string address in await Addresses(server, path, token))
            {
                HttpResponseMessage answer = await ApiTale.Call(server, method, address, token);
                if (answer.Content.Headers.ContentType?.MediaType != Json)
                    continue;
                JsonElement value = await ApiTale.Json(answer);
                Assert.Empty(JsonShape.Faults(document, operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty(Json).GetProperty("schema"), value, address));
                Assert.False(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0 && !(address.EndsWith("/wordings", StringComparison.Ordinal) || address.EndsWith("/tasks", StringComparison.Ordinal)), $"{address} has nothing to hold against the document");
                filled++;
            }
        }

        Assert.True(filled > 30, $"{filled} answers");
    }

    [Fact]
    public async Task Operations_WithATokenForAnythingElse_AreRefusedByName()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        string[] scopes = Enum.GetNames<ApiScope>();
        var without = new Dictionary<string, string>(StringComparer.Ordinal);
        var only = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string scope in scopes)
        {
            without[scope] = await ApiTale.Token(voices[0], [.. scopes.Where(other => other != scope)]);
            only[scope] = await ApiTale.Token(voices[0], scope);
        }

        foreach ((string method, string path, JsonElement operation) in Operations(await Document(server)))
        {
            string scope = operation.GetProperty("security")[0].GetProperty("token")[0].GetString()!, address = Parameter().Replace(path.Replace("{useCase}", "letters", StringComparison.Ordinal), "none");
            HttpResponseMessage wrong = await ApiTale.Call(server, method, address, without[scope]);
            await ApiTale.Problem(wrong, HttpStatusCode.Forbidden);
            Assert.Contains($"insufficient_scope\", scope=\"{scope}\"", wrong.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Empty((await ApiTale.Call(server, method, address, only[scope])).Headers.WwwAuthenticate);
            await ApiTale.Problem(await ApiTale.Call(server, method, address, "concordat_nobodys"), HttpStatusCode.Unauthorized);
        }

        steward.Dispose();
    }

    // Each address of a path, with the ids that the list before it has.
    private static async Task<ImmutableArray<string>> Addresses(TestServer server, string path, string token)
    {
        string inUseCase = path.Replace("{useCase}", "letters", StringComparison.Ordinal);
        if (Parameter().Match(inUseCase) is not { Success: true } parameter)
            return [inUseCase];
        JsonElement list = await ApiTale.Json(await ApiTale.Call(server, "GET", inUseCase[..(parameter.Index - 1)], token));
        return [.. list.EnumerateArray().Select(entry => inUseCase.Replace(parameter.Value, entry.GetProperty(parameter.Value == "{number}" ? "number" : "id").ToString(), StringComparison.Ordinal))];
    }

    private static async Task<JsonElement> Document(TestServer server) => await ApiTale.Json(await ApiTale.Call(server, "GET", "/api/v1/openapi.json", null));

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)));

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("\"\\$ref\":\\s*\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
