using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Choice.Policies;
using Concordat.Estimators.RewardModels;
using Concordat.Evidence;
using Concordat.Formats.FeaturesCsv;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat rewards</c>: what each camp gets from one reward, and from a max–min policy over a mixture.</summary>
internal static class RewardsVerb
{
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("files") { Description = "Comparisons (CSV) of alternatives by raters.", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "A folder of imported evidence instead of files.", HelpName = "DIR" };
        var settings = new Option<string[]>("--set") { Description = "How the files are written, name=value, as in `import comparisons-csv`.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        var planted = new Option<string?>("--planted") { Description = "Instead of data: planted majorities to minorities, as in 1,3,10.", HelpName = "RATIOS" };
        var clusters = new Option<int>("--clusters") { Description = "Latent clusters of raters, 2 … 8.", DefaultValueFactory = _ => 2 };
        var beta = new Option<double>("--beta") { Description = "β of the KL penalty, in standard deviations of reward for each nat.", DefaultValueFactory = _ => .5 };
        var replicates = new Option<int>("--replicates") { Description = "Replicates: draws of a planted population, or bootstrap samples of raters with their comparisons halved anew.", DefaultValueFactory = _ => 40 };
        var level = new Option<double>("--level") { Description = "Level of the intervals.", DefaultValueFactory = _ => .95 };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({RewardsDocument.SchemaId}).");
        var by = new Option<string?>("--by") { Description = "A declared attribute of raters: compare reward models on comparisons held out, by its groups.", HelpName = "ATTRIBUTE" };
        var features = new Option<string?>("--features") { Description = "With --by: frozen features, a CSV with a column alternative and numbers. Without, an alternative is its own feature.", HelpName = "FILE" };
        var folds = new Option<int>("--folds") { Description = "With --by: parts to which each rater's comparisons are dealt.", DefaultValueFactory = _ => 5 };
        var weights = new Option<string?>("--weights") { Description = "The weighting of the evidence by which comparisons count, in every fit and in what is said of predictions.", HelpName = "NAME" };
        Option<int> minimumCell = CliOptions.MinimumCell();
        var schema = new Option<bool>("--schema") { Description = "Print the schema of the JSON document and stop." };
        var command = new Command("rewards",
            """
            Fit one reward to everyone and a mixture of rewards to latent clusters of raters; show what each camp or cluster gets from the policy that follows
            the one reward (also at the divergence of the max-min policy), from the max-min policy over the mixture, and from a policy of its own. Gains are percentage points
            over the reference policy.

            With --by: held-out accuracy and calibration of every reward model (pooled, by group, shrunk, distributional, mixtures, prototypes, latents) for each declared group,
            and latent clusters against declared groups.

            Examples:
              concordat rewards --planted 1,3,10
              concordat rewards comparisons.csv --clusters 2 --json
              concordat rewards comparisons.csv --by country
              concordat rewards --evidence evidence --by country --weights genuine
            """)
        {
            files, evidence, settings, planted, clusters, beta, replicates, level, by, features, folds, weights, minimumCell, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(RewardsDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            int count = parsed.GetValue(replicates);
            if (count < 1)
                throw new ArgumentException($"--replicates is {count}; it must be positive");
            if (parsed.GetValue(clusters) is < 2 or > 8)
                throw new ArgumentException($"--clusters is {parsed.GetValue(clusters)}; it must lie in 2 … 8");
            if (!(parsed.GetValue(level) is > 0 and < 1))
                throw new ArgumentException($"--level is {parsed.GetValue(level)}; it must lie between 0 and 1");
            var parts = ImmutableArray.CreateBuilder<RewardsDocument.SettingPart>();
            RewardModelsPart? models = null;
            ulong of = parsed.GetValue(seed);
            double b = parsed.GetValue(beta);
            if (parsed.GetValue(planted) is { } ratios)
            {
                if (parsed.GetValue(by) is not null)
                    throw new ArgumentException("--planted has camps of its own; --by belongs to files");
                if (parsed.GetValue(weights) is not null)
                    throw new ArgumentException("--planted has no weighting; --weights belongs to --evidence");
                if (parsed.GetValue(files)!.Length > 0 || parsed.GetValue(evidence) is not null)
                    throw new ArgumentException("--planted makes its own comparisons; give it no files");
                foreach (string text in ratios.Split(',', StringSplitOptions.TrimEntries))
                {
                    if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio))
                        throw new ArgumentException($"--planted has '{text}'; expected numbers such as 1,3,10");
                    if (!(ratio >= 1 && double.IsFinite(ratio)))
                        throw new ArgumentException($"--planted has '{text}'; a majority is at least 1 to 1");
                    parts.Add(RewardsDocument.Of(
                        $"planted {text}:1", ["majority", "minority"], Replicates(k => SingleRewardStudy.Planted(ratio, b, of, k, cancellationToken)), parsed.GetValue(level)));
                }
            }
            else
            {
                EvidenceSet read = RankInput.Read(host, parsed.GetValue(files) ?? [], parsed.GetValue(evidence), parsed.GetValue(settings) ?? [], cancellationToken);
                NamedWeighting? weighting = parsed.GetValue(weights) is { } name ? NamedWeighting.Find(read, name, out string? whyNone) ?? throw new ArgumentException($"--weights: {whyNone}") : null;
                if (parsed.GetValue(by) is { } attribute)
                {
                    GroupedComparisons grouped = GroupedComparisons.From(read, attribute, parsed.GetValue(features) is { } file ? FeaturesReader.Read(file, cancellationToken) : null, weighting);
                    var compared = new HeldOutModelsOptions
                    {
                        Folds = parsed.GetValue(folds),
                        MinimumRaters = parsed.GetValue(minimumCell),
                        Intervals = new HeldOutIntervals { ConfidenceLevel = parsed.GetValue(level), Seed = of, MaxThreads = parsed.GetValue(threads) },
                    };
                    models = RewardModelsPart.Of(HeldOutModels.Fit(grouped.Data, grouped.Group.AsSpan(), grouped.Groups, compared, cancellationToken), attribute, compared);
                    return Print();
                }

                if (parsed.GetValue(features) is not null)
                    throw new ArgumentException("--features belongs to --by");
                int alternatives = read.Alternatives.Keys.Count, u = parsed.GetValue(clusters);
                FeatureComparisons data = FeatureComparisons.FromEvidence(read, FeatureComparisons.Identity(alternatives), alternatives, weighting);
                if (data.Count == 0)
                    throw new ArgumentException(weighting is null ? "there are no comparisons with a rater and a choice" : $"no comparison has a weight above 0 in '{weighting.Name}'");
                parts.Add(RewardsDocument.Of(
                    "comparisons", [.. Enumerable.Range(1, u).Select(c => $"cluster {c}")],
                    Replicates(k => SingleRewardStudy.Observed(data, u, b, of, k, cancellationToken)), parsed.GetValue(level)));
            }

            return Print();

            Task<int> Print()
            {
                var document = new RewardsDocument(RewardsDocument.SchemaId, b, parsed.GetValue(level), count, of, parsed.GetValue(weights), "percentage points", parts.ToImmutable(), models);
                if (parsed.GetValue(json))
                    host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
                else
                    host.Out.Write(RewardsSummary.Of(document));
                return Task.FromResult(ExitCode.Met);
            }

            ImmutableArray<StudyReplicate> Replicates(Func<int, StudyReplicate> one)
            {
                var made = new StudyReplicate[count];
                Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(threads), CancellationToken = cancellationToken }, k => made[k] = one(k));
                return [.. made];
            }
        });
        return command;
    }
}
