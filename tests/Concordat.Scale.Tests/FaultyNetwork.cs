namespace Concordat.Scale.Tests;

/// <summary>A network that, as a plan says, loses requests, loses answers, cuts what is sent, or sends it twice.</summary>
/// <param name="plan">Decides by the request's number and text what happens to it.</param>
internal sealed class FaultyNetwork(Func<int, string, NetworkFault> plan) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    private readonly Lock _lock = new();
    private int _requests;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, null, cancellationToken);
        byte[] bytes = body.ToArray();
        string query = Uri.UnescapeDataString(request.RequestUri!.Query);
        NetworkFault fault;
        lock (_lock)
            fault = plan(_requests++, query.StartsWith("?query=", StringComparison.Ordinal) ? query : System.Text.Encoding.UTF8.GetString(bytes));
        switch (fault)
        {
            case NetworkFault.RequestLost:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "the request was lost");
            case NetworkFault.AnswerLost:
                base.Send(request, cancellationToken).Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer was lost");
            case NetworkFault.HalfSent:
                using (HttpRequestMessage half = Copy(request, bytes[..(bytes.Length / 2)]))
                    base.Send(half, cancellationToken).Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "half of the request was sent");
            case NetworkFault.SentTwice:
                using (HttpRequestMessage copy = Copy(request, bytes))
                    base.Send(copy, cancellationToken).Dispose();
                return base.Send(request, cancellationToken);
            default:
                return base.Send(request, cancellationToken);
        }
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body) => new(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
}
