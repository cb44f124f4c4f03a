using System.CommandLine;
using System.Globalization;
using Concordat.Estimators.Crowd;
using Concordat.Evidence;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat aggregate</c>: the answers to each item, aggregated, with their distribution beside the winner.</summary>
internal static class AggregateVerb
{
    private const int MostAnswers = 1000;

    public static Command Create(CliHost host)
    {
        var evidence = new Option<string?>("--evidence") { Description = "The evidence folder.", HelpName = "DIR" };
        var criterion = new Option<string?>("--criterion") { Description = "The criterion whose ratings are aggregated.", HelpName = "ID" };
        var condition = new Option<string?>("--condition") { Description = "Only ratings given under this condition.", HelpName = "ID" };
        var method = new Option<string>("--method") { Description = "How to aggregate; jury needs --by and --composition.", DefaultValueFactory = _ => "dawid-skene" };
        method.AcceptOnlyFromAmong("dawid-skene", "majority", "glad", "mace", "jury");
        var by = new Option<string?>("--by") { Description = "An attribute of raters: an aggregate for each of its levels, from their ratings alone.", HelpName = "attribute" };
        var weights = new Option<string?>("--weights") { Description = "The weighting of the evidence by which ratings count; with any method but jury.", HelpName = "NAME" };
        var composition = new Option<string?>("--composition") { Description = "Shares of a jury's seats by level of --by.", HelpName = "level=share,…" };
        var seats = new Option<int>("--seats") { Description = "Seats of a jury.", DefaultValueFactory = _ => 12 };
        var draws = new Option<int>("--draws") { Description = "Juries drawn for each item.", DefaultValueFactory = _ => 100 };
        var minimum = new Option<int>("--minimum-cell") { Description = "Groups with fewer raters are not shown.", DefaultValueFactory = _ => 5 };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({AggregateDocument.SchemaId}) instead of CSV.");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("aggregate",
            """
            Aggregate the answers to each item, with the distribution of answers always beside the winner, ties said as ties, for everyone and for each
            group of raters. Where groups differ in what they value, the group's own aggregate is the one to read: every method here but majority takes an
            item to have one right answer.

            Examples:
              concordat aggregate --evidence evidence --criterion hate --by nationality
              concordat aggregate --evidence evidence --criterion hate --weights genuine
              concordat aggregate --evidence evidence --criterion hate --method jury --by gender --composition female=.5,male=.5 --json
            """)
        {
            evidence, criterion, condition, method, by, weights, composition, seats, draws, minimum, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(AggregateDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            EvidenceSet read = EvidenceInput.Rows(Required(parsed.GetValue(evidence), "--evidence DIR"), "aggregate", cancellationToken);
            string on = Required(parsed.GetValue(criterion), "--criterion ID"), how = parsed.GetValue(method)!;
            NamedWeighting? weighting = parsed.GetValue(weights) is { } name ? NamedWeighting.Find(read, name, out string? whyNone) ?? throw new ArgumentException($"--weights: {whyNone}") : null;
            if (weighting is not null && how == "jury")
                throw new ArgumentException("--weights has no meaning for --method jury, whose seats go by --composition; expected another method");
            RatedAnswers rated = RatedAnswers.FromEvidence(read, on, parsed.GetValue(condition), weighting);
            if (rated.Answers.Length > MostAnswers)
                throw new ArgumentException($"'{on}' has {rated.Answers.Length} answers; expected at most {MostAnswers}, since every item's distribution over all of them is printed: group or bin the answers first");
            AttributeColumn? groups = parsed.GetValue(by) is { } attribute ? ByRater(read, attribute) : null;
            JuryResult? jury = null;
            if (how == "jury")
            {
                var options = new JuryOptions
                {
                    Composition = Shares(Required(parsed.GetValue(composition), "--composition level=share,…")),
                    Seats = parsed.GetValue(seats),
                    Draws = parsed.GetValue(draws),
                    Seed = parsed.GetValue(seed),
                };
                jury = JuryLearning.Fit(
                    rated.Table, groups ?? throw new ArgumentException("--method jury needs --by, the attribute whose levels hold the seats"),
                    rated.OrderedNumbers(read.Criteria[read.CriterionIndex(on)].Scale), options, parsed.GetValue(threads), cancellationToken);
                foreach (Diagnostic diagnostic in jury.Diagnostics)
                    host.Error.WriteLine($"WARNING: {diagnostic.Message}");
            }

            ImmutableArray<CrowdAggregate> aggregates = CrowdAggregate.ByGroup(
                rated.Table, groups, MethodOf(how), parsed.GetValue(minimum), parsed.GetValue(seed), parsed.GetValue(threads), cancellationToken);
            AggregateDocument document = AggregateDocument.Of(rated, on, how, parsed.GetValue(by), aggregates, jury, parsed.GetValue(seed), weighting?.Name);
            if (parsed.GetValue(json))
                host.Out.WriteLine(AggregateDocument.Text(document));
            else
                AggregateTable.Write(host.Out, document);
            foreach ((string reason, long count) in document.LeftOut)
                host.Error.WriteLine($"Note: {count} ratings were left out: {reason}.");
            foreach (AggregateDocument.GroupPart group in document.Groups)
            {
                if (group.WhyMissing is { } why)
                    host.Error.WriteLine($"Note: {group.Level} is not shown: {why}.");
                else if (group.StopReason == "iteration-limit")
                    host.Error.WriteLine($"WARNING: {group.Level ?? "everyone"}: the fit stopped after {group.Iterations} steps without converging.");
            }

            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    internal static string Required(string? value, string option) => value ?? throw new ArgumentException($"expected {option}");

    internal static AttributeColumn ByRater(EvidenceSet evidence, string attribute)
    {
        (AttributeOwner owner, AttributeColumn column) = GroupMembership.FindAttribute(evidence, evidence.Ratings.Attributes, attribute);
        return owner == AttributeOwner.Rater ? column : throw new ArgumentException($"--by {attribute} is an attribute of the {owner.ToString().ToLowerInvariant()}; expected one of raters");
    }

    private static CrowdMethod MethodOf(string word) => word switch
    {
        "dawid-skene" => CrowdMethod.DawidSkene,
        "glad" => CrowdMethod.Glad,
        "mace" => CrowdMethod.Mace,
        _ => CrowdMethod.Majority,
    };

    private static ImmutableSortedDictionary<string, double> Shares(string text)
    {
        var shares = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.LastIndexOf('=');
            if (at <= 0 || !double.TryParse(part[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || !shares.TryAdd(part[..at], share))
                throw new ArgumentException($"--composition has '{part}'; expected level=share, each level once");
        }

        return shares.ToImmutable();
    }
}
