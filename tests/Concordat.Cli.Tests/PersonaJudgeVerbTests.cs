using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class PersonaJudgeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-persona").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PersonaJudge_FilesByGroup_HasTheCountsByHandAndFitsItsSchema()
    {
        (int code, string output, string error) = await Run("persona-judge", Predictions(), "--by", "region", "--replicates", "200", "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "persona-judge.schema.json")))!));
        JsonArray groups = document["groups"]!.AsArray();
        Assert.Equal([null, "east", "north", "south"], groups.Select(group => (string?)group!["level"]));
        Assert.Contains("fewer than 5 raters", (string)groups[1]!["whyMissing"]!, StringComparison.Ordinal);

        // In the north 6 of a person's 10 answers are certain and all right but one in thirty-odd; the rest is wrong every second time.
        JsonNode north = groups[2]!, first = north["points"]![0]!, last = north["points"]![1]!;
        Assert.Equal((90, .6, 1), ((double)first["certainty"]!, (double)first["coverage"]!, (double)last["coverage"]!));
        Assert.Equal((8, 80, 47 / 48.0, 63 / 80.0), ((int)north["people"]!, (int)north["answers"]!, (double)first["accuracy"]!, (double)last["accuracy"]!));
        Assert.Equal((double)last["accuracy"]!, (double)north["accuracy"]!["value"]!);
        Assert.Equal((80, 1), ((int)north["swapCount"]!, (double)north["swapAgreement"]!["value"]!));
        Assert.Equal(80, (int)north["baselineCount"]!);
        Assert.Equal((double)north["accuracy"]!["value"]! - (double)north["baselineAccuracy"]!["value"]!, (double)north["personaGain"]!["value"]!, 1e-12);
        Assert.True((double)north["accuracy"]!["lower"]! < 63 / 80.0 && 63 / 80.0 < (double)north["accuracy"]!["upper"]!);
    }

    [Fact]
    public async Task Audit_CharterOverAPersonalisedJudge_DemandsPeopleExactlyWhereItFails()
    {
        string folder = Path.Combine(_folder, "evidence"), run = Path.Combine(_folder, "run");
        (int code, _, string error) = await Run("import", "persona-csv", Predictions(), "--into", folder, "--set", "judge=gpt");
        Assert.True(code == ExitCode.Met, error);
        string charter = Write("charter.yaml",
            """
            charter: standing-in
            version: 1
            title: Who answers
            level: organisational
            use-case: Replies are chosen for politeness.
            role: rater
            deployment-context: A help desk.
            populations:
              - { id: north, group: { region: north }, share: 0.5, standing: user, why-asked: Manners differ. }
              - { id: south, group: { region: south }, share: 0.5, standing: user, why-asked: Manners differ. }
            confidence-level: 0.95
            multiplicity: max-t
            minimum-cell: 5
            standards:
              - id: answers-where-certain
                statement: A model may answer in people's places only where at least eight in ten of its most certain answers are theirs.
                measure: judges.accuracy-at-coverage
                options: { criterion: choice, judge: gpt, coverage: 0.5 }
                bound: 0.8
                direction: at-least
                owner: evaluation
            """);
        (code, string output, error) = await Run("audit", charter, "--evidence", folder, "--replicates", "200", "--out", run, "--json");
        Assert.True(code == ExitCode.Breached, error + output);
        JsonNode standard = JsonNode.Parse(output)!["standards"]![0]!;
        JsonArray verdicts = standard["verdicts"]!.AsArray();
        Assert.Equal(
            [("north", "met", false), ("south", "breached", true)],
            verdicts.Select(verdict => (
                (string)verdict!["populationId"]!, ((string)verdict["status"]!).ToLowerInvariant(),
                ((string)verdict["because"]!).Contains("human ratings are required for this population", StringComparison.Ordinal))));
        Assert.Equal("curve", (string)standard["result"]!["figures"]![0]!["kind"]!);
    }

    [Fact]
    public async Task PersonaJudge_Text_HasCoverageBesideEveryAccuracy()
    {
        (_, string output, _) = await Run("persona-judge", Predictions(), "--by", "region", "--replicates", "200");
        Assert.Contains("region: north: 8 people, 80 answers", output, StringComparison.Ordinal);
        Assert.Contains("certainty 90 and above: coverage 0.6, accuracy 0.979", output, StringComparison.Ordinal);
        Assert.Contains("region: east: not shown: fewer than 5 raters", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonaJudge_FaultsOrNothingToRead_AreSaid()
    {
        (int code, _, string error) = await Run("persona-judge", Write("bad.csv", "rater,item,answer,persona,order,predicted,certainty\np1,i1,maybe,yes,given,first,101\n"));
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("bad.csv:2:7: found 'maybe'", error, StringComparison.Ordinal);
        Assert.Contains("bad.csv:2:29: found '101'", error, StringComparison.Ordinal);
        (code, _, error) = await Run("persona-judge");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("files or --evidence", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonaJudge_Schema_PrintsTheCommittedFile()
    {
        (_, string output, _) = await Run("persona-judge", "--schema");
        Assert.True(
            await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "persona-judge.schema.json")) == output,
            "write docs/schemas/persona-judge.schema.json anew with `concordat persona-judge --schema`");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    // Eight people in the north, eight in the south, two in the east; ten items each, the first six with certainty 90. In the north the judge is wrong once there and
    // every second time on the other four, in the south it is right on two items of five.
    private string Predictions()
    {
        var text = new StringBuilder("rater,item,answer,persona,order,predicted,certainty,region\n");
        for (int r = 0; r < 18; r++)
        {
            string region = r < 8 ? "north" : r < 16 ? "south" : "east";
            for (int i = 0; i < 10; i++)
            {
                bool isFirst = (r + i) % 3 == 0, isRight = region == "north" ? i < 6 ? (r, i) != (3, 2) : (r + i) % 2 == 0 : (r * 3 + i) % 5 < 2;
                string answer = Word(isFirst), row = $"p{r},i{i},{answer}", ofJudge = Word(isFirst == isRight), swapped = Word(isFirst != isRight);
                text.Append($"{row},yes,given,{ofJudge},{(i < 6 ? 90 : 55)},{region}\n{row},yes,swapped,{swapped},,{region}\n{row},no,given,{Word(i % 2 == 0)},50,{region}\n");
            }
        }

        return Write("predictions.csv", text.ToString());
    }

    private static string Word(bool isFirst) => isFirst ? "first" : "second";

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
