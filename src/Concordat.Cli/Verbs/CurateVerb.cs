using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Estimators.Curation;
using Concordat.Formats.Trl;
using Concordat.Reporting;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat curate</c>: a small training set by quality, complexity and diversity, with the log of what was rejected.</summary>
internal static class CurateVerb
{
    private static readonly string[] s_methods = [.. Enum.GetValues<SelectionMethod>().Select(method => CurateFiles.Name(method))];

    public static Command Create(CliHost host)
    {
        var data = new Argument<string?>("DATA") { Description = "A TRL file (JSON Lines, .gz too), or the folder that `concordat import` filled.", Arity = ArgumentArity.ZeroOrOne };
        var target = new Option<string?>("--out") { Description = "The folder for the set, the log of rejections, the summary and the report.", HelpName = "DIR" };
        var size = new Option<int>("--size") { Description = "How many examples to choose.", DefaultValueFactory = _ => 1000 };
        Option<string> method = new Option<string>("--method") { Description = $"How: {string.Join(", ", s_methods)}.", DefaultValueFactory = _ => "deita" }.AcceptOnlyFromAmong(s_methods);
        var compare = new Option<string>("--compare") { Description = "Methods to report beside it, between commas, or all.", DefaultValueFactory = _ => "quality,random", HelpName = "METHODS" };
        var quality = new Option<string?>("--quality") { Description = "The column with a recorded quality; of evidence the criterion of ratings. Without it a proxy that is named as one.", HelpName = "NAME" };
        var complexity = new Option<string?>("--complexity") { Description = "The column or criterion with a recorded complexity. Without it a proxy that is named as one.", HelpName = "NAME" };
        var by = new Option<string?>("--by") { Description = "The column or attribute with the group or role that an example is for; `group` is that of a sidecar.", HelpName = "NAME" };
        var quota = new Option<string?>("--quota") { Description = "equal, proportional, or numbers: NAME=COUNT between commas, which sum to the size; needs --by.", HelpName = "RULE" };
        var source = new Option<string?>("--source") { Description = "The column or attribute with who wrote an example, or where it is from.", HelpName = "NAME" };
        var holdOut = new Option<string[]>("--hold-out") { Description = "Sources to keep back as a whole, for testing on others' prompts; needs --source.", HelpName = "SOURCE", AllowMultipleArgumentsPerToken = true };
        var heldOut = new Option<string?>("--held-out") { Description = "A TRL file whose prompts are kept back.", HelpName = "FILE.jsonl" };
        var leak = new Option<double>("--leak-similarity") { Description = "From this cosine on a prompt counts as a held-out one.", DefaultValueFactory = _ => .9 };
        var minimum = new Option<int?>("--min-characters") { Description = "Fewest characters of an answer (LIMA: 1200).", HelpName = "N" };
        var maximum = new Option<int?>("--max-characters") { Description = "Most characters of an answer (LIMA: 4096).", HelpName = "N" };
        var score = new Option<double?>("--min-quality") { Description = "Smallest recorded quality (LIMA: a score of 10); needs --quality.", HelpName = "VALUE" };
        var person = new Option<bool>("--no-first-person") { Description = "Reject answers in the first person (English)." };
        var others = new Option<bool>("--no-other-answers") { Description = "Reject answers that refer to other answers (English)." };
        var near = new Option<double>("--near-duplicate") { Description = "From this cosine on two examples are near duplicates; of them the better score stays.", DefaultValueFactory = _ => .95 };
        var similar = new Option<double?>("--max-similarity") { Description = $"DEITA: largest cosine similarity (not distance) to anything chosen. Unless stated {CurateData.RecordedSimilarity} for recorded vectors and {CurateData.LexicalSimilarity} for words and characters, whose cosines are small." };
        var neighbours = new Option<int>("--neighbours") { Description = "Facility location: how many neighbours can stand for an example.", DefaultValueFactory = _ => 256 };
        var scoreWeight = new Option<double>("--score-weight") { Description = "How much the score counts against diversity in facility location and in the determinant.", DefaultValueFactory = _ => 1 };
        var vectors = new Option<string?>("--vectors") { Description = "Recorded vectors of the evidence by name, as `embed` collected them; without it words and characters.", HelpName = "NAME" };
        var prompt = new Option<string?>("--prompt") { Description = "Evidence: the attribute of items that holds what was asked.", HelpName = "ATTRIBUTE" };
        var sidecar = new Option<string?>("--sidecar") { Description = "The sidecar of a TRL file; the rows chosen get one too.", HelpName = "FILE.jsonl" };
        var transcripts = new Option<bool>("--transcripts") { Description = "Texts are transcripts with marks (\\n\\nHuman: … \\n\\nAssistant: …); make messages of them." };
        var strict = new Option<bool>("--strict") { Description = "Write nothing but TRL's own columns." };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({CurateDocument.SchemaId}), which is summary.json.");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("curate",
            """
            Choose a small training set: filters with a log of every rejection and its rule, then quality × complexity × diversity by DEITA, k-centre, facility location or a
            determinantal process, with quotas by group or role. The report shows it beside the score alone and chance: coverage, quality, duplicates, groups, held-out prompts.

            No quality is made up: it is what was recorded, or a proxy that is named as one everywhere.

            Examples:
              concordat curate instructions.jsonl --out curated --size 100 --no-first-person --no-other-answers
              concordat curate instructions.jsonl --out curated --size 100 --by role --quota equal --source author --hold-out "author 7"
              concordat curate evidence --out curated --quality helpful --vectors small-embedder --method facility-location
            """)
        {
            data, target, size, method, compare, quality, complexity, by, quota, source, holdOut, heldOut, leak, minimum, maximum, score, person, others, near, similar, neighbours, scoreWeight,
            vectors, prompt, sidecar, transcripts, strict, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(CurateDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            string input = AggregateVerb.Required(parsed.GetValue(data), "DATA: a TRL file or a folder of evidence"), folder = AggregateVerb.Required(parsed.GetValue(target), "--out DIR");
            if (parsed.GetValue(score) is not null && parsed.GetValue(quality) is null)
                throw new ArgumentException("--min-quality needs --quality: a bound on a proxy would judge answers by their length");
            if (parsed.GetValue(quota) is not null && parsed.GetValue(by) is null)
                throw new ArgumentException("--quota needs --by, which names the groups");
            if (parsed.GetValue(holdOut)!.Length > 0 && parsed.GetValue(source) is null)
                throw new ArgumentException("--hold-out needs --source, which says where an example is from");
            ImmutableArray<TrlExample> kept = parsed.GetValue(heldOut) is { } file
                ? TrlConversion.To(TrlReader.Read(file, TrlReaderOptions.Default, cancellationToken), TrlType.PromptOnly, out _).Examples
                : [];
            (QuotaRule rule, ImmutableSortedDictionary<string, int> stated) = Quota(parsed.GetValue(quota));
            var options = new CurationOptions
            {
                Size = parsed.GetValue(size),
                Method = Method(parsed.GetValue(method)!),
                ComparedWith = [.. (parsed.GetValue(compare) == "all" ? s_methods : parsed.GetValue(compare)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Method)],
                MinimumCharacters = parsed.GetValue(minimum),
                MaximumCharacters = parsed.GetValue(maximum),
                MinimumQuality = parsed.GetValue(score),
                RejectsFirstPerson = parsed.GetValue(person),
                RejectsOtherAnswers = parsed.GetValue(others),
                NearDuplicate = parsed.GetValue(near),
                MaximumSimilarity = parsed.GetValue(similar) ?? (parsed.GetValue(vectors) is null ? CurateData.LexicalSimilarity : CurateData.RecordedSimilarity),
                Neighbours = parsed.GetValue(neighbours),
                ScoreWeight = parsed.GetValue(scoreWeight),
                Quotas = rule,
                StatedQuotas = stated,
                HeldOutPrompts = [.. kept.Select(example => example.Texts[0].Text.Words)],
                HeldOutSources = [.. parsed.GetValue(holdOut)!],
                LeakSimilarity = parsed.GetValue(leak),
                Seed = parsed.GetValue(seed),
            };
            options.Validate();
            var columns = new CurateData.Columns(parsed.GetValue(quality), parsed.GetValue(complexity), parsed.GetValue(by), parsed.GetValue(source));
            int maxThreads = parsed.GetValue(threads);
            host.Error.WriteLine($"Reading {input}");
            CurateData read = File.Exists(input)
                ? CurateData.OfFile(input, parsed.GetValue(sidecar), parsed.GetValue(transcripts), columns, maxThreads, cancellationToken)
                : CurateData.OfEvidence(EvidenceInput.Rows(input, "curate", cancellationToken), parsed.GetValue(vectors), parsed.GetValue(prompt), columns, maxThreads, cancellationToken);
            host.Error.WriteLine($"Choosing {options.Size} of {read.Examples.Length} examples, {1 + options.ComparedWith.Count(other => other != options.Method)} methods");
            CurationResult result = Curator.Run(read.Examples, read.Vectors, options, maxThreads, cancellationToken);
            ImmutableArray<string> files = CurateFiles.Write(folder, read, result, options, kept, parsed.GetValue(strict));
            CurateDocument document = CurateSummary.Of(input, read, result, options, [.. files, CurateFiles.Summary, CurateFiles.Report]);
            string text = JsonSerializer.Serialize(document, DocumentFormat.CamelCase);
            WholeFile.Write(Path.Combine(folder, CurateFiles.Summary), text + "\n");
            WholeFile.Write(Path.Combine(folder, CurateFiles.Report), new CurationReport(Path.GetFileName(input.TrimEnd('/')), read.Similarity, result, options, ConcordatInfo.Version).Write);
            if (parsed.GetValue(json))
                host.Out.WriteLine(text);
            CurateSummary.Tell(parsed.GetValue(json) ? host.Error : host.Out, document, folder);
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static SelectionMethod Method(string name)
    {
        int at = Array.IndexOf(s_methods, name);
        return at >= 0 ? Enum.GetValues<SelectionMethod>()[at] : throw new ArgumentException($"no method '{name}'; there are: {string.Join(", ", s_methods)}");
    }

    private static (QuotaRule Rule, ImmutableSortedDictionary<string, int> Stated) Quota(string? given)
    {
        ImmutableSortedDictionary<string, int> stated = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        if (given is null or "equal" or "proportional")
            return (given switch { null => QuotaRule.None, "equal" => QuotaRule.Equal, _ => QuotaRule.Proportional }, stated);
        foreach (string part in given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.LastIndexOf('=');
            if (at <= 0 || !int.TryParse(part.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || stated.ContainsKey(part[..at]))
                throw new ArgumentException($"--quota has '{part}'; expected equal, proportional, or NAME=COUNT, each name once");
            stated = stated.Add(part[..at], count);
        }

        return (QuotaRule.Stated, stated);
    }
}
