using System.CommandLine;
using System.Text.Json;
using Concordat.Estimators.MixedModels;
using Concordat.Estimators.Weighting;
using Concordat.Formats.PopulationCsv;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat poststratify</c>: shares of a stated population from a panel of another composition.</summary>
internal static class PoststratifyVerb
{
    public static Command Create(CliHost host)
    {
        var evidence = new Option<string?>("--evidence") { Description = "The workspace that `concordat import` filled.", HelpName = "DIR" };
        var criterion = new Option<string?>("--criterion") { Description = "Which criterion's ratings.", HelpName = "C" };
        var cells = new Option<string?>("--population") { Description = "A CSV file with a column for each attribute and a column size: one row for each combination of levels.", HelpName = "FILE" };
        var level = new Option<string?>("--level") { Description = "The answer that counts as positive, where none is numbered 1.", HelpName = "ANSWER" };
        var infers = new Option<bool>("--infer-thin-cells") { Description = "Fill in cells with too few raters from the levels they share with others; said in the result." };
        var minimum = new Option<int>("--minimum-cell") { Description = "A cell with fewer raters is thin.", DefaultValueFactory = _ => 5 };
        var confidence = new Option<double>("--confidence") { Description = "Two-sided level of intervals.", DefaultValueFactory = _ => .95 };
        var draws = new Option<int>("--draws") { Description = "Draws behind an interval, 200 to 100,000.", DefaultValueFactory = _ => 2000 };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({PoststratifyDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("poststratify",
            """
            Estimate the share of positive ratings in a stated population: a multilevel logit over the raters' attributes, weighed by the population's cells.
            A cell that too few raters stand for is named and leaves every estimate over it missing, unless inferring it is declared.

            Example:
              concordat poststratify --evidence evidence --criterion hate --population census-cells.csv --json
            """) { evidence, criterion, cells, level, infers, minimum, confidence, draws, seed, threads, json, schema };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(PoststratifyDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            StatedPopulation population = PopulationReader.Read(AggregateVerb.Required(parsed.GetValue(cells), "--population FILE"), cancellationToken);
            var options = new PoststratificationOptions
            {
                InfersThinCells = parsed.GetValue(infers),
                MinimumRaters = parsed.GetValue(minimum),
                Draws = parsed.GetValue(draws),
                Seed = parsed.GetValue(seed),
                Model = new MixedModelOptions { ConfidenceLevel = parsed.GetValue(confidence), MaxThreads = parsed.GetValue(threads) },
            };
            PoststratifiedPanel panel = PoststratifiedPanel.Of(
                EvidenceInput.Rows(AggregateVerb.Required(parsed.GetValue(evidence), "--evidence DIR"), "poststratify", cancellationToken), AggregateVerb.Required(parsed.GetValue(criterion), "--criterion C"), parsed.GetValue(level), population, options, cancellationToken);
            var document = PoststratifyDocument.Of(panel, population, options);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
            else
                Tell(host.Out, document);
            foreach ((string reason, long count) in document.LeftOut)
                host.Error.WriteLine($"Note: {count} ratings are left out: {reason}.");
            foreach (PoststratifyDocument.DiagnosticPart diagnostic in document.Diagnostics)
                host.Error.WriteLine($"{(diagnostic.Severity == "warning" ? "WARNING" : "Note")}: {diagnostic.Message}");
            return Task.FromResult(document.Overall?.Value is null ? ExitCode.Undetermined : ExitCode.Met);
        });
        return command;
    }

    private static void Tell(TextWriter output, PoststratifyDocument document)
    {
        output.WriteLine($"Share of '{document.PositiveAnswer}' on '{document.Criterion}', {document.Raters} raters; as the panel is: {Percent(document.RawShare)}");
        if (document.Overall is null)
            output.WriteLine($"  none: {document.WhyMissing}");
        foreach (PoststratifyDocument.SharePart share in document.Overall is { } overall ? [overall, .. document.ByLevel] : Array.Empty<PoststratifyDocument.SharePart>())
        {
            string who = share.Attribute is null ? "the population" : $"{share.Attribute}={share.Level}";
            output.WriteLine(share.Value is null
                ? $"  {who}: none: {share.WhyMissing}"
                : $"  {who}: {Percent(share.Value)} ({Percent(share.Lower)} … {Percent(share.Upper)})" + (share.InferredShare > 0 ? $", {Percent(share.InferredShare)} of it inferred" : ""));
        }

        foreach (PoststratifyDocument.CellPart cell in document.ThinCells)
        {
            output.WriteLine($"  thin: {string.Join(" & ", cell.Levels.Select(pair => $"{pair.Key}={pair.Value}"))}, {Percent(cell.Share)} of the population, fewer than {document.MinimumRaters} raters");
        }
    }

    private static string Percent(double? share) => share is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * value:0.0}%") : "none";
}
