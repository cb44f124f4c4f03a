using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Charters.Record;

namespace Concordat.Cli.Tests;

public sealed class VerifyVerbTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task Verify_AWholeRecord_SaysSoAndPrintsItsDocument()
    {
        ImmutableArray<RecordEntry> chain = Chain();
        File.WriteAllLines(_path, chain.Select(RecordFile.Text));
        (int code, string output, _) = await Run("verify", _path, "--head", chain[^1].Hash);
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("vote: 3", output, StringComparison.Ordinal);
        Assert.Contains("The chain holds.", output, StringComparison.Ordinal);
        (_, string json, _) = await Run("verify", _path, "--json");
        JsonNode document = JsonNode.Parse(json)!;
        Assert.True((bool)document["holds"]!);
        string schema = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "verify.schema.json"));
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(schema)!));
        Assert.True(schema == (await Run("verify", "--schema")).Output, "write docs/schemas/verify.schema.json anew with `concordat verify --schema`");
    }

    [Fact]
    public async Task Verify_AChangedEntry_NamesItAndExitsWithOne()
    {
        ImmutableArray<RecordEntry> chain = Chain();
        File.WriteAllLines(_path, chain.SetItem(1, chain[1] with { Seat = "someone else" }).Select(RecordFile.Text));
        (int code, string output, _) = await Run("verify", _path);
        Assert.Equal(ExitCode.Breached, code);
        Assert.Contains("BROKEN at entry 2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AFileThatIsNoRecord_ExitsWithThree()
    {
        File.WriteAllText(_path, "nothing of the kind\n");
        (int code, _, string error) = await Run("verify", _path);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(":1:1: found a line that is no entry", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAVariableThatIsNotSet_SaysWhich()
    {
        (int code, _, string error) = await Run("serve", "--data", Path.GetTempPath(), "--postgres", "CONCORDAT_NOT_SET");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("CONCORDAT_NOT_SET", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServeRecover_InAFolderWithoutAStore_MakesNone()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-serve-").FullName;
        (int code, string output, string error) = await Run("serve", "recover", "--data", folder, "--name", "ada");
        Assert.Equal((ExitCode.Error, ""), (code, output));
        Assert.Contains("there is no store in", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Serve_OnAnEmptyFolder_PrintsOneTokenAndStopsWhenAsked()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-serve-").FullName;
        var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        Task<int> serving = ConcordatCommand.RunAsync(["serve", "--data", folder, "--listen", "http://127.0.0.1:0"], new CliHost(TextWriter.Null, error, TimeProvider.System, false), stop.Token);
        for (int i = 0; i < 600 && !error.ToString().Contains("works once", StringComparison.Ordinal) && !serving.IsCompleted; i++)
            await Task.Delay(100);
        Assert.Contains("/first-steward with this token, which works once: ", error.ToString(), StringComparison.Ordinal);
        (int code, string link, string told) = await Run("serve", "recover", "--data", folder, "--name", "nobody");
        Assert.Equal((ExitCode.Error, ""), (code, link));
        Assert.Contains("nobody signs in here as 'nobody'", told, StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Met, await serving);
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => File.Delete(_path);

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private static ImmutableArray<RecordEntry> Chain()
    {
        var chain = ImmutableArray.CreateBuilder<RecordEntry>();
        for (int i = 1; i <= 3; i++)
            chain.Add(RecordChain.Append(chain.Count == 0 ? RecordChain.Start : chain[^1].Hash, i, "letters", i, "vote", $"seat{i}", Encoding.UTF8.GetBytes($"{i}")));
        return chain.ToImmutable();
    }
}
