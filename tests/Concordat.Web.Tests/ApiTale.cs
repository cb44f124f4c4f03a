using System.Net.Http.Headers;
using System.Text;

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
