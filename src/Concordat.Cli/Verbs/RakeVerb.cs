using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Estimators.Weighting;
using Concordat.Evidence;
using Concordat.Formats.MarginsCsv;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat rake</c>: weights that bring a panel to stated margins.</summary>
internal static class RakeVerb
{
    public static Command Create(CliHost host)
    {
        var evidence = new Option<string?>("--evidence") { Description = "The workspace that `concordat import` filled.", HelpName = "DIR" };
        var margins = new Option<string?>("--margins") { Description = "A CSV file with the columns attribute, level, share: the shares each attribute's levels should have.", HelpName = "FILE" };
        var criterion = new Option<string?>("--criterion") { Description = "Only raters who rated on this criterion.", HelpName = "C" };
        var lower = new Option<double>("--lower-trim") { Description = "Smallest weight, where the mean is one; 0 for no limit.", DefaultValueFactory = _ => .3 };
        var upper = new Option<double>("--upper-trim") { Description = "Largest weight, where the mean is one.", DefaultValueFactory = _ => 3 };
        var tolerance = new Option<double>("--tolerance") { Description = "Largest error of a margin at which it counts as met.", DefaultValueFactory = _ => 1e-6 };
        var target = new Option<string?>("--weights-out") { Description = "Write the weights to a CSV file that weights-csv imports.", HelpName = "FILE" };
        Option<bool> json = CliOptions.Json($"Print one JSON document ({RakeDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("rake",
            """
            Weigh raters so that the panel has the composition stated margin by margin, within limits on a single weight, and say what that costs in precision.
            Weights repair the composition by these attributes and nothing else.

            Examples:
              concordat rake --evidence evidence --margins census.csv --json
              concordat rake --evidence evidence --margins census.csv --criterion hate --weights-out weights.csv
              concordat import weights-csv weights.csv --into evidence --set name=census
            """) { evidence, margins, criterion, lower, upper, tolerance, target, json, schema };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(RakeDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            ImmutableArray<StatedMargin> stated = MarginsReader.Read(AggregateVerb.Required(parsed.GetValue(margins), "--margins FILE"), cancellationToken);
            var options = new RakingOptions { LowerTrim = parsed.GetValue(lower), UpperTrim = parsed.GetValue(upper), Tolerance = parsed.GetValue(tolerance) };
            EvidenceSet read = EvidenceInput.Rows(AggregateVerb.Required(parsed.GetValue(evidence), "--evidence DIR"), "rake", cancellationToken);
            RakedPanel panel = RakedPanel.Of(read, parsed.GetValue(criterion), stated, options, cancellationToken);
            if (parsed.GetValue(target) is { } file)
                WholeFile.Write(file, WeightsCsv(read, panel));
            RakeDocument document = RakeDocument.Of(parsed.GetValue(criterion), panel);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
            else
                Tell(host.Out, document);
            foreach ((string reason, long count) in document.LeftOut)
                host.Error.WriteLine($"Note: {count} raters are left out and get no weight: {reason}.");
            foreach (Diagnostic diagnostic in panel.Fit.Diagnostics)
                host.Error.WriteLine($"{(diagnostic.Severity == DiagnosticSeverity.Warning ? "WARNING" : "Note")}: {diagnostic.Message}");
            return Task.FromResult(panel.Fit.WhyMissing is null ? ExitCode.Met : ExitCode.Undetermined);
        });
        return command;
    }

    private static string WeightsCsv(EvidenceSet evidence, RakedPanel panel)
    {
        if (panel.Fit.WhyMissing is { } why)
            throw new ArgumentException($"there are no weights to write: {why}");
        var text = new StringBuilder("rater,weight\n");
        for (int unit = 0; unit < panel.Raters.Length; unit++)
            text.Append(CultureInfo.InvariantCulture, $"{CsvField.Of(evidence.Raters.Keys[panel.Raters[unit]])},{panel.Fit.Weights[unit]:R}\n");
        return text.ToString();
    }

    private static void Tell(TextWriter output, RakeDocument document)
    {
        output.WriteLine($"{document.Raters} raters raked to {document.Margins.Select(level => level.Attribute).Distinct().Count()} margins");
        if (document.WhyMissing is { } why)
        {
            output.WriteLine($"  no weights: {why}");
            return;
        }

        output.WriteLine($"  design effect {document.DesignEffect:0.00}, effective raters {document.EffectiveRaters:0.0}, weights {document.SmallestWeight:0.00} … {document.LargestWeight:0.00}");
        output.WriteLine($"  largest error of a margin {document.LargestMarginError:0.0e+0}, {document.Trimmed} weights on a limit");
        foreach (RakeDocument.LevelPart level in document.Margins)
            output.WriteLine($"  {level.Attribute}={level.Level}: {Percent(level.Before)} of raters, {Percent(level.After)} weighted, {Percent(level.Target)} stated");
    }

    private static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0}%") : "none";
}
