namespace Concordat.Cli.Tests;

/// <summary>Runs the shell blocks of the README and of the recipes, in order, in a copy of the places they name.</summary>
public sealed class ReadmeTests
{
    // Its blocks are run by Concordat.Scale.Tests, which starts the servers they speak to.
    private const string NeedsServers = "cluster.md";

    public static TheoryData<string> Pages()
    {
        var pages = new TheoryData<string> { "README.md" };
        foreach (string page in Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "recipes"), "*.md").Order(StringComparer.Ordinal).Where(page => Path.GetFileName(page) != NeedsServers))
            pages.Add(Path.GetRelativePath(RepositoryRoot.Path, page));
        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ShellBlocks_OfThePage_Run(string page) => PageShell.RunBlocks(page);

    [Fact]
    public void Tour_VerdictsOfTheInventedPanel_AreThoseTheTextTells()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-tour-").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, "examples"), RepositoryRoot.Combine("examples"));
            PageShell.WriteShim(Path.Combine(folder, "concordat"));
            foreach (string command in PageShell.Commands(File.ReadAllText(RepositoryRoot.Combine("README.md"))).Where(command => command.Contains("tour/", StringComparison.Ordinal)))
                PageShell.RunShell(folder, command);
            using var run = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tour", "run", "run.json")));
            var verdicts = run.RootElement.GetProperty("standards")[0].GetProperty("verdicts").EnumerateArray()
                .ToDictionary(verdict => verdict.GetProperty("populationId").GetString()!, verdict => verdict.GetProperty("status").GetString());
            Assert.Equal(("met", "breached", "undetermined"), (verdicts["english"], verdicts["spanish"], verdicts["tagalog"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
