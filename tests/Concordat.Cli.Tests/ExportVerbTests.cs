using System.Text.Json.Nodes;

namespace Concordat.Cli.Tests;

public sealed class ExportVerbTests : IDisposable
{
    private const string Talk = """{"prompt":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}],"completion":[{"role":"assistant","content":"d"}],"source":"x"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-export").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_Json_FollowsThePublishedSchema()
    {
        (int code, string output, _) = await Run("--to", "trl-prompt-completion", "--json");
        Assert.Equal(ExitCode.Met, code);
        Assert.Empty(SchemaFaults.Of(JsonNode.Parse(output), JsonNode.Parse(ExportDocument.SchemaText())!));
        Assert.Equal(ExportDocument.SchemaText(), await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "export.schema.json")));
        Assert.Equal(Talk + "\n", await File.ReadAllTextAsync(Path.Combine(_folder, "out.jsonl")));
    }

    [Fact]
    public async Task Run_StandardFormOfAConversation_IsAnErrorUnlessItsLastTurnIsAskedFor()
    {
        (int code, _, string error) = await Run("--to", "trl-prompt-completion", "--form", "standard");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--turns last", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "out.jsonl")));
        (code, string output, _) = await Run("--to", "trl-prompt-completion", "--form", "standard", "--turns", "last");
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("cut to the last exchange: 1", output, StringComparison.Ordinal);
        Assert.Equal("""{"prompt":"c","completion":"d","source":"x"}""" + "\n", await File.ReadAllTextAsync(Path.Combine(_folder, "out.jsonl")));
    }

    [Fact]
    public async Task Run_StrictWithAFurtherColumn_IsAFault()
    {
        (int code, _, string error) = await Run("--to", "trl-prompt-completion", "--strict");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("in.jsonl:1:", error, StringComparison.Ordinal);
        Assert.Contains("source", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GroupsWithoutASidecar_SaysWhereTheyGo()
    {
        (int code, _, string error) = await Run("--to", "trl-preference", "--by", "country");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--sidecar", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] options)
    {
        string file = Path.Combine(_folder, "in.jsonl");
        await File.WriteAllTextAsync(file, Talk + "\n");
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(["export", file, "--out", Path.Combine(_folder, "out.jsonl"), .. options], new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
