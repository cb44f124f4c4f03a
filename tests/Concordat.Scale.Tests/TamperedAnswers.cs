using System.Net;
using System.Text;

namespace Concordat.Scale.Tests;

/// <summary>A network on which the answers to counts arrive changed, with status 200 all the same.</summary>
internal sealed class TamperedAnswers(Func<byte[], byte[]> change) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, null, cancellationToken);
        HttpResponseMessage answer = base.Send(request, cancellationToken);
        if (!Encoding.UTF8.GetString(body.ToArray()).StartsWith("SELECT toUInt8(0)", StringComparison.Ordinal))
            return answer;
        using Stream stream = answer.Content.ReadAsStream(cancellationToken);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        answer.Dispose();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(change(whole.ToArray())) };
    }
}
