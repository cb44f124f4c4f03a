using System.CommandLine;
using System.Text;
using Concordat.Laboratories;
using Concordat.Models.Laboratories;
using Concordat.Reporting;
using Concordat.Runs;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat rerun</c>: repeats a run from its own document and its evidence, or a laboratory from its document alone, and compares the bytes.</summary>
internal static class RerunVerb
{
    public static Command Create(CliHost host)
    {
        var run = new Argument<string>("RUN") { Description = "A folder written by `concordat audit` or `concordat lab`." };
        var evidence = new Option<string?>("--evidence") { Description = "Where the evidence lies now, if it has moved.", HelpName = "DIR|CLUSTER" };
        Option<int> threads = CliOptions.Threads();
        var command = new Command("rerun",
            """
            Repeat a run and compare run.json, or a laboratory and compare lab.json, byte for byte.

            Examples:
              concordat rerun runs/today
              concordat rerun labs/single-reward

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
        string laboratory = Path.Combine(folder, RunFolder.LaboratoryFile), file = Path.Combine(folder, RunFolder.RunFile);
        if (File.Exists(laboratory) && !File.Exists(file))
            return RunLaboratory(host, laboratory, evidence, threads, cancellationToken);
        Run before = RunJson.Read(file);
        if (before.ConcordatVersion != ConcordatInfo.Version)
            host.Error.WriteLine($"The run was made by version {before.ConcordatVersion}, this is {ConcordatInfo.Version}.");
        using var input = EvidenceInput.Open(host, evidence ?? RunInputs.Evidence(folder), cancellationToken);
        if (input.About.ContentHash != before.Evidence.ContentHash)
            throw new InputDataException(file, 0, 0, $"evidence {input.About.ContentHash[..12]}…", $"evidence {before.Evidence.ContentHash[..12]}…, which the run was made from");
        var options = new AuditorOptions(before.SystemVersion, before.Date, before.Seed, before.Replicates) { MaxThreads = threads };
        Run after = AuditProgress.Show(
            host, before.Charter, progress => input.Audit(before.Charter, options, progress, cancellationToken));

        return Compare(host, file, RunJson.ToBytes(after));
    }

    private static int RunLaboratory(CliHost host, string file, string? evidence, int threads, CancellationToken cancellationToken)
    {
        if (evidence is not null)
            throw new ArgumentException("--evidence belongs to an audit's run; a laboratory makes its own");
        LaboratoryRun before = LaboratoryJson.Read(file);
        if (before.ConcordatVersion != ConcordatInfo.Version)
            host.Error.WriteLine($"The run was made by version {before.ConcordatVersion}, this is {ConcordatInfo.Version}.");
        ILaboratory laboratory = LaboratoryCatalog.Find(before.Laboratory.Id)
            ?? throw new InputDataException(file, 0, 0, $"the laboratory '{before.Laboratory.Id}'", "one that `concordat lab` lists");
        var request = new LaboratoryRequest(before.Scale, before.Seed, before.Replicates) { ConfidenceLevel = before.ConfidenceLevel, MaxThreads = threads };
        return Compare(host, file, LaboratoryJson.ToBytes(LabProgress.Show(host, laboratory, request, cancellationToken)));
    }

    private static int Compare(CliHost host, string file, byte[] again)
    {
        string expected = File.ReadAllText(file);
        string actual = Encoding.UTF8.GetString(again);
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
