using System.CommandLine;
using System.Globalization;
using Concordat.Models.Collection;
using Concordat.Models.Decoding;
using Concordat.Models.Decoding.Sweep;
using Concordat.Models.Lm;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat decode</c>: answers prompts from a mixture of models, without training any of them.</summary>
internal sealed class DecodeVerb
{
    public const string Name = "decode";

    private readonly Argument<string> _prompts = new("PROMPTS") { Description = "CSV or JSON Lines with id (or item) and text (or prompt); with --sweep, JSON Lines of questions with their answers." };
    private readonly Option<string?> _base = Text("--base", "The model that is steered: a folder, or an endpoint's name.", "MODEL");
    private readonly Option<string?> _expert = Text("--expert", "A small tuned model; what tuning changed in it is added to the base.", "MODEL");
    private readonly Option<string?> _anti = Text("--anti", "The same small model before tuning.", "MODEL");
    private readonly Option<double?> _alpha = new("--alpha") { Description = "How much of the difference between expert and anti-expert is added; 1 unless stated, negative for the other way." };
    private readonly Option<string?> _contrast = Text("--contrast", "Contrastive decoding against this weaker model; with --alpha anchored, (1 + α)·base − α·weaker.", "MODEL");
    private readonly Option<string?> _mod = Text("--mod", "Models with weights that sum to 1; the product of their probabilities, each to its weight.", "MODEL=W,MODEL=W");
    private readonly Option<double?> _limit = new("--limit") { Description = "Only tokens with this share of the base's greatest probability; .1 for --contrast, else none." };
    private readonly Option<string[]> _charter = new("--charter") { Description = "With --experts: the charters to compose for the context.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _experts = Text("--experts", "A YAML file: which standards and contexts bring in which experts.", "FILE");
    private readonly Option<string[]> _context = CliOptions.Context();
    private readonly Option<string?> _columns = Text("--context-from", "Columns of PROMPTS that are part of each prompt's context, between commas.", "NAMES");
    private readonly Option<string> _template = new("--template") { Description = "How tuned models read a prompt: raw, chatml, llama2, llama3, zephyr, alpaca, a text with {prompt}, or auto, what the model's folder states. Base and anti-expert read it raw.", DefaultValueFactory = _ => "auto" };
    private readonly Option<double> _temperature = new("--temperature") { Description = "What mixed logits are divided by; 0 takes the most probable token.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _topP = new("--top-p") { Description = "Only the fewest most probable tokens that together reach this share.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "Most tokens of a text.", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _samples = new("--samples") { Description = "Texts for each prompt.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _system = Text("--system", "What evidence calls the mixture; its formula unless stated.", "NAME");
    private readonly Option<string?> _out = Text("--out", "The JSON Lines file that texts are added to; FILE.asked beside it is its journal.", "FILE.jsonl");
    private readonly Option<string?> _endpoints = Text("--endpoints", "The YAML file that describes endpoints, as in `collect`; they need kind: completions and logprobs.", "FILE");
    private readonly Option<string?> _tokenizer = Text("--tokenizer", "With endpoints: a folder with the tokenizer.json that they share; prompts then go out as token ids.", "DIR");
    private readonly Option<double> _fallback = new("--fallback-above") { Description = "With endpoints: above so much probability outside what all of them list, a token is drawn from the base alone.", DefaultValueFactory = _ => .5 };
    private readonly Option<string[]> _ends = new("--end") { Description = "With endpoints: texts of tokens that end an answer, beside the usual ones.", HelpName = "TEXT", AllowMultipleArgumentsPerToken = true };
    private readonly Option<decimal?> _budget = new("--budget") { Description = "With endpoints: nothing is asked that could bring the cost above it.", HelpName = "AMOUNT" };
    private readonly Option<string> _doubt = new("--in-doubt") { Description = "With endpoints: what an earlier run was killed in the midst of: `free` decodes again where that costs nothing, `ask` always, `leave` never.", DefaultValueFactory = _ => "free" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say which mixture decodes which prompts, and why; nothing is decoded." };
    private readonly Option<ulong> _seed = CliOptions.Seed();
    private readonly Option<int> _threads = CliOptions.Threads();
    private readonly Option<bool> _json = CliOptions.Json($"Print one JSON document ({DecodeDocument.SchemaId}).");

    private readonly Option<string?> _sweep = Text("--sweep", "Score the questions in PROMPTS under base, expert and proxy at these α, instead of decoding.", "0,0.5,1");
    private readonly Option<string?> _direct = Text("--direct", "With --sweep: the base tuned directly, in whose place the proxy is to stand.", "MODEL");
    private readonly Option<int> _replicates = CliOptions.Replicates();
    private readonly Option<string?> _report = Text("--report", "With --sweep: write the curves as one HTML file.", "FILE.html");

    private DecodeVerb() => _doubt.AcceptOnlyFromAmong("free", "ask", "leave");

    public static Command Create(CliHost host) => new DecodeVerb().Of(host);

    private Command Of(CliHost host)
    {
        var command = new Command(Name,
            """
            Answer prompts from a mixture of models without training any of them: what tuning did to a small model is added to a large one (proxy-tuning), models for several
            objectives are mixed by weight (MOD), or the charter of each context picks who speaks. Models are folders, run in process, or completions endpoints that list log-probabilities.
            Chat endpoints are refused: a message cannot be continued token by token.

              proxy-tuning   base + α·(expert − anti-expert), in logits
              contrastive    base − weaker, among tokens with a tenth of the base's greatest probability
              MOD            π ∝ Π πᵢ^wᵢ
              per context    --charter and --experts: the effective charter of role, jurisdiction and person picks experts and weights; the choice is in each record

            The same command again goes on where the last one ended. Exit codes: 0 all is there, 2 something is missing, 3 an error.

            Examples:
              concordat decode prompts.csv --base models/large --expert models/small-tuned --anti models/small --out texts.jsonl
              concordat decode prompts.csv --mod models/brief=0.7,models/warm=0.3 --samples 4 --out texts.jsonl
              concordat decode prompts.csv --base models/large --charter law.yaml desk.yaml --experts experts.yaml --context jurisdiction=ES,person=ana --out texts.jsonl
              concordat decode questions.jsonl --base models/large --expert models/small-tuned --anti models/small --direct models/large-tuned --sweep 0,0.5,1 --report sweep.html
              concordat import responses-jsonl texts.jsonl --into evidence --set ignore=key,cost,members,outside,choice
            """)
        {
            _prompts, _base, _expert, _anti, _alpha, _contrast, _mod, _limit, _charter, _experts, _context, _columns, _template, _temperature, _topP, _maxTokens, _samples, _seed, _system,
            _out, _endpoints, _tokenizer, _fallback, _ends, _budget, _doubt, _sweep, _direct, _replicates, _report, _threads, _dryRun, _json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DecodeSettings settings = Settings(parsed);
            RequireRead(parsed, settings);
            var options = new EndpointMixtureOptions { FallbackAbove = settings.FallbackAbove };
            options = options with { EndTexts = [.. options.EndTexts, .. parsed.GetValue(_ends) ?? []] };
            options.Validate();
            using var models = new DecodeModels(host, parsed.GetValue(_endpoints), parsed.GetValue(_tokenizer), options, parsed.GetValue(_threads));
            if (parsed.GetValue(_sweep) is { } alphas)
            {
                var sweep = new AlphaSweepOptions { Alphas = [.. alphas.Split(',').Select(Alpha)], Replicates = parsed.GetValue(_replicates), Seed = settings.Seed };
                return DecodeSweep.Execute(host, settings, parsed.GetValue(_direct), sweep, parsed.GetValue(_report), models, parsed.GetValue(_threads), cancellationToken);
            }

            return await DecodeRun.ExecuteAsync(host, settings, models, cancellationToken);
        });
        return command;
    }

    /// <exception cref="ArgumentException">The options contradict each other, or one is out of range.</exception>
    private DecodeSettings Settings(ParseResult parsed)
    {
        var settings = new DecodeSettings
        {
            Prompts = parsed.GetValue(_prompts)!,
            Base = parsed.GetValue(_base),
            Expert = parsed.GetValue(_expert),
            Anti = parsed.GetValue(_anti),
            Alpha = parsed.GetValue(_alpha),
            Contrast = parsed.GetValue(_contrast),
            Objectives = Objectives(parsed.GetValue(_mod)),
            Limit = parsed.GetValue(_limit),
            Charters = [.. parsed.GetValue(_charter) ?? []],
            Experts = parsed.GetValue(_experts),
            Context = CliOptions.ParseContext(parsed.GetValue(_context)),
            ContextColumns = [.. (parsed.GetValue(_columns) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Template = parsed.GetValue(_template) == "auto" ? null : PromptTemplate.Parse(parsed.GetValue(_template)!),
            Sampling = new SamplingOptions { Temperature = parsed.GetValue(_temperature), TopP = parsed.GetValue(_topP) },
            MaxTokens = parsed.GetValue(_maxTokens),
            Samples = parsed.GetValue(_samples),
            Seed = parsed.GetValue(_seed),
            System = parsed.GetValue(_system),
            Out = parsed.GetValue(_out),
            Budget = parsed.GetValue(_budget),
            InDoubt = parsed.GetValue(_doubt) switch { "ask" => InDoubtRule.Ask, "leave" => InDoubtRule.Leave, _ => InDoubtRule.AskWhereFree },
            FallbackAbove = parsed.GetValue(_fallback),
            IsDryRun = parsed.GetValue(_dryRun),
            IsJson = parsed.GetValue(_json),
        };
        settings.Sampling.Validate();
        if (settings.MaxTokens < 1)
            throw new ArgumentException($"--max-tokens is {settings.MaxTokens}; it must be positive");
        if (settings.Budget < 0)
            throw new ArgumentException($"--budget is {settings.Budget}; it must not be negative");
        RequireOneMethod(settings);
        return settings;
    }

    /// <exception cref="ArgumentException">An option is given that this run would not read.</exception>
    private void RequireRead(ParseResult parsed, DecodeSettings settings)
    {
        string? Given(params ReadOnlySpan<Option> options)
        {
            foreach (Option option in options)
            {
                if (parsed.GetResult(option) is { Implicit: false })
                    return option.Name;
            }

            return null;
        }

        bool isSweep = parsed.GetValue(_sweep) is not null;
        if (!isSweep && Given(_direct, _report, _replicates) is { } ofSweep)
            throw new ArgumentException($"{ofSweep} is given; --direct, --report and --replicates go with --sweep");
        if (isSweep && Given(_alpha, _limit, _contrast, _mod, _charter, _experts, _context, _columns, _temperature, _topP, _maxTokens, _samples, _system, _dryRun) is { } ofTexts)
            throw new ArgumentException($"{ofTexts} does not go with --sweep, which scores given answers under base, expert and proxy and decodes nothing");
        string? first = settings.Base ?? settings.Objectives.Select(objective => objective.Name).FirstOrDefault();
        if (first is not null && DecodeModels.IsFolder(first) && Given(_tokenizer, _fallback, _ends, _budget, _doubt) is { } ofEndpoints)
            throw new ArgumentException($"{ofEndpoints} goes with endpoints; '{first}' is a folder, run in process");
    }

    private static void RequireOneMethod(DecodeSettings settings)
    {
        string[] given = [.. new[] { (settings.Expert is not null, "--expert"), (settings.Contrast is not null, "--contrast"), (!settings.Objectives.IsEmpty, "--mod"), (settings.Experts is not null, "--experts") }
            .Where(one => one.Item1).Select(one => one.Item2)];
        if (given.Length > 1)
            throw new ArgumentException($"{string.Join(" and ", given)} are given; expected one of them");
        if (settings.Expert is null != settings.Anti is null)
            throw new ArgumentException("--expert and --anti go together: the tuned model, and the same model before tuning");
        if (settings.Alpha is not null && settings.Expert is null && settings.Contrast is null)
            throw new ArgumentException("--alpha goes with --expert and --anti, or with --contrast");
        if (settings.Experts is null != settings.Charters.IsEmpty)
            throw new ArgumentException("--charter and --experts go together: what holds in a context, and who speaks where it does");
        if (settings.Experts is null && (!settings.Context.IsEmpty || !settings.ContextColumns.IsEmpty))
            throw new ArgumentException("--context goes with --charter and --experts");
        if (!settings.Objectives.IsEmpty && settings.Base is not null)
            throw new ArgumentException("--base does not go with --mod, which names all models; give the base a weight if it is to be one of them");
    }

    private static ImmutableArray<(string Name, double Weight)> Objectives(string? given)
    {
        var objectives = ImmutableArray.CreateBuilder<(string, double)>();
        foreach (string part in (given ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.LastIndexOf('=');
            if (at <= 0 || !double.TryParse(part.AsSpan(at + 1), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double weight))
                throw new ArgumentException($"--mod has '{part}'; expected MODEL=WEIGHT, as in models/brief=0.7");
            objectives.Add((part[..at], weight));
        }

        return objectives.ToImmutable();
    }

    private static double Alpha(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double alpha)
        ? alpha
        : throw new ArgumentException($"--sweep has '{text}'; expected numbers between commas, as in 0,0.5,1");

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };
}
