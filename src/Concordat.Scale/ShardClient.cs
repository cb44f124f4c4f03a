using System.Globalization;
using System.Net;
using System.Text;

namespace Concordat.Scale;

/// <summary>Speaks HTTP to one shard. Every fault names the shard.</summary>
/// <remarks>
/// <c>wait_end_of_query=1</c> always, so that an exception in the middle of a query is a status and no text among rows. A failure that may pass is tried again; what is sent
/// must bear being sent twice.
/// </remarks>
internal sealed class ShardClient
{
    // Too many queries, socket timeout, network error, too many parts: the same statement may succeed later.
    private static readonly ImmutableArray<string> s_passing = ["202", "209", "210", "252"];

    private readonly HttpClient _http;
    private readonly ClusterAddress _address;
    private readonly int _shard;
    private readonly ClusterCredentials _credentials;
    private readonly ClusterOptions _options;

    public ShardClient(HttpClient http, ClusterAddress address, int shard, ClusterCredentials credentials, ClusterOptions options) =>
        (_http, _address, _shard, _credentials, _options) = (http, address, shard, credentials, options);

    public int Shard => _shard;

    public int Shards => _address.Shards.Length;

    private string Name => $"shard {_shard + 1} of {_address.Shards.Length} ({_address.Shards[_shard].Host}:{_address.Shards[_shard].Port})";

    public static string Filled(string statement, params ReadOnlySpan<(string Name, string Text)> parts)
    {
        foreach ((string name, string text) in parts)
            statement = statement.Replace("{" + name + "}", text, StringComparison.Ordinal);
        return statement;
    }

    public ClusterException Fault(string what, Exception? inner = null, bool mayPass = false) => new($"{Name} {what}", inner!) { MayPass = mayPass };

    /// <summary>Asks for rows, all of them.</summary>
    public List<T> Ask<T>(string statement, Func<RowBinaryReader, T> read, CancellationToken cancellationToken) => AskAll(statement, reader =>
    {
        var rows = new List<T>();
        while (!reader.IsAtEnd)
            rows.Add(read(reader));
        return rows;
    }, cancellationToken);

    /// <summary>Asks a question whose answer is read from its first byte on again if it breaks off.</summary>
    public T AskAll<T>(string statement, Func<RowBinaryReader, T> read, CancellationToken cancellationToken) =>
        Patiently(() => Send("", Encoding.UTF8.GetBytes(Filled(statement, ("db", _address.Database))), read, cancellationToken), cancellationToken);

    /// <summary>Says something once more if it may not have been heard.</summary>
    public void Tell(string statement, CancellationToken cancellationToken) => AskAll(statement, _ => "", cancellationToken);

    /// <summary>Writes rows once; whether they arrived is for the caller to ask.</summary>
    /// <exception cref="ClusterException">They may or may not have arrived.</exception>
    public void Insert(string table, byte[] rows, CancellationToken cancellationToken) =>
        Send("query=" + Uri.EscapeDataString(Filled(Statements.Insert, ("db", _address.Database), ("table", table))) + "&", rows, _ => "", cancellationToken);

    /// <summary>Tries until it succeeds or patience ends.</summary>
    public T Patiently<T>(Func<T> attempt, CancellationToken cancellationToken)
    {
        TimeSpan wait = _options.FirstWait;
        for (int tried = 1; ; tried++)
        {
            try
            {
                return attempt();
            }
            catch (ClusterException fault) when (fault.MayPass && tried < _options.Attempts)
            {
                cancellationToken.WaitHandle.WaitOne(wait);
                cancellationToken.ThrowIfCancellationRequested();
                wait *= 2;
            }
        }
    }

    private T Send<T>(string query, byte[] body, Func<RowBinaryReader, T> read, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address.Shards[_shard], "?" + query + "wait_end_of_query=1")) { Content = new ByteArrayContent(body) };
        if (_credentials.User.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-User", _credentials.User);
            request.Headers.Add("X-ClickHouse-Key", _credentials.Password);
        }

        try
        {
            using HttpResponseMessage response = _http.Send(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            using Stream stream = response.Content.ReadAsStream(timeout.Token);
            using CancellationTokenRegistration stop = timeout.Token.Register(stream.Dispose);
            var reader = new RowBinaryReader(stream);
            if (response.StatusCode != HttpStatusCode.OK)
                throw Refused(response, reader.Rest(2000));
            T answer = read(reader);
            return reader.IsAtEnd ? answer : throw Fault("answered more than was asked: " + Shown(reader.Rest(300)), mayPass: false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException && exception is not ClusterException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw timeout.IsCancellationRequested
                ? Fault(string.Create(CultureInfo.InvariantCulture, $"did not answer within {_options.Timeout.TotalSeconds:0} seconds"), exception)
                : Fault((exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "cannot be reached: " : "broke off its answer: ") + exception.Message, exception, mayPass: true);
        }
    }

    private ClusterException Refused(HttpResponseMessage response, string text)
    {
        string code = response.Headers.TryGetValues("X-ClickHouse-Exception-Code", out IEnumerable<string>? given) ? given.First()
            : text.StartsWith("Code: ", StringComparison.Ordinal) ? text[6..].Split(',', '.')[0] : "";
        return Fault($"refused a statement with status {(int)response.StatusCode}: {Shown(text)}", mayPass: s_passing.Contains(code) || response.StatusCode == HttpStatusCode.ServiceUnavailable);
    }

    private static string Shown(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 300 ? line[..300] + "…" : line;
    }
}
