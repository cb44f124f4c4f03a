using System.CommandLine;
using System.Text.Json;
using Concordat.Formats.Trl;
using Concordat.Formats.TrlExport;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat export</c>: evidence in the exact types that TRL's trainers read.</summary>
internal static class ExportVerb
{
    public static Command Create(CliHost host)
    {
        var input = new Argument<string?>("EVIDENCE") { Description = "The folder that `concordat import` filled, or a TRL file (JSON Lines) to turn into another type.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> to = new Option<string?>("--to") { Description = $"What to write: {string.Join(", ", ExportTypes.Names)}.", HelpName = "TYPE" };
        to.AcceptOnlyFromAmong(ExportTypes.Names);
        var target = new Option<string?>("--out") { Description = "The file to write, JSON Lines; a recipe for the trainer is written beside it.", HelpName = "FILE.jsonl" };
        Option<string> form = new Option<string>("--form") { Description = "conversational: messages with roles; standard: plain text.", DefaultValueFactory = _ => "conversational" }.AcceptOnlyFromAmong("conversational", "standard");
        var strict = new Option<bool>("--strict") { Description = "Nothing but TRL's own columns, when reading and when writing." };
        var sidecar = new Option<string?>("--sidecar") { Description = "Write weight, rater and group of each row here, in the order of the rows, each with the hash of its row.", HelpName = "FILE.jsonl" };
        var sidecarIn = new Option<string?>("--sidecar-in") { Description = "The sidecar of a TRL file that is read.", HelpName = "FILE.jsonl" };
        Option<string?> from = new Option<string?>("--from") { Description = "What rows are made from, where the evidence has several: comparisons, ratings, responses, turns.", HelpName = "TABLE" };
        from.AcceptOnlyFromAmong("comparisons", "ratings", "responses", "turns");
        var by = new Option<string?>("--by") { Description = "The attribute whose level is written as the group of a row; needs --sidecar.", HelpName = "ATTRIBUTE" };
        var weights = new Option<string?>("--weights") { Description = "A named weighting of the evidence, as `import weights-csv` made it; needs --sidecar.", HelpName = "NAME" };
        Option<string> ties = new Option<string>("--ties") { Description = "What becomes of a tie, which no type can hold: leave-out, or both: each order with half the weight; needs --sidecar.", DefaultValueFactory = _ => "leave-out" }.AcceptOnlyFromAmong("leave-out", "both");
        var criterion = new Option<string?>("--criterion") { Description = "The criterion on which responses were rated.", HelpName = "ID" };
        var wanted = new Option<double?>("--wanted-from") { Description = "From this value on a rated response is wanted.", HelpName = "VALUE" };
        var unwanted = new Option<double?>("--unwanted-to") { Description = "Up to this value it is unwanted; between the two it is left out.", HelpName = "VALUE" };
        var prompt = new Option<string?>("--prompt") { Description = "The attribute of items that holds what was asked; prompt or text otherwise.", HelpName = "ATTRIBUTE" };
        var assistant = new Option<string?>("--assistant") { Description = "Whose turns are the assistant's: ids of speakers, or attribute=level.", HelpName = "WHO" };
        Option<string?> turns = new Option<string?>("--turns") { Description = "last: cut conversations of several exchanges to the last one. Without it that is an error where the type cannot hold them.", HelpName = "last" };
        turns.AcceptOnlyFromAmong("last");
        var transcripts = new Option<bool>("--transcripts") { Description = "A TRL file's texts are transcripts with marks (\\n\\nHuman: … \\n\\nAssistant: …); make messages of them." };
        var model = new Option<string>("--model") { Description = "The model that the recipe starts from.", DefaultValueFactory = _ => "Qwen/Qwen2.5-0.5B-Instruct" };
        Option<int> minimumCell = CliOptions.MinimumCell();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({ExportDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("export",
            """
            Write evidence in the exact types that TRL's trainers read (SFT, prompt–completion, preference, unpaired preference), with a recipe for the trainer beside it, and say
            what was left out and why. A pass is never a preference, a tie is left out unless asked for, and a conversation is never cut in silence.

            Examples:
              concordat export evidence --to trl-preference --out pairs.jsonl --sidecar pairs.notes.jsonl --by country
              concordat export evidence --to trl-unpaired --criterion helpful --wanted-from 1 --out wanted.jsonl
              concordat export pairs.jsonl --to trl-prompt-completion --form standard --out answers.jsonl
            """)
        {
            input, to, target, form, strict, sidecar, sidecarIn, from, by, weights, ties, criterion, wanted, unwanted, prompt, assistant, turns, transcripts, model, minimumCell, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(ExportDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            string type = AggregateVerb.Required(parsed.GetValue(to), "--to TYPE"), file = AggregateVerb.Required(parsed.GetValue(target), "--out FILE");
            string source = AggregateVerb.Required(parsed.GetValue(input), "EVIDENCE: a folder of evidence or a TRL file");
            bool toBoth = parsed.GetValue(ties) == "both", conversational = parsed.GetValue(form) == "conversational", last = parsed.GetValue(turns) is not null;
            if (parsed.GetValue(sidecar) is null && (toBoth || parsed.GetValue(by) is not null || parsed.GetValue(weights) is not null))
                throw new ArgumentException("weights and groups stand in a sidecar: name one with --sidecar FILE (--weights, --by and --ties both need it)");
            var options = new EvidenceExportOptions
            {
                Type = ExportTypes.Of(type),
                Source = parsed.GetValue(from) is { } table ? Enum.Parse<ExportSource>(table, ignoreCase: true) : null,
                IsConversational = conversational,
                LastTurnsOnly = last,
                PromptAttribute = parsed.GetValue(prompt),
                Ties = toBoth ? TieRule.BothOrders : TieRule.LeaveOut,
                Criterion = parsed.GetValue(criterion),
                WantedFrom = parsed.GetValue(wanted),
                UnwantedTo = parsed.GetValue(unwanted),
                Weighting = parsed.GetValue(weights),
                By = parsed.GetValue(by),
                MinimumCell = parsed.GetValue(minimumCell),
                Assistant = parsed.GetValue(assistant),
            };
            EvidenceExportResult made;
            string madeFrom;
            if (File.Exists(source))
            {
                var reading = TrlReaderOptions.Default with { IsStrict = parsed.GetValue(strict), Sidecar = parsed.GetValue(sidecarIn) };
                made = FromFile(TrlReader.Read(source, reading, cancellationToken), options, parsed.GetValue(transcripts), cancellationToken);
                madeFrom = "trl-file";
            }
            else
            {
                made = EvidenceExport.Of(EvidenceInput.Rows(source, "export", cancellationToken), options, cancellationToken);
                madeFrom = made.Source.ToString().ToLowerInvariant();
            }

            ExportDocument document = Write(made, madeFrom, type, file, parsed.GetValue(sidecar), parsed.GetValue(strict), parsed.GetValue(model)!, options);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
            Tell(parsed.GetValue(json) ? host.Error : host.Out, document);
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static EvidenceExportResult FromFile(TrlDataset read, EvidenceExportOptions options, bool transcripts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.By is not null || options.Weighting is not null || options.Criterion is not null || options.Source is not null || options.Assistant is not null || options.PromptAttribute is not null || options.Ties == TieRule.BothOrders)
            throw new ArgumentException("--by, --weights, --criterion, --from, --ties, --prompt and --assistant belong to evidence; a TRL file has its rows already");
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        int considered = read.Examples.Length, shortened = 0;
        if (transcripts)
        {
            read = TrlTranscript.Conversational(read, out ImmutableSortedDictionary<string, int> unreadable);
            foreach ((string why, int count) in unreadable)
                reasons.Add(why, count);
        }

        TrlDataset dataset = TrlConversion.To(read, options.Type, out int unwanted);
        if (unwanted > 0)
            reasons.Add("a completion that is not wanted", unwanted);
        if (!options.IsConversational)
            dataset = TrlTurns.Plain(dataset, options.LastTurnsOnly, out shortened);
        else if (options.LastTurnsOnly)
            dataset = TrlTurns.Last(dataset, out shortened);
        ImmutableSortedDictionary<string, long> groups =
            dataset.Notes.Select(note => note.Group).OfType<string>().GroupBy(group => group, StringComparer.Ordinal).ToImmutableSortedDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal);
        return new EvidenceExportResult(
            dataset, ExportSource.Responses, new ExclusionCounts(considered, considered - reasons.Values.Sum(), reasons.ToImmutableSortedDictionary(StringComparer.Ordinal)), shortened, groups,
            groups.IsEmpty ? 0 : dataset.Notes.Count(note => note.Group is null));
    }

    private static ExportDocument Write(EvidenceExportResult made, string source, string type, string file, string? sidecar, bool strict, string model, EvidenceExportOptions options)
    {
        string? recipe = type == ExportTypes.Inspect || made.Dataset.Type == TrlType.PromptOnly ? null : Path.ChangeExtension(file, $".{TrlRecipe.Command(made.Dataset.Type)}.yaml");
        long columns = 0;
        if (sidecar is not null)
            TrlSidecar.Write(sidecar, made.Dataset);
        if (type == ExportTypes.Inspect)
            InspectSamples.Write(file, made.Dataset);
        else
            columns = TrlWriter.Write(file, made.Dataset, strict);
        bool isWeighed = made.Dataset.Notes.Select(note => note.Weight).Distinct().Count() > 1;
        if (recipe is not null)
            WholeFile.Write(recipe, TrlRecipe.Text(made.Dataset, Path.GetFileName(file), model, isWeighed));
        return new ExportDocument(
            ExportDocument.SchemaId, type, made.Dataset.IsConversational ? "conversational" : "standard", source, file, sidecar, recipe, made.Dataset.Examples.Length, made.Excluded.Considered,
            made.Excluded.ByReason, made.Shortened, columns, options.Weighting, options.By, made.Groups, made.RowsWithoutGroup, options.MinimumCell);
    }

    private static void Tell(TextWriter output, ExportDocument document)
    {
        output.WriteLine($"{document.Rows} rows ({document.To}, {document.Form}) from {document.Considered} records: {document.File}");
        foreach ((string why, long count) in document.LeftOut)
            output.WriteLine($"  left out: {count} ({why})");
        if (document.Shortened > 0)
            output.WriteLine($"  cut to the last exchange: {document.Shortened}");
        if (document.ColumnsLeftOut > 0)
            output.WriteLine($"  values in columns that TRL does not know, left out: {document.ColumnsLeftOut}");
        foreach ((string group, long rows) in document.Groups)
            output.WriteLine($"  group {group}: {rows} rows");
        if (document.RowsWithoutGroup > 0)
            output.WriteLine($"  without a group that may be named: {document.RowsWithoutGroup} rows");
        if (document.Sidecar is { } sidecar)
            output.WriteLine($"  weight, rater and group: {sidecar}");
        if (document.Recipe is { } recipe)
            output.WriteLine($"  recipe: {recipe}");
    }
}
