using System.Net;

namespace Concordat.Web.Tests;

/// <summary>A stream of events that someone follows.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage answer, StreamReader reader) => (_answer, _reader) = (answer, reader);

    public HttpStatusCode Status => _answer.StatusCode;

    public static async Task<EventStream> Open(Visitor visitor, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");
        HttpResponseMessage answer = await visitor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventStream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>What the next event says; null where the server ended the stream.</summary>
    public async Task<string?> Next()
    {
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }

        return null;
    }

    /// <summary>The named texts of the next event.</summary>
    public async Task<Dictionary<string, string>> Marks() =>
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(await Next() ?? throw new InvalidOperationException("the stream ended"))!;

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }
}
