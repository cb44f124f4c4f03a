namespace Concordat.Scale.Tests;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("clickhouse://localhost/votes", "http://localhost:8123/")]
    [InlineData("clickhouse://127.0.0.7:9000/votes", "http://127.0.0.7:9000/")]
    [InlineData("clickhouse://[::1]:9000/votes", "http://[::1]:9000/")]
    [InlineData("clickhouse://one.example/votes", "https://one.example:8443/")]
    [InlineData("clickhouse://10.0.0.1:9000/votes", "https://10.0.0.1:9000/")]
    [InlineData("clickhouse://10.0.0.1/votes?tls=off", "http://10.0.0.1:8123/")]
    [InlineData("clickhouse://localhost/votes?tls=on", "https://localhost:8443/")]
    public void Parse_OneHost_UsesTlsUnlessLoopback(string text, string expected) => Assert.Equal(expected, ClusterAddress.Parse(text).Shards.Single().ToString());

    [Fact]
    public void Parse_SeveralHosts_AreTheShardsInTheirOrder()
    {
        var address = ClusterAddress.Parse("clickhouse://b:1,a:2,c:3/votes");
        Assert.Equal(["b", "a", "c"], address.Shards.Select(shard => shard.Host));
        Assert.Equal("votes", address.Database);
    }

    [Theory]
    [InlineData("clickhouse://me:secret@host/votes", "CONCORDAT_CLICKHOUSE_PASSWORD")]
    [InlineData("clickhouse://host/", "DATABASE")]
    [InlineData("clickhouse://host/votes;DROP", "letters, digits")]
    [InlineData("clickhouse://host:0/votes", "HOST:PORT")]
    [InlineData("clickhouse://host:1,host:1/votes", "twice")]
    [InlineData("clickhouse://host/votes?skip=1", "tls=on")]
    [InlineData("evidence", "no address")]
    public void Parse_AnythingElse_IsRefusedWithTheForm(string text, string expected)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => ClusterAddress.Parse(text));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
