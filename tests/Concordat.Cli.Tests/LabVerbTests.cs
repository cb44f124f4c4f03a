using Concordat.Models.Laboratories;

namespace Concordat.Cli.Tests;

public sealed class LabVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-lab").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lab_WithoutAName_ListsAll()
    {
        (int code, string output, _) = await Run("lab");
        Assert.Equal(ExitCode.Met, code);
        Assert.All(LaboratoryCatalog.All, laboratory => Assert.Contains(laboratory.Description.Id, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lab_SingleReward_IsWrittenPrintedAndReproduced()
    {
        string folder = Path.Combine(_folder, "run");
        (int code, string output, string error) = await Run("lab", "single-reward", "--scale", "test", "--replicates", "2", "--out", folder, "--json");
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(["lab.json", "report.html", "report.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "lab.json")), output);
        Assert.Contains("replicate 2 of 2 is done", error, StringComparison.Ordinal);

        (code, output, error) = await Run("rerun", folder, "--threads", "1");
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("the same, byte for byte", output, StringComparison.Ordinal);

        string file = Path.Combine(folder, "lab.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"seed\": 1,", "\"seed\": 2,", StringComparison.Ordinal));
        (code, _, error) = await Run("rerun", folder);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("which this run gives", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no laboratory 'nothing'; there are", "lab", "nothing")]
    [InlineData("replicates is 1; it must lie in 2", "lab", "single-reward", "--scale", "test", "--replicates", "1")]
    [InlineData("--scale is '7'; expected full or test", "lab", "single-reward", "--scale", "7", "--replicates", "2")]
    [InlineData("--scale is '1'", "lab", "single-reward", "--scale", "1", "--replicates", "2")]
    [InlineData("--json and --out belong to a laboratory", "lab", "--json")]
    public async Task Lab_WrongUse_IsAnErrorThatSaysWhy(string said, params string[] args)
    {
        (int code, _, string error) = await Run(args);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lab_IntoAFolderWithOtherFiles_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine.txt"), "mine");
        (int code, _, string error) = await Run("lab", "single-reward", "--scale", "test", "--out", _folder);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("holds other files", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, ShowsProgress: false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
