using System.Buffers.Binary;
using System.Text;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;

namespace Concordat.Scale.Tests;

[Collection(nameof(ClusterCollection))]
public sealed class ClusterEvidenceTests(LocalCluster cluster)
{
    private static readonly StoredEvidence s_stored = PlantedEvidence.Of(150);
    private static readonly CountQuery s_pairs = new(JudgementTable.Comparisons, [CountColumn.First, CountColumn.Second, CountColumn.Outcome]);

    [ClusterFact]
    public async Task Count_FewColumnsOrSomeCriteria_AreTheCountsOfTheTables()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address);
        var tables = new TableCounts(s_stored.Evidence);
        foreach (CountQuery query in new[]
        {
            s_pairs, new CountQuery(JudgementTable.Ratings, [CountColumn.Value], [0]), new CountQuery(JudgementTable.Ratings, [CountColumn.Rater], [1]),
            new CountQuery(JudgementTable.Outcomes, [CountColumn.System, CountColumn.Value], [0, 1]),
            new CountQuery(JudgementTable.Outcomes, [CountColumn.Criterion, CountColumn.Value], [1]), new CountQuery(JudgementTable.Ratings, [CountColumn.Criterion], [0]), new CountQuery(JudgementTable.Comparisons, [new CountColumn(CountColumnKind.Attribute)]),
        })
            Clusters.AssertSame(tables.Count(query, default), evidence.Count(query, default));
    }

    [ClusterFact]
    public async Task Open_EverythingButJudgements_ComesBackAsItWas()
    {
        using ClusterEvidence evidence = Clusters.Open(await Pushed());
        Assert.Equal(s_stored.About.ContentHash, evidence.About.ContentHash);
        Assert.Equal(s_stored.Evidence.Raters.Keys.Ids.AsEnumerable(), evidence.Frame.Raters.Keys.Ids);
        Assert.Equal(s_stored.Evidence.Raters.Attributes[0].Codes.AsEnumerable(), evidence.Frame.Raters.Attributes[0].Codes);
        Assert.Equal(s_stored.Evidence.Comparisons.Attributes[0].Levels.Ids.AsEnumerable(), evidence.Frame.Comparisons.Attributes[0].Levels.Ids);
        Assert.Equal(s_stored.Evidence.Criteria.AsEnumerable(), evidence.Frame.Criteria);
    }

    [ClusterFact]
    public async Task Open_TextsLongerThanOneRequestTakes_ComeBackAsTheyWere()
    {
        string text = string.Concat(Enumerable.Range(0, 1_200_000).Select(i => $"{i % 9973} wörd\n"));
        EvidenceSet evidence = s_stored.Evidence with
        {
            Responses = new ResponseTable(new KeyIndex(["long"]), [0], [0], [0], [text], []),
        };
        ClusterAddress address = await cluster.NewDatabase();
        Clusters.Push(address, PlantedEvidence.Stored(evidence), new ClusterOptions());
        using ClusterEvidence read = Clusters.Open(address);
        Assert.True(text == read.Frame.Responses.Text[0], "the text came back changed");
    }

    [ClusterFact]
    public async Task Count_AnswerThatIsNotWhole_IsRefused()
    {
        ClusterAddress address = await Pushed();
        const int Row = 1 + 3 * 4 + 8;
        foreach ((string expected, Func<byte[], byte[]> change) in new (string, Func<byte[], byte[]>)[]
        {
            ("broke off", answer => answer[..(answer.Length / 2 / Row * Row + 5)]),
            ("without its totals", answer => Rows(answer).First(row => row[0] == 0)),
            ("something else among the rows", answer => [.. answer[..(2 * Row)], .. Encoding.UTF8.GetBytes("Code: 241. DB::Exception: Memory limit exceeded")]),
            ("gave tuples for", answer => Without(answer, 0)),
            ("a total twice", answer => [.. answer, .. Rows(answer).First(row => row[0] == 1)]),
            ("were pushed", answer => [.. Rows(answer).SelectMany(row => row[0] == 2 ? More(row) : row)]),
            ("without its totals", _ => []),
        })
        {
            using var network = new TamperedAnswers(change);
            using ClusterEvidence evidence = Clusters.Open(address, network);
            ClusterException refused = Assert.Throws<ClusterException>(() => evidence.Count(s_pairs, default));
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
            Assert.Contains("shard 1 of 3", refused.Message, StringComparison.Ordinal);
        }

        static byte[][] Rows(byte[] answer) => [.. answer.Chunk(Row)];
        static byte[] Without(byte[] answer, byte kind)
        {
            byte[][] rows = Rows(answer);
            int gone = Array.FindIndex(rows, row => row[0] == kind);
            return [.. rows.Where((_, i) => i != gone).SelectMany(row => row)];
        }

        static byte[] More(byte[] row)
        {
            byte[] more = [.. row];
            BinaryPrimitives.WriteUInt64LittleEndian(more.AsSpan(Row - 8), BinaryPrimitives.ReadUInt64LittleEndian(more.AsSpan(Row - 8)) + 1);
            return more;
        }
    }

    [ClusterFact]
    public async Task Count_StatementThatTheServerStops_SaysWhatTheServerSaid()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address);
        await cluster.Say(2, $"DROP TABLE {address.Database}.concordat_ratings");
        ClusterException refused = Assert.Throws<ClusterException>(() => evidence.Count(new CountQuery(JudgementTable.Ratings, [CountColumn.Rater]), default));
        Assert.Contains("shard 3 of 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("concordat_ratings", refused.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Count_RowsGoneFromAShard_IsRefused()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address);
        await cluster.Say(1, $"TRUNCATE TABLE {address.Database}.concordat_comparisons");
        Assert.Contains("has 0 rows", Assert.Throws<ClusterException>(() => evidence.Count(s_pairs, default)).Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Count_NodeKilledBetweenOpeningAndCounting_NamesTheShard()
    {
        ClusterAddress address = await Pushed();
        using ClusterEvidence evidence = Clusters.Open(address);
        cluster.Kill(1);
        ClusterException refused = Assert.Throws<ClusterException>(() => evidence.Count(s_pairs, default));
        Assert.Contains("shard 2 of 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", refused.Message, StringComparison.Ordinal);
        await cluster.Start(1);
        Clusters.AssertSame(new TableCounts(s_stored.Evidence).Count(s_pairs, default), evidence.Count(s_pairs, default));
    }

    [ClusterFact]
    public async Task Count_NodeKilledWhileQueriesRun_AnswersInFullOrNotAtAll()
    {
        ClusterAddress address = await Pushed();
        CountQuery query = Clusters.Queries(s_stored.Evidence)[0];
        CountTable expected = new TableCounts(s_stored.Evidence).Count(query, default);
        using ClusterEvidence evidence = Clusters.Open(address, options: new ClusterOptions { Attempts = 1 });
        using var go = new ManualResetEventSlim();
        int whole = 0, refused = 0;
        var asking = Task.Run(() =>
        {
            for (int i = 0; refused < 3; i++)
            {
                try
                {
                    Clusters.AssertSame(expected, evidence.Count(query, default));
                    whole++;
                }
                catch (ClusterException)
                {
                    refused++;
                }

                if (i == 3)
                    go.Set();
            }
        });
        go.Wait();
        cluster.Kill(0);
        await asking;
        Assert.True(whole > 0);
        await cluster.Start(0);
        Clusters.AssertSame(expected, evidence.Count(query, default));
    }

    [ClusterFact]
    public async Task Open_AnotherVersionOfTheSchema_IsNamed()
    {
        ClusterAddress address = await Pushed();
        await cluster.Say(1, $"INSERT INTO {address.Database}.concordat_push (version) VALUES (7)");
        string message = Assert.Throws<ClusterException>(() => Clusters.Open(address)).Message;
        Assert.Contains("version 7", message, StringComparison.Ordinal);
        Assert.Contains("version 1", message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Open_HostsInAnotherOrderOrTooFew_IsRefused()
    {
        ClusterAddress address = await Pushed();
        string[] hosts = address.Text["clickhouse://".Length..address.Text.LastIndexOf('/')].Split(',');
        foreach (string named in new[] { string.Join(',', hosts.Reverse()), string.Join(',', hosts[..2]), hosts[0] })
        {
            string message = Assert.Throws<ClusterException>(() => Clusters.Open(ClusterAddress.Parse($"clickhouse://{named}/{address.Database}"))).Message;
            Assert.Contains("name all its hosts in the order", message, StringComparison.Ordinal);
        }
    }

    [ClusterFact]
    public async Task Open_NothingPushed_SaysHowToPush()
    {
        ClusterAddress address = await cluster.NewDatabase();
        Assert.Contains("concordat push DIR", Assert.Throws<ClusterException>(() => Clusters.Open(address)).Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Open_WithAPassword_TellsItToNobody()
    {
        ClusterAddress address = await Pushed();
        using (ClusterEvidence.Open(address, new ClusterCredentials("analyst", "open sesame"), Clusters.Brisk, default))
        {
        }

        ClusterException refused = Assert.Throws<ClusterException>(() => ClusterEvidence.Open(address, new ClusterCredentials("analyst", "wrong secret"), Clusters.Brisk, default));
        Assert.DoesNotContain("wrong secret", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("shard 1 of 3", refused.Message, StringComparison.Ordinal);
    }

    private async Task<ClusterAddress> Pushed()
    {
        ClusterAddress address = await cluster.NewDatabase();
        Clusters.Push(address, s_stored, new ClusterOptions());
        return address;
    }
}
