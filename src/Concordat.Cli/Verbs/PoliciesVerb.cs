using System.CommandLine;
using System.Text.Json;
using Concordat.Choice.Policies;
using Concordat.Estimators.RewardModels;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat policies</c>: what each declared rule over the alternatives gives each declared group.</summary>
internal static class PoliciesVerb
{
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("files") { Description = "Comparisons (CSV) of alternatives by raters.", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "A folder of imported evidence instead of files.", HelpName = "DIR" };
        var settings = new Option<string[]>("--set") { Description = "How the files are written, name=value, as in `import comparisons-csv`.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        var by = new Option<string?>("--by") { Description = "The declared attribute of raters whose groups the rules weigh.", HelpName = "ATTRIBUTE" };
        var rule = new Option<string>("--rule") { Description = $"all, or rules separated by commas: {string.Join(", ", PolicyRules.All.Select(known => known.Id))}.", HelpName = "RULES", DefaultValueFactory = _ => "all" };
        var beta = new Option<double>("--beta") { Description = "β of the KL penalty, in units of reward for each nat.", DefaultValueFactory = _ => .5 };
        var power = new Option<double>("--power") { Description = "p of the power mean, below 1.", DefaultValueFactory = _ => -1 };
        var draws = new Option<int>("--draws") { Description = "n of best-of-n.", DefaultValueFactory = _ => 4 };
        var tau = new Option<double>("--tau") { Description = "τ of Nash-MD, in probability for each nat.", DefaultValueFactory = _ => .1 };
        Option<string> scale = new Option<string>("--scale")
        {
            Description = "How groups' rewards are compared: log-odds as fitted, or each with standard deviation 1 under the reference.",
            DefaultValueFactory = _ => "log-odds",
        }.AcceptOnlyFromAmong("log-odds", "unit-deviation");
        var replicates = new Option<int>("--replicates") { Description = "Bootstrap samples of raters, everything fitted anew in each; 0 for no intervals.", DefaultValueFactory = _ => 200 };
        var level = new Option<double>("--level") { Description = "Level of the intervals.", DefaultValueFactory = _ => .95 };
        Option<int> minimumCell = CliOptions.MinimumCell();
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({PoliciesDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("policies",
            """
            Apply every declared rule to what groups prefer among the same alternatives: one reward for all, means, max-min, Nash and power-mean welfare, DPO and IPO (also
            group-robust), maximal lotteries, Nash-MD, population-proportional, best-of-n. Prints divergence from the reference and the gain of each group, side by side, and the
            frontier between the mean and the worst group. Rewards are centred per prompt.

            No rule is the right one; which one holds is for the charter to say. Utilities are those of rewards fitted to the same comparisons.

            Example:
              concordat policies comparisons.csv --by country
            """)
        {
            files, evidence, settings, by, rule, beta, power, draws, tau, scale, replicates, level, minimumCell, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(PoliciesDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            string attribute = parsed.GetValue(by) ?? throw new ArgumentException("--by is missing; it names the attribute whose groups the rules weigh");
            if (parsed.GetValue(replicates) is < 0 or > 100_000)
                throw new ArgumentException($"--replicates is {parsed.GetValue(replicates)}; it must lie in 0 … 100,000");
            if (parsed.GetValue(level) is not (> 0 and < 1))
                throw new ArgumentException($"--level is {parsed.GetValue(level)}; it must lie between 0 and 1");
            var options = new PolicyRuleOptions
            {
                Beta = parsed.GetValue(beta),
                Power = parsed.GetValue(power),
                Draws = parsed.GetValue(draws),
                Tau = parsed.GetValue(tau),
                Scale = parsed.GetValue(scale) == "log-odds" ? RewardScale.AsGiven : RewardScale.UnitDeviation,
            };
            int minimum = parsed.GetValue(minimumCell);
            var comparisons = GroupedComparisons.From(
                RankInput.Read(host, parsed.GetValue(files) ?? [], parsed.GetValue(evidence), parsed.GetValue(settings) ?? [], cancellationToken), attribute);
            var preferences = new GroupPreferences(comparisons, comparisons.ShownGroups(minimum));
            var document = PoliciesDocument.Of(
                comparisons, preferences, attribute, options, Rules(parsed.GetValue(rule)!), parsed.GetValue(level), parsed.GetValue(replicates), parsed.GetValue(seed), minimum,
                parsed.GetValue(threads), cancellationToken);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
            else
                host.Out.Write(PoliciesSummary.Of(document));
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static ImmutableArray<string> Rules(string given)
    {
        ImmutableArray<string> known = [.. PolicyRules.All.Select(rule => rule.Id)];
        if (given == "all")
            return known;
        ImmutableArray<string> asked = [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return asked.FirstOrDefault(id => !known.Contains(id)) is { } unknown
            ? throw new ArgumentException($"--rule has '{unknown}'; there are: all, {string.Join(", ", known)}")
            : asked;
    }
}
