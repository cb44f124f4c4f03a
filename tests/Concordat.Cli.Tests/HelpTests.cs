using System.CommandLine;

namespace Concordat.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_OfTheBareCommand_HasOneLineForEachVerb()
    {
        (int code, string output) = await Run("--help");
        Assert.Equal(0, code);
        Command root = ConcordatCommand.Create(new CliHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, false));
        string[] lines = output.Split('\n');
        Assert.All(root.Subcommands, verb => Assert.Single(lines, line => line.StartsWith($"  {verb.Name} ", StringComparison.Ordinal)));
        Assert.True(root.Subcommands.Count > 20);
    }

    [Fact]
    public async Task Help_OfAVerb_TeachesWithAnExample()
    {
        Command root = ConcordatCommand.Create(new CliHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, false));
        foreach (Command verb in root.Subcommands)
        {
            (int code, string output) = await Run(verb.Name, "--help");
            Assert.Equal(0, code);
            Assert.Contains($"concordat {verb.Name}", output, StringComparison.Ordinal);
            Assert.Contains("Example", output, StringComparison.Ordinal);
        }
    }

    private static async Task<(int Code, string Output)> Run(params string[] args)
    {
        var output = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, TextWriter.Null, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString());
    }
}
