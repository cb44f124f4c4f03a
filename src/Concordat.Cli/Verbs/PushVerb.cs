using System.CommandLine;
using System.Security.Cryptography;
using Concordat.Evidence.Store;
using Concordat.Scale;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat push</c>: brings an evidence folder to a cluster.</summary>
internal static class PushVerb
{
    public static Command Create(CliHost host)
    {
        var folder = new Argument<string?>("DIR") { Description = "The workspace that `concordat import` filled.", Arity = ArgumentArity.ZeroOrOne };
        var address = new Argument<string?>("CLUSTER") { Description = "clickhouse://HOST:PORT,HOST:PORT/DATABASE, each host one shard; ?tls=on or ?tls=off says otherwise than TLS for all but loopback.", Arity = ArgumentArity.ZeroOrOne };
        var rows = new Option<int>("--batch-rows") { Description = "Rows of a batch; a push that goes on keeps its own.", DefaultValueFactory = _ => new ClusterOptions().BatchRows };
        Option<bool> json = CliOptions.Json($"Print one JSON document ({PushDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("push",
            """
            Bring an evidence folder to a ClickHouse cluster, a rater's rows to one shard. A push that fails or is stopped goes on where it was when it is
            run again; nothing is doubled and nothing is lost. A database holds one piece of evidence, which counts once all of it is there.
            The user and the password are read from CONCORDAT_CLICKHOUSE_USER and CONCORDAT_CLICKHOUSE_PASSWORD.

            Examples:
              concordat push evidence clickhouse://localhost/votes
              concordat push evidence clickhouse://one.example,two.example,three.example/votes
              concordat audit team.yaml --evidence clickhouse://one.example,two.example,three.example/votes
            """)
        {
            folder, address, rows, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(PushDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            if (parsed.GetValue(folder) is not { } from || parsed.GetValue(address) is not { } to)
                throw new ArgumentException("push needs a folder and a cluster: concordat push DIR clickhouse://HOST:PORT/DATABASE");
            var cluster = ClusterAddress.Parse(to);
            var options = new ClusterOptions { BatchRows = parsed.GetValue(rows) };
            StoredCounts stored = EvidenceStore.OpenCounts(from, cancellationToken);
            PushSummary summary = PushTerminal.Show(host, progress => ClusterPush.Run(
                cluster, EvidenceInput.Credentials(host), stored, options, () => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), progress, cancellationToken));
            if (parsed.GetValue(json))
                host.Out.WriteLine(PushDocument.Of(summary).ToText());
            else
                Tell(host.Out, summary);
            if (summary.SentBatches == 0)
                host.Error.WriteLine("All of it was there already; nothing was sent.");
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static void Tell(TextWriter output, PushSummary summary)
    {
        foreach ((string name, long count) in new[] { ("comparisons", summary.Comparisons), ("ratings", summary.Ratings), ("outcomes", summary.Outcomes), ("shards", summary.Shards) })
        {
            if (count > 0)
                output.WriteLine($"{name,-12} {count,12}");
        }

        output.WriteLine($"evidence     {summary.ContentHash[..32]}");
    }
}
