using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class RankVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-rank").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rank_JsonByGroup_IsOneDocumentThatFitsItsSchema()
    {
        string file = Write("comparisons.csv", Csv());
        (int code, string output, string error) = await Run("rank", file, "--by", "group", "--minimum-cell", "2", "--next", "20", "--test-raters", "--covariate", "length", "--replicates", "200", "--json");
        Assert.Equal(ExitCode.Met, code);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "rank.schema.json")))!));
        Assert.Equal("concordat.rank/1", (string?)document["schema"]);
        Assert.Equal([null, "n", "s"], document["groups"]!.AsArray().Select(group => (string?)group!["level"]));
        JsonNode first = document["groups"]![1]!["alternatives"]![0]!;
        Assert.Equal("x", (string?)first["id"]);
        Assert.True((double)first["lower"]! < (double)first["rating"]! && (double)first["rating"]! < (double)first["upper"]!);
        Assert.Equal(1, (int)first["rankLower"]!);
        Assert.True((int)first["rankUpper"]! >= 1 && (long)first["count"]! > 0);
        Assert.Equal(20, document["next"]!.AsArray().Count);
        Assert.Equal("length", (string?)document["adjusted"]!["effects"]![0]!["name"]);
        Assert.Contains("first, second, tie, neither, abstention", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confidence-level is 2; it must lie in (0, 1)", "--level", "2")]
    [InlineData("replicates is 5; it must be at least 100", "--replicates", "5")]
    [InlineData("--ridge has a meaning for --method bradley-terry alone, not for elo", "--method", "elo", "--ridge", "1")]
    public async Task Rank_OptionOutOfRange_IsNamedWithItsRange(string expected, params string[] options)
    {
        (int code, string output, string error) = await Run(["rank", Write("comparisons.csv", Csv()), .. options]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Empty(output);
        Assert.EndsWith($"concordat: {expected}", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_Schema_PrintsTheCommittedFile()
    {
        (int code, string output, _) = await Run("rank", "--schema");
        Assert.Equal(ExitCode.Met, code);
        Assert.True(
            await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "rank.schema.json")) == output,
            "docs/schemas/rank.schema.json is not what `concordat rank --schema` prints; write it anew");
    }

    [Fact]
    public async Task Rank_ArenaFileAsItIs_IsReadAndUndefeatedIsSaid()
    {
        string file = Write("arena.csv", "model_a,model_b,winner\na,b,model_a\nb,a,model_a\nb,a,tie (bothbad)\nc,a,model_a\n");
        (int code, string output, string error) = await Run("rank", file, "--json", "--replicates", "100");
        Assert.Equal(ExitCode.Met, code);
        JsonNode everyone = JsonNode.Parse(output)!["groups"]![0]!;
        JsonNode undefeated = everyone["alternatives"]!.AsArray().Single(row => (string?)row!["id"] == "c")!;
        Assert.Null(undefeated["rating"]);
        Assert.Contains("plus infinity", (string?)undefeated["whyMissing"], StringComparison.Ordinal);
        Assert.Equal(1, (long)everyone["leftOut"]!["neither was acceptable"]!);
        Assert.Contains("outcomes=arena", error, StringComparison.Ordinal);
        Assert.Contains("no finite maximum-likelihood strength", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_UnknownWordOrDisconnected_IsAnErrorWithItsPlace()
    {
        (int code, _, string error) = await Run("rank", Write("odd.csv", "rater,first,second,outcome\nr,a,b,first\nr,a,c,draw\n"));
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("odd.csv:3", error, StringComparison.Ordinal);
        (code, _, error) = await Run("rank", Write("apart.csv", "rater,first,second,outcome\nr,a,b,first\nr,x,y,tie\n"));
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("{a, b}; {x, y}", error, StringComparison.Ordinal);
        (code, _, error) = await Run("rank");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--evidence", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_Text_ShowsEveryoneAndEachGroup()
    {
        (_, string output, _) = await Run("rank", Write("comparisons.csv", Csv()), "--by", "group", "--method", "newman", "--replicates", "100");
        Assert.Contains("Everyone: 360 comparisons by 12 raters", output, StringComparison.Ordinal);
        Assert.Contains("group: n: 180 comparisons by 6 raters", output, StringComparison.Ordinal);
        Assert.Contains("beyond sampling error", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_RatersWithSeveralComparisons_AreTheUnitsUnlessTheIntervalIsChosen()
    {
        string file = Write("comparisons.csv", Csv().Replace(",replicate,", ",time-asked,", StringComparison.Ordinal));
        string[] call = ["rank", file, "--set", "repeats=number", "--set", "first=first", "--set", "second=second", "--set", "tie=tie", "--json"];
        (_, string output, string error) = await Run(call);
        Assert.Equal("rater-sandwich", (string?)JsonNode.Parse(output)!["intervals"]);
        Assert.Contains("12 raters", error, StringComparison.Ordinal);
        (_, string chosen, _) = await Run([.. call, "--interval", "bootstrap"]);
        Assert.Equal("bootstrap", (string?)JsonNode.Parse(chosen)!["intervals"]);
        (_, string text, _) = await Run(call[..^1]);
        Assert.Contains("raters, who count as independent", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_PlainFileAndItsQuotedTwin_PrintTheSame()
    {
        string plain = "model_a,model_b,winner,language\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"m{i % 5},m{(i + 1 + i % 3) % 5},{(i % 7 == 0 ? "tie" : i % 2 == 0 ? "model_a" : "model_b")},en\n"));
        (int code, string scanned, _) = await Run("rank", Write("plain.csv", plain), "--json", "--replicates", "100");
        (_, string imported, _) = await Run("rank", Write("quoted.csv", plain.Replace(",en", ",\"en\"", StringComparison.Ordinal)), "--json", "--replicates", "100");
        Assert.Equal(ExitCode.Met, code);
        Assert.Equal(imported, scanned);
    }

    // Group n prefers x over y over z, group s the other way round; three rows in ten, not the same for each rater, go against that.
    private static string Csv()
    {
        var text = new System.Text.StringBuilder("rater,first,second,outcome,replicate,group,length\n");
        string[][] pairs = [["x", "y"], ["y", "z"], ["x", "z"]];
        for (int rater = 0; rater < 12; rater++)
        {
            for (int k = 0; k < 30; k++)
            {
                string[] pair = pairs[k % 3];
                bool first = (rater % 2 == 0) != ((k * 7 + rater * 11 + k * rater + k % 3 * (rater / 2)) % 10 < 3);
                text.Append($"r{rater},{pair[0]},{pair[1]},{(k == 29 ? "tie" : first ? "first" : "second")},{k},{(rater % 2 == 0 ? "n" : "s")},{(rater * 7 + k * 5) % 11}\n");
            }
        }

        return text.ToString();
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
