using System.CommandLine;
using System.Text;
using Concordat.Charters;
using Concordat.Reporting;
using Concordat.Runs;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat audit</c>: tests evidence against a charter and writes the case.</summary>
internal static class AuditVerb
{
    public static Command Create(CliHost host)
    {
        var charters = new Argument<string[]>("CHARTER")
        {
            Description = "Charter files of one use case, one for each level, in any order.",
            Arity = ArgumentArity.OneOrMore,
        };
        var evidence = new Option<string>("--evidence") { Description = EvidenceInput.Description, Required = true, HelpName = "DIR|CLUSTER" };
        var output = new Option<string>("--out") { Description = "Folder for run.json, report.html, report.md, junit.xml and the claims; nothing is written without it.", HelpName = "RUN" };
        var system = new Option<string?>("--system") { Description = "The system version the case is about (default: the charter's version).", HelpName = "NAME" };
        Option<string[]> context = CliOptions.Context();
        Option<ulong> seed = CliOptions.Seed();
        Option<int> replicates = CliOptions.Replicates();
        Option<int> threads = CliOptions.Threads();
        var date = new Option<DateOnly?>("--date") { Description = "The day the audit speaks for (default: today).", HelpName = "YYYY-MM-DD" };
        Option<bool> json = CliOptions.Json("Print the run (concordat.run/1) on standard output instead of the summary.");
        var command = new Command("audit",
            """
            Test evidence against a charter: met, breached or undetermined, for each standard and population.

            Example:
              concordat audit supra.yaml org.yaml team.yaml --context jurisdiction=IN --evidence evidence --out runs/today

            Exit code: 0 all met, 1 any breached, 2 otherwise any undetermined, 3 an error.
            """)
        {
            charters, evidence, output, system, context, seed, replicates, threads, date, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            host,
            [.. parsed.GetRequiredValue(charters)],
            CliOptions.ParseContext(parsed.GetValue(context)),
            parsed.GetRequiredValue(evidence),
            parsed.GetValue(output),
            effective => new AuditorOptions(
                parsed.GetValue(system) ?? effective.Version, parsed.GetValue(date) ?? host.Today, parsed.GetValue(seed), parsed.GetValue(replicates))
            { MaxThreads = parsed.GetValue(threads) },
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(
        CliHost host,
        ImmutableArray<string> charters,
        ImmutableSortedDictionary<string, string> context,
        string evidence,
        string? output,
        Func<EffectiveCharter, AuditorOptions> options,
        bool json,
        CancellationToken cancellationToken)
    {
        ImmutableArray<Charter> read = CharterReader.Read(charters);
        CharterReview review = CharterComposition.Review(read, context);
        EffectiveCharter charter = review.Effective ?? CharterComposition.Compose(read, context); // which throws with what is open
        AuditorOptions chosen = options(charter);
        if (charter.Expires < chosen.Date)
        {
            SourcePlace place = read.First(level => level.Expires == charter.Expires).PlaceOf("expires");
            throw new InputDataException(
                place.File, place.Line, place.Column, $"a charter that expired on {charter.Expires:yyyy-MM-dd}", $"one that holds on {chosen.Date:yyyy-MM-dd}, or an earlier --date");
        }

        foreach (Diagnostic diagnostic in review.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning))
            host.Error.WriteLine($"WARNING: {diagnostic.Message}");
        using var input = EvidenceInput.Open(host, evidence, cancellationToken);
        Run run = AuditProgress.Show(host, charter, progress => input.Audit(charter, chosen, progress, cancellationToken));
        if (output is not null)
        {
            CaseFolder.Write(run, output, evidence);
        }

        if (json)
            host.Out.Write(Encoding.UTF8.GetString(RunJson.ToBytes(run)));
        else
            SummaryText.Write(host.Out, run);
        if (output is not null)
            host.Error.WriteLine($"Written: {Path.Combine(output, "report.html")}");
        return ExitCode.Of(run.WorstStatus());
    }
}
