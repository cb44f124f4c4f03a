using System.Text.Json.Nodes;
using Concordat.Numerics.Sampling;

namespace Concordat.Cli.Tests;

public sealed class DecomposeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-decompose").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Decompose_JsonByGroup_IsOneDocumentThatFitsItsSchema()
    {
        string plan = Path.Combine(_folder, "plan.csv"), posteriors = Path.Combine(_folder, "posteriors.csv");
        (int code, string output, string error) = await Run(
            "decompose", Write("ratings.csv", Csv(replicates: 2)), "--by", "country", "--plan", "10", "--plan-file", plan, "--posteriors", posteriors, "--replicates", "100", "--json");
        Assert.Equal(ExitCode.Met, code);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "decompose.schema.json")))!));
        Assert.Equal("concordat.decompose/1", (string?)document["schema"]);
        JsonNode[] genuine = [.. document["shares"]!.AsArray().Where(share => (string?)share!["class"] == "genuine").Select(share => share!)];
        Assert.Equal([null, "x", "y"], genuine.Select(share => (string?)share["group"]));
        Assert.InRange((double)genuine[0]["share"]!["value"]!, .5, .7);
        Assert.Equal(9, document["weightings"]!.AsArray().Count);
        Assert.Equal(10, document["plan"]!.AsArray().Count);
        Assert.Equal(11, (await File.ReadAllLinesAsync(plan)).Length);
        Assert.Equal("rater,item,genuine,non-attitude,constructed,artefact,ambivalent", (await File.ReadAllLinesAsync(posteriors))[0]);
        Assert.Equal(1 + 40 * 15, (await File.ReadAllLinesAsync(posteriors)).Length);
        Assert.Contains("scale=1..3", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decompose_Schema_PrintsTheCommittedFile()
    {
        (int code, string output, _) = await Run("decompose", "--schema");
        Assert.Equal(ExitCode.Met, code);
        Assert.True(
            await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "decompose.schema.json")) == output,
            "docs/schemas/decompose.schema.json is not what `concordat decompose --schema` prints; write it anew");
    }

    [Fact]
    public async Task Decompose_WithoutReplicates_SaysWhatCannotBeToldApartAndListsPairs()
    {
        (int code, string output, string error) = await Run("decompose", Write("once.csv", Csv(replicates: 1)), "--plan", "4", "--json", "--replicates", "100");
        Assert.Equal(ExitCode.Met, code);
        JsonNode document = JsonNode.Parse(output)!;
        JsonNode nonAttitudes = document["shares"]!.AsArray().First(share => (string?)share!["class"] == "non-attitude")!;
        Assert.Null(nonAttitudes["share"]);
        Assert.Contains("cannot be told apart", (string?)nonAttitudes["whyMissing"], StringComparison.Ordinal);
        Assert.Equal(4, document["plan"]!.AsArray().Count);
        Assert.Contains("--plan N", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("converse", "holding")]
    [InlineData("hill-kriesi", "holder")]
    public async Task Decompose_OtherModels_GiveTheirClasses(string model, string expected)
    {
        (int code, string output, _) = await Run("decompose", Write("ratings.csv", Csv(replicates: 4)), "--model", model, "--replicates", "100");
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decompose_WrongUse_IsAnErrorThatNamesTheRemedy()
    {
        foreach ((string[] arguments, string remedy) in new[]
        {
            (new[] { "decompose" }, "--evidence"),
            (["decompose", Write("same.csv", "rater,item,value\na,i,2\nb,i,2\n")], "only one answer"),
            (["decompose", Write("two.csv", "rater,item,value,criterion\na,i,1,x\nb,i,2,y\n")], "--criterion"),
            (["decompose", Write("a.csv", "rater,item,value\na,i,1\nb,i,2\n"), "--by", "country"], "no attribute 'country'"),
            (["decompose", Write("b.csv", "rater,item,value\na,i,1\nb,i,2\n"), "--replicates", "3"], "at least 100"),
            (["decompose", Write("c.csv", "rater,item,value\na,i,1\na,i,2\n")], "c.csv:3"),
            (["decompose", Write("d.csv", "rater,item,value\na,i,1\nb,i,2\nb,j,NaN\n")], "d.csv:4:5: found 'NaN'"),
            (["decompose", Write("e.csv", "rater,item,value\na,i,1\nb,i,2\nb,j,1e999\n")], "e.csv:4:5: found '1e999'"),
            (["decompose", Write("f.csv", "rater,item,value\na,i,inf\nb,i,NaN\n")], "scale"),
            (["decompose", Write("coins.csv", Coins()), "--replicates", "100", "--weights-out", Path.Combine(_folder, "none.csv")], "no genuine preferences"),
            (["plan", "--gap", "0"], "gap is 0; it must be in (0, 1)"),
        })
        {
            (int code, _, string error) = await Run(arguments);
            Assert.Equal(ExitCode.Error, code);
            Assert.Contains(remedy, error, StringComparison.Ordinal);
        }
    }

    // Six in ten pairs hold an answer, two draw anew each time, two make one anew under each condition.
    private static string Csv(int replicates)
    {
        var random = new Xoshiro(5);
        var text = new System.Text.StringBuilder("rater,item,value,condition,replicate,country\n");
        for (int r = 0; r < 40; r++)
        {
            for (int i = 0; i < 15; i++)
            {
                double kind = random.NextDouble();
                int held = random.NextInt(3);
                foreach (char condition in "AB")
                {
                    held = kind > .8 ? random.NextInt(3) : held;
                    for (int t = 0; t < replicates; t++)
                        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{r},i{i},{1 + (kind < .2 ? random.NextInt(3) : held)},{condition},{t},{(r < 20 ? "x" : "y")}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string Coins()
    {
        var random = new Xoshiro(6);
        var text = new System.Text.StringBuilder("rater,item,value,condition,replicate\n");
        for (int row = 0; row < 20 * 15 * 4; row++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{row / 60},i{row / 4 % 15},{1 + random.NextInt(2)},{(row / 2 % 2 == 0 ? "A" : "B")},{row % 2}\n");
        return text.ToString();
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await ConcordatCommand.RunAsync(arguments, new CliHost(output, error, TimeProvider.System, ShowsProgress: false), default);
        return (code, output.ToString(), error.ToString());
    }
}
