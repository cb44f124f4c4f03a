using System.CommandLine;
using System.Text;
using Concordat.Runs;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat rerun</c>: repeats a run from its own document and its evidence, and compares the bytes.</summary>
internal static class RerunVerb
{
    public static Command Create(CliHost host)
    {
        var run = new Argument<string>("RUN") { Description = "A folder written by `concordat audit`." };
        var evidence = new Option<string?>("--evidence") { Description = "Where the evidence lies now, if it has moved.", HelpName = "DIR|CLUSTER" };
        Option<int> threads = CliOptions.Threads();
        var command = new Command("rerun",
            """
            Repeat a run and compare run.json byte for byte.

            Example:
              concordat rerun runs/today

            Exit code: 0 reproduced, 3 not reproduced (the first difference is shown) or an error.
            """)
        {
            run, evidence, threads,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Run(host, parsed.GetRequiredValue(run), parsed.GetValue(evidence), parsed.GetValue(threads), cancellationToken)));
        return command;
    }

    private static int Run(CliHost host, string folder, string? evidence, int threads, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, "run.json");
        Run before = RunJson.Read(file);
        if (before.ConcordatVersion != ConcordatInfo.Version)
            host.Error.WriteLine($"The run was made by version {before.ConcordatVersion}, this is {ConcordatInfo.Version}.");
        using var input = EvidenceInput.Open(host, evidence ?? RunInputs.Evidence(folder), cancellationToken);
        if (input.About.ContentHash != before.Evidence.ContentHash)
            throw new InputDataException(file, 0, 0, $"evidence {input.About.ContentHash[..12]}…", $"evidence {before.Evidence.ContentHash[..12]}…, which the run was made from");
        var options = new AuditorOptions(before.SystemVersion, before.Date, before.Seed, before.Replicates) { MaxThreads = threads };
        Run after = AuditProgress.Show(
            host, before.Charter, progress => input.Audit(before.Charter, options, progress, cancellationToken));

        string expected = File.ReadAllText(file);
        string actual = Encoding.UTF8.GetString(RunJson.ToBytes(after));
        if (expected == actual)
        {
            host.Out.WriteLine($"Reproduced: {file} is the same, byte for byte.");
            return ExitCode.Met;
        }

        string[] expectedLines = expected.Split('\n');
        string[] actualLines = actual.Split('\n');
        int line = 0;
        while (line < expectedLines.Length && line < actualLines.Length && expectedLines[line] == actualLines[line])
            line++;
        host.Error.WriteLine(new InputFault(file, line + 1, 0, Shown(expectedLines, line), $"{Shown(actualLines, line)}, which this run gives").ToString());
        return ExitCode.Error;
    }

    private static string Shown(string[] lines, int line) => line < lines.Length ? lines[line].Trim() : "the end of the file";
}
