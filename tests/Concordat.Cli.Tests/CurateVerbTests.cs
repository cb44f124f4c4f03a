using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class CurateVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-curate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_ShippedInstructions_ChoosesWithoutLeakingHeldOutPrompts()
    {
        (int code, string output, _) = await Run(
            RepositoryRoot.Combine("examples", "curation", "data", "instructions.jsonl.gz"), "--size", "30", "--max-similarity", "0.3", "--source", "source", "--hold-out", "user-oriented", "--by", "kind", "--json");
        Assert.Equal(ExitCode.Met, code);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(CurateDocument.SchemaText())!));
        Assert.Equal(CurateDocument.SchemaText(), await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "curate.schema.json")));
        Assert.Equal((427, 30, 252, 0), ((int)document["considered"]!, (int)document["chosen"]!["chosen"]!, (int)document["heldOutPrompts"]!, (int)document["leakedPrompts"]!));
        Assert.Equal(output.Trim(), (await File.ReadAllTextAsync(At("summary.json"))).Trim());
        Assert.Equal(30, File.ReadLines(At("curated.jsonl")).Count());
        Assert.Equal(252, File.ReadLines(At("held-out.jsonl")).Count());
        int rejected = document["rejected"]!.AsObject().Sum(rule => (int)rule.Value!);
        Assert.Equal((rejected, rejected + 1), (File.ReadLines(At("rejections.jsonl")).Count(), File.ReadLines(At("rejections.csv")).Count()));
        string report = await File.ReadAllTextAsync(At("report.html"));
        Assert.Contains("a length and no judgement", report, StringComparison.Ordinal);
        Assert.DoesNotContain("breakfast", report, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>At .9 nothing of lexical vectors is too similar that the filter of near duplicates left, and DEITA is the score alone; the output says so. Unless stated the threshold fits the vectors.</summary>
    [Fact]
    public async Task Run_DeitaOnWords_ThresholdFitsThemAndAnIdleOneIsSaid()
    {
        string data = RepositoryRoot.Combine("examples", "curation", "data", "instructions.jsonl.gz");
        (_, string output, _) = await Run(data, "--size", "60", "--json");
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Equal(.2, (double)document["filters"]!["maximumSimilarity"]!);
        Assert.True((int)document["rejected"]!["too-similar"]! > 0);
        string[] fitted = await File.ReadAllLinesAsync(At("curated.jsonl"));
        await Run(data, "--size", "60", "--method", "quality");
        Assert.NotEqual(await File.ReadAllLinesAsync(At("curated.jsonl")), fitted);
        (_, output, _) = await Run(data, "--size", "60", "--max-similarity", ".9");
        Assert.Contains("this is the score alone", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GroupThatLooksLikeAFormula_IsDefusedInTheLog()
    {
        string file = await Data("""{"prompt":"one","completion":"","role":"=1+1"}""", """{"prompt":"two","completion":"words","role":"=1+1"}""");
        (int code, _, _) = await Run(file, "--size", "1", "--by", "role");
        Assert.Equal(ExitCode.Met, code);
        Assert.Equal("0,empty,,,,'=1+1,", (await File.ReadAllLinesAsync(At("rejections.csv")))[1]);
    }

    [Fact]
    public async Task Run_SidecarOfTheData_GoesWithTheRowsChosen()
    {
        string file = await Data("""{"prompt":"one","completion":"first words"}""", """{"prompt":"two","completion":"more words than before"}""");
        (int code, _, _) = await RunVerb("export", file, "--to", "trl-prompt-completion", "--form", "standard", "--out", At("again.jsonl"));
        Assert.Equal(ExitCode.Met, code);
        string[] hashes = [.. File.ReadLines(At("again.jsonl")).Select(line => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line))))];
        await File.WriteAllTextAsync(At("notes.jsonl"), $$"""
            {"row":0,"sha256":"{{hashes[0]}}","weight":2,"rater":"r"}
            {"row":1,"sha256":"{{hashes[1]}}","weight":3,"group":"g"}

            """);
        (code, _, string error) = await Run(At("again.jsonl"), "--size", "1", "--sidecar", At("notes.jsonl"), "--by", "group");
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("\"weight\":3,\"group\":\"g\"", await File.ReadAllTextAsync(At("curated.notes.jsonl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--min-quality", "3")]
    [InlineData("--quota", "equal")]
    [InlineData("--hold-out", "x")]
    [InlineData("--quality", "no-such-column")]
    [InlineData("--size", "0")]
    [InlineData("--compare", "nonsense")]
    public async Task Run_OptionsThatDoNotGoTogether_AreErrorsInUse(string option, string value)
    {
        (int code, _, string error) = await Run(await Data("""{"prompt":"one","completion":"words"}"""), option, value);
        Assert.Equal(ExitCode.Error, code);
        Assert.StartsWith("concordat: ", error.Split('\n').First(line => !line.StartsWith("Reading", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.False(File.Exists(At("curated.jsonl")));
    }

    private async Task<string> Data(params string[] lines)
    {
        await File.WriteAllLinesAsync(At("data.jsonl"), lines);
        return At("data.jsonl");
    }

    private string At(string name) => Path.Combine(_folder, name);

    private Task<(int Code, string Output, string Error)> Run(string file, params string[] options) => RunVerb(["curate", file, "--out", _folder, .. options]);

    private static async Task<(int Code, string Output, string Error)> RunVerb(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(arguments, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
