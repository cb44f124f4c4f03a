using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Audits;
using Concordat.Estimators.Decomposition;
using Concordat.Evidence;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat decompose</c>: says what kinds of answer the ratings are, and what each weighting of them does to each group.</summary>
internal static class DecomposeVerb
{
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV files of ratings, read as ratings-csv reads them.", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "An evidence folder, instead of files.", HelpName = "DIR" };
        var settings = new Option<string[]>("--set") { Description = "An option of ratings-csv for the files.", HelpName = "name=value", Arity = ArgumentArity.ZeroOrMore };
        var criterion = new Option<string?>("--criterion") { Description = "The criterion; may be left out where there is one only.", HelpName = "C" };
        var by = new Option<string?>("--by") { Description = "An attribute: shares, means and influence for each of its levels.", HelpName = "attribute" };
        var model = new Option<string>("--model") { Description = "How repeated answers are read.", DefaultValueFactory = _ => "annotation" };
        model.AcceptOnlyFromAmong([.. DecomposeWords.Models]);
        var plan = new Option<int>("--plan") { Description = "How many pairs of rater and item to propose for asking again.", DefaultValueFactory = _ => 0, HelpName = "N" };
        var planFile = new Option<string?>("--plan-file") { Description = "Also write those pairs to a CSV file.", HelpName = "FILE" };
        var posteriors = new Option<string?>("--posteriors") { Description = "Write the probability of each kind for every rater and item to a CSV file (annotation model).", HelpName = "FILE" };
        var weights = new Option<string?>("--weights-out") { Description = "Write a weight for every rater and item, the probability of a genuine preference, to a CSV file that weights-csv imports.", HelpName = "FILE" };
        var artefact = new Option<string[]>("--artefact")
        {
            Description = "The answer that the form itself suggests under a condition; one for each condition (default: looked for).",
            HelpName = "condition=answer",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var level = new Option<double>("--level") { Description = "Level at which the intervals of one class's groups hold together.", DefaultValueFactory = _ => .95 };
        var replicates = new Option<int>("--replicates") { Description = "Bootstrap replicates, at least 100.", DefaultValueFactory = _ => 200 };
        var minimum = new Option<int>("--minimum-cell") { Description = "Groups with fewer raters are not shown.", DefaultValueFactory = _ => 5 };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({DecomposeDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("decompose",
            """
            Tell what the ratings measure: genuine preferences, non-attitudes, constructed preferences and artefacts of the form, by what happened when the
            same was asked again under the same and under another condition; and what weighting by it does to each group's mean and share of influence.

            Examples:
              concordat decompose ratings.csv --by country --json
              concordat decompose --evidence evidence --criterion hate --by nationality --plan 50
              concordat decompose ratings.csv --model hill-kriesi
              concordat decompose --evidence evidence --criterion hate --weights-out weights.csv
              concordat import weights-csv weights.csv --into evidence --set name=genuine
            """)
        {
            files, evidence, settings, criterion, by, model, plan, planFile, posteriors, weights, artefact, level, replicates, minimum, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(DecomposeDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            EvidenceSet read = DecomposeInput.Read(host, parsed.GetValue(files) ?? [], parsed.GetValue(evidence), parsed.GetValue(settings) ?? [], cancellationToken);
            var run = new DecomposeRun(
                parsed.GetValue(model)!, parsed.GetValue(by), new IntervalPlan(Level(parsed.GetValue(level)), MultiplicityRule.MaxT, AtLeast("--replicates", parsed.GetValue(replicates), 100)),
                parsed.GetValue(minimum), parsed.GetValue(seed), parsed.GetValue(threads), AtLeast("--plan", parsed.GetValue(plan), 0), Artefact(parsed.GetValue(artefact) ?? []));
            string asked = DecomposeInput.Criterion(read, parsed.GetValue(criterion));
            AnswerPanel panel = AnswerPanel.Select(read, asked, out string why) ?? throw new ArgumentException(why);
            DecomposeResult result = run.Of(panel, asked, DecomposeInput.Groups(read, parsed.GetValue(by)), cancellationToken);
            if (parsed.GetValue(planFile) is { } target)
                WholeFile.Write(target, PlanCsv(result.Plan));
            if (parsed.GetValue(posteriors) is { } file)
                WholeFile.Write(file, PosteriorCsv(result.Annotation ?? throw new ArgumentException("--posteriors needs the annotation model and a design that allows it")));
            if (parsed.GetValue(weights) is { } weightFile)
                WholeFile.Write(weightFile, DecomposeWeights.Csv(result));
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(DecomposeDocument.Of(result), DocumentFormat.CamelCase));
            else
                DecomposeSummary.Write(host.Out, result);
            foreach (Diagnostic diagnostic in result.Diagnostics)
                host.Error.WriteLine($"{(diagnostic.Severity == DiagnosticSeverity.Warning ? "WARNING" : "Note")}: {diagnostic.Message}");
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static double Level(double level) =>
        level is > 0 and < 1 ? level : throw new ArgumentException($"--level is {level.ToString(CultureInfo.InvariantCulture)}; it must lie in (0, 1)");

    private static int AtLeast(string name, int value, int least) => value >= least ? value : throw new ArgumentException($"{name} is {value}; it must be at least {least}");

    private static ImmutableSortedDictionary<string, string>? Artefact(string[] given)
    {
        if (given.Length == 0)
            return null;
        var answers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string part in given)
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0 || !answers.TryAdd(part[..at], part[(at + 1)..]))
                throw new ArgumentException($"--artefact has '{part}'; expected condition=answer, once for each condition");
        }

        return answers.ToImmutable();
    }

    private static string PlanCsv(ImmutableArray<Reask> plan)
    {
        var text = new StringBuilder("rater,item,condition,replicate,reason\n");
        foreach (Reask ask in plan)
            text.Append(CultureInfo.InvariantCulture, $"{Field(ask.Rater)},{Field(ask.Item)},{Field(ask.Condition)},{ask.Replicate},{Field(ask.Reason)}\n");
        return text.ToString();
    }

    private static string PosteriorCsv(AnnotationModelFit fit)
    {
        var text = new StringBuilder("rater,item,");
        text.AppendJoin(',', Enum.GetValues<AnswerClass>().Select(DecomposeWords.Of)).Append('\n');
        for (int cell = 0; cell < fit.Panel.CellCount; cell++)
        {
            text.Append(Field(fit.Panel.RaterId(fit.Panel.CellRater[cell]))).Append(',').Append(Field(fit.Panel.Items[fit.Panel.CellItem[cell]]));
            foreach (AnswerClass kind in Enum.GetValues<AnswerClass>())
                text.Append(CultureInfo.InvariantCulture, $",{fit.PosteriorOf(cell, kind)}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Field(string text) => CsvField.Of(text);
}
