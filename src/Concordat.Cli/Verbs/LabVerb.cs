using System.CommandLine;
using System.Text;
using Concordat.Laboratories;
using Concordat.Models.Laboratories;
using Concordat.Reporting;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat lab</c>: runs a laboratory, or lists them.</summary>
internal static class LabVerb
{
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("NAME") { Description = "The laboratory; without one they are listed.", Arity = ArgumentArity.ZeroOrOne };
        var scale = new Option<LaboratoryScale>("--scale") { Description = "full (under ten minutes on two cores) or test (under twenty seconds).", DefaultValueFactory = _ => LaboratoryScale.Full, HelpName = "full|test" };
        var replicates = new Option<int?>("--replicates") { Description = "How often the whole is repeated, each time with a seed of its own, 2 to 1,000; each laboratory has a number of its own unless stated.", HelpName = "N" };
        var level = new Option<double>("--level") { Description = "Level of the intervals.", DefaultValueFactory = _ => .95 };
        var output = new Option<string?>("--out") { Description = $"Folder for {RunFolder.LaboratoryFile}, report.html and report.md; nothing is written without it.", HelpName = "DIR" };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print the run ({LaboratoryJson.SchemaId}) on standard output instead of the summary.");
        var schema = new Option<bool>("--schema") { Description = "Print the schema of the JSON document and stop." };
        var command = new Command("lab",
            $"""
            Run a laboratory: an experiment in process with a planted truth, repeated over seeds, and reported like an audit with what it does not show.

            Laboratories:
            {string.Join('\n', LaboratoryCatalog.All.Select(Line))}

            The same laboratory, scale, seed and replicates give the same lab.json, byte for byte, on any number of threads; `concordat rerun DIR` checks it.

            Examples:
              concordat lab
              concordat lab single-reward --scale test
              concordat lab single-reward --out labs/single-reward

            Exit code: 0 when the laboratory ran, whatever it found; 3 on an error.
            """)
        {
            name, scale, replicates, level, output, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(LaboratoryJson.Schema());
                return Task.FromResult(ExitCode.Met);
            }

            if (parsed.GetValue(name) is not { } id)
            {
                if (parsed.GetValue(json) || parsed.GetValue(output) is not null)
                    throw new ArgumentException("--json and --out belong to a laboratory; name one");
                foreach (ILaboratory each in LaboratoryCatalog.All)
                    host.Out.WriteLine($"{Line(each)}\n{"",18}{each.Description.Question}");
                return Task.FromResult(ExitCode.Met);
            }

            ILaboratory laboratory = LaboratoryCatalog.Find(id)
                ?? throw new ArgumentException($"there is no laboratory '{id}'; there are {string.Join(", ", LaboratoryCatalog.All.Select(each => each.Description.Id))}");
            LaboratoryScale of = parsed.GetValue(scale);
            var request = new LaboratoryRequest(of, parsed.GetValue(seed), parsed.GetValue(replicates) ?? laboratory.DefaultReplicates(of))
            {
                ConfidenceLevel = parsed.GetValue(level),
                MaxThreads = parsed.GetValue(threads),
            };
            return Task.FromResult(Run(host, laboratory, request, parsed.GetValue(output), parsed.GetValue(json), cancellationToken));
        });
        return command;
    }

    private static int Run(CliHost host, ILaboratory laboratory, LaboratoryRequest request, string? output, bool json, CancellationToken cancellationToken)
    {
        if (output is not null && Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any() && !File.Exists(Path.Combine(output, RunFolder.LaboratoryFile)))
            throw new ArgumentException($"{output} holds other files; name a new or empty folder, or one that a laboratory wrote");
        LaboratoryRun run = LabProgress.Show(host, laboratory, request, cancellationToken);
        if (output is not null)
            RunFolder.Write(run, output);
        if (json)
            host.Out.Write(Encoding.UTF8.GetString(LaboratoryJson.ToBytes(run)));
        else
            LaboratorySummary.Write(host.Out, run);
        if (output is not null)
            host.Error.WriteLine($"Written: {Path.Combine(output, "report.html")}");
        return ExitCode.Met;
    }

    private static string Line(ILaboratory laboratory) => $"  {laboratory.Description.Id,-16}{laboratory.Description.Title}";
}
