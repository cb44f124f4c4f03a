using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class AggregateVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-aggregate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("majority")]
    [InlineData("dawid-skene")]
    [InlineData("glad")]
    [InlineData("mace")]
    public async Task Aggregate_JsonByGroup_KeepsDistributionsAndFitsItsSchema(string method)
    {
        string evidence = await Evidence();
        (int code, string output, string error) = await Run("aggregate", "--evidence", evidence, "--criterion", "value", "--method", method, "--by", "region", "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "aggregate.schema.json")))!));
        Assert.Equal([null, "east", "north", "south"], document["groups"]!.AsArray().Select(group => (string?)group!["level"]));
        Assert.Contains("fewer than 5 raters", (string?)document["groups"]![1]!["whyMissing"], StringComparison.Ordinal);
        JsonNode north = Item(document["groups"]![2]!, "i0"), south = Item(document["groups"]![3]!, "i0");
        Assert.Equal(("yes", "no"), ((string?)north["winner"], (string?)south["winner"]));
        Assert.Equal(6, north["counts"]!.AsArray().Sum(count => (long)count!));
        Assert.Equal(1, north["probabilities"]!.AsArray().Sum(p => (double)p!), 1e-9);
    }

    [Fact]
    public async Task Aggregate_Tie_HasNoWinnerInTheTable()
    {
        (int code, string output, _) = await Run("aggregate", "--evidence", await Evidence(), "--criterion", "value", "--method", "majority");
        Assert.Equal(ExitCode.Met, code);
        Assert.StartsWith("group,item,winner,tied,ratings,count:no,count:yes,probability:no,probability:yes", output, StringComparison.Ordinal);
        Assert.Contains(",tie,,no|yes,2,1,1,0.5,0.5", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aggregate_Jury_FollowsTheComposition()
    {
        string evidence = await Evidence();
        (int code, string output, string error) = await Run(
            "aggregate", "--evidence", evidence, "--criterion", "value", "--method", "jury", "--by", "region", "--composition", "north=.75,south=.25", "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode jury = JsonNode.Parse(output)!["jury"]!;
        Assert.Equal(9, (int)jury["seats"]!["north"]!);
        Assert.Equal("group-by-item frequencies", (string?)jury["predictedBy"]);
        Assert.Equal(.75, (double)jury["items"]!.AsArray().Single(item => (string?)item!["id"] == "i0")!["medianScore"]!, 1e-9);
        (code, _, error) = await Run("aggregate", "--evidence", evidence, "--criterion", "value", "--method", "jury", "--by", "region", "--composition", "west=1");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("'west'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aggregate_Schema_PrintsTheCommittedFile()
    {
        (_, string output, _) = await Run("aggregate", "--schema");
        Assert.True(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "aggregate.schema.json")) == output, "write docs/schemas/aggregate.schema.json anew with `concordat aggregate --schema`");
    }

    [Fact]
    public async Task Aggregate_UnknownCriterion_IsAnErrorThatListsThem()
    {
        (int code, _, string error) = await Run("aggregate", "--evidence", await Evidence(), "--criterion", "harm");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("it has: value", error, StringComparison.Ordinal);
    }

    private static JsonNode Item(JsonNode group, string id) => group["items"]!.AsArray().Single(item => (string?)item!["id"] == id)!;

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    // Six raters of the north say what six of the south deny; two of the east rate one item and disagree.
    private async Task<string> Evidence()
    {
        var text = new StringBuilder("rater,item,value,region\n");
        for (int r = 0; r < 12; r++)
        {
            for (int i = 0; i < 10; i++)
                text.Append($"r{r},i{i},{((r < 6) == (i % 2 == 0) ? "yes" : "no")},{(r < 6 ? "north" : "south")}\n");
        }

        text.Append("e1,tie,yes,east\ne2,tie,no,east\n");
        string file = Path.Combine(_folder, "ratings.csv"), folder = Path.Combine(_folder, "evidence");
        await File.WriteAllTextAsync(file, text.ToString());
        (int code, _, string error) = await Run("import", "ratings-csv", file, "--into", folder, "--set", "scale=binary:no|yes");
        Assert.True(code == ExitCode.Met, error);
        return folder;
    }
}
