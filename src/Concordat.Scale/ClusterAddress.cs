using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Concordat.Scale;

/// <summary>A database on one or several ClickHouse servers, one shard each: <c>clickhouse://host:port,host:port/database</c>.</summary>
/// <remarks>
/// The hosts are the shards, in the order of the address. Concordat asks each of them itself and adds up the answers, so that no server's own list of shards is needed and a
/// shard that fails is known by its name. TLS is on for hosts that are not loopback; <c>?tls=on</c> and <c>?tls=off</c> say otherwise. Ports default to 8443 with TLS and 8123 without.
/// </remarks>
public sealed partial record ClusterAddress
{
    private const string Scheme = "clickhouse://";
    private const string Form = "clickhouse://HOST:PORT,HOST:PORT/DATABASE with an optional ?tls=on or ?tls=off";

    private ClusterAddress(string text, ImmutableArray<Uri> shards, string database) => (Text, Shards, Database) = (text, shards, database);

    /// <summary>The address as given.</summary>
    public string Text { get; }

    /// <summary>Where each shard listens for HTTP, in the order of the address.</summary>
    public ImmutableArray<Uri> Shards { get; }

    public string Database { get; }

    /// <summary>Whether a text names a cluster and no folder.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">Not of that form, a host twice, or a name and password in it.</exception>
    public static ClusterAddress Parse(string text)
    {
        if (!IsOne(text))
            throw new ArgumentException($"'{text}' is no address of a cluster; expected {Form}");
        if (text.Contains('@', StringComparison.Ordinal))
            throw new ArgumentException("the address of a cluster holds no name or password; they are read from CONCORDAT_CLICKHOUSE_USER and CONCORDAT_CLICKHOUSE_PASSWORD");
        Match match = Shape().Match(text);
        if (!match.Success)
            throw new ArgumentException($"'{text}' is not of the form {Form}; a database's name is made of letters, digits and _");
        bool? tls = match.Groups["tls"] switch
        {
            { Success: false } => null,
            { Value: "on" } => true,
            _ => false,
        };
        ImmutableArray<Uri> shards = [.. match.Groups["hosts"].Value.Split(',').Select(host => Shard(text, host, tls))];
        if (shards.Distinct().Count() != shards.Length)
            throw new ArgumentException($"'{text}' names a host twice; each is one shard");
        return new ClusterAddress(text, shards, match.Groups["database"].Value);
    }

    public override string ToString() => Text;

    private static Uri Shard(string text, string host, bool? tls)
    {
        Match match = Host().Match(host);
        string port = match.Groups["port"].Value;
        if (!match.Success || (port.Length > 0 && !(int.Parse(port, CultureInfo.InvariantCulture) is > 0 and < 65536)))
            throw new ArgumentException($"'{text}' has the host '{host}'; expected {Form}");
        string name = match.Groups["name"].Value;
        bool isLoopback = name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
        bool isSecure = tls ?? !isLoopback;
        return new Uri($"{(isSecure ? "https" : "http")}://{name}:{(port.Length > 0 ? port : isSecure ? "8443" : "8123")}/");
    }

    [GeneratedRegex(@"^clickhouse://(?<hosts>[^/?]+)/(?<database>[A-Za-z_][A-Za-z0-9_]{0,100})(?:\?tls=(?<tls>on|off))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^(?<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();
}
