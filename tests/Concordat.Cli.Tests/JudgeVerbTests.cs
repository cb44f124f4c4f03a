using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class JudgeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-judge").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Judge_FilesByGroup_IsAdmittedForOneGroupOnlyAndFitsItsSchema()
    {
        (int code, string output, string error) = await Run("judge", "--human", People(), "--model", Judge(), "--epsilon", ".2", "--by", "region", "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "judge.schema.json")))!));
        JsonNode judge = Assert.Single(document["judges"]!.AsArray())!;
        Assert.Equal("gpt", (string?)judge["id"]);
        Assert.Equal([null, "north", "south"], judge["groups"]!.AsArray().Select(group => (string?)group!["level"]));
        Assert.Equal((true, false), ((bool)judge["groups"]![1]!["isAdmitted"]!, (bool)judge["groups"]![2]!["isAdmitted"]!));
        Assert.Equal(.2, (double)document["epsilon"]!);
        JsonNode leftOut = Assert.Single(judge["groups"]![0]!["leftOut"]!.AsArray())!;
        Assert.Equal(("brief", 1), ((string?)leftOut["id"], (int)leftOut["items"]!));
    }

    [Fact]
    public async Task Audit_CharterThatAsksForAnAdmittedJudge_DemandsPeopleExactlyWhereItIsNot()
    {
        string folder = await Evidence(), charter = Write("charter.yaml",
            """
            charter: judging
            version: 1
            title: Who rates
            level: organisational
            use-case: Replies are rated for politeness.
            role: rater
            deployment-context: A help desk.
            populations:
              - { id: north, group: { region: north }, share: 0.5, standing: user, why-asked: Manners differ. }
              - { id: south, group: { region: south }, share: 0.5, standing: user, why-asked: Manners differ. }
            confidence-level: 0.95
            multiplicity: none
            minimum-cell: 5
            standards:
              - id: judge-stands-in
                statement: A model may rate in the place of a population only if it represents its raters.
                measure: judges.winning-rate
                options: { criterion: value, judge: gpt, epsilon: 0.2 }
                bound: 0.5
                direction: at-least
                owner: evaluation
            """);
        (int code, string output, string error) = await Run("audit", charter, "--evidence", folder, "--replicates", "200", "--json");
        Assert.True(code == ExitCode.Breached, error + output);
        Assert.Equal(
            [("north", "met"), ("south", "breached")],
            JsonNode.Parse(output)!["standards"]![0]!["verdicts"]!.AsArray().Select(verdict => ((string)verdict!["populationId"]!, ((string)verdict["status"]!).ToLowerInvariant())));
        string[] because = [.. JsonNode.Parse(output)!["standards"]![0]!["verdicts"]!.AsArray().Select(verdict => (string)verdict!["because"]!)];
        Assert.DoesNotContain("human ratings", because[0], StringComparison.Ordinal);
        Assert.EndsWith("human ratings are required for this population: the judge may not stand in for its raters", because[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_Evidence_GivesWhatTheFilesGive()
    {
        string folder = await Evidence();
        (_, string fromFolder, string error) = await Run("judge", "--evidence", folder, "--criterion", "value", "--model", "gpt", "--json");
        (_, string fromFiles, _) = await Run("judge", "--human", People(), "--model", Judge(), "--json");
        Assert.True(fromFolder.Length > 0, error);
        JsonNode one = JsonNode.Parse(fromFolder)!["judges"]![0]!["groups"]![0]!, two = JsonNode.Parse(fromFiles)!["judges"]![0]!["groups"]![0]!;
        Assert.Equal((double)two["winningRate"]!, (double)one["winningRate"]!);
        Assert.Equal((double)two["advantage"]!, (double)one["advantage"]!, 1e-12);
    }

    [Fact]
    public async Task Judge_Text_SaysWherePeopleRate()
    {
        (_, string output, _) = await Run("judge", "--human", People(), "--model", Judge(), "--epsilon", ".2", "--by", "region");
        Assert.Contains("region: north: admitted", output, StringComparison.Ordinal);
        Assert.Contains("region: south: not admitted, people rate", output, StringComparison.Ordinal);
        Assert.Contains("left out: brief: 1 items", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_FaultsInFiles_AreAllListedWithTheirPlace()
    {
        string bad = Write("bad.csv", "rater,item,value\nr1,i1,3\nr1,i1,4\nr2,i1,\nr2,i2,high\n");
        (int code, _, string error) = await Run("judge", "--human", bad, "--model", Judge(), "--score", "rmse");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("bad.csv:3:4: found item 'i1' a second time", error, StringComparison.Ordinal);
        Assert.Contains("bad.csv:4:7", error, StringComparison.Ordinal);
        Assert.Contains("bad.csv:5:7", error, StringComparison.Ordinal);
        (code, _, error) = await Run("judge", "--human", People());
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--model", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_Schema_PrintsTheCommittedFile()
    {
        (_, string output, _) = await Run("judge", "--schema");
        Assert.True(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "judge.schema.json")) == output, "write docs/schemas/judge.schema.json anew with `concordat judge --schema`");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<string> Evidence()
    {
        string all = Path.Combine(_folder, "all.csv"), folder = Path.Combine(_folder, "evidence");
        string[] judged = [.. (await File.ReadAllLinesAsync(Judge())).Skip(1).Select(line => $"gpt,{line},")];
        await File.WriteAllTextAsync(all, await File.ReadAllTextAsync(People()) + string.Join('\n', judged) + "\n");
        (int code, _, string error) = await Run("import", "ratings-csv", all, "--into", folder, "--set", "scale=nominal:a|b", "--set", "missing=empty");
        Assert.True(code == ExitCode.Met, error);
        return folder;
    }

    // Every fifth answer of a rater goes against the region, at places of its own; the south answers the other way round. The judge answers as the north does.
    private string People()
    {
        var text = new StringBuilder("rater,item,value,region\n");
        for (int i = 0; i < 100; i++)
        {
            for (int r = 0; r < 12; r++)
                text.Append($"r{r},i{i},{Answer(i, (r < 6) == ((i * 7 + r * 3) % 5 != 0))},{(r < 6 ? "north" : "south")}\n");
        }

        return Write("people.csv", text.Append("brief,i0,a,north\n").ToString());
    }

    private string Judge() => Write("gpt.csv", "item,value\n" + string.Join('\n', Enumerable.Range(0, 100).Select(i => $"i{i},{Answer(i, i % 11 != 0)}")) + "\n");

    private static string Answer(int item, bool usual) => usual == (item % 3 == 0) ? "a" : "b";

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
