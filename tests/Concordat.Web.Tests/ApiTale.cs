using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Concordat.Web.Tests;

/// <summary>Programs that call the API: no cookies, a token, JSON.</summary>
internal static class ApiTale
{
    /// <summary>A fresh token of someone's, made on their page.</summary>
    public static async Task<string> Token(Visitor visitor, params string[] scopes)
    {
        HttpResponseMessage answer = await visitor.Send("/account/tokens", "/account/tokens", [("label", "program"), ("days", "7"), .. scopes.Select(scope => ($"scope-{scope}", "yes"))]);
        return Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("code.link")?.TextContent ?? throw new InvalidOperationException($"no token: {answer.StatusCode}");
    }

    /// <summary>Calls with a document.</summary>
    public static Task<HttpResponseMessage> Send(TestServer server, string path, string? token, object document) => Call(server, "POST", path, token, JsonSerializer.Serialize(document, JsonSerializerOptions.Web));

    /// <summary>What a call that went well answered.</summary>
    public static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The problem details of a call that went wrong.</summary>
    public static async Task<JsonElement> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    public static async Task<HttpResponseMessage> Call(TestServer server, string method, string path, string? token, string? json = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        HttpResponseMessage answer = await client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }
}
