using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Concordat.Web.Tests;

/// <summary>Someone with a browser that has no scripts: cookies, pages, forms that carry the token which their page gave them.</summary>
internal sealed class Visitor : IDisposable
{
    public const string Password = "a long enough password";

    private readonly HttpClient _client;

    public Visitor(Uri address) => _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client => _client;

    public Task<HttpResponseMessage> Get(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<IDocument> Page(string path)
    {
        HttpResponseMessage answer = await Get(path);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? Parse(text) : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}");
    }

    /// <summary>Opens a page, takes the token from it and posts a form.</summary>
    public async Task<HttpResponseMessage> Send(string page, string path, params (string Name, string Value)[] fields) =>
        await Post(path, [("form-token", TokenOf(await Page(page))), .. fields]);

    /// <summary>Posts exactly these fields.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
        _client.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public static string TokenOf(IDocument page) => page.QuerySelector("input[name=form-token]")?.GetAttribute("value") ?? "";

    public static IDocument Parse(string text) => new HtmlParser().ParseDocument(text);

    public void Dispose() => _client.Dispose();
}
