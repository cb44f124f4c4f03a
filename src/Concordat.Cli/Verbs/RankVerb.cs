using System.CommandLine;
using System.Text.Json;
using Concordat.Estimators.Rankings;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat rank</c>: ranks alternatives from comparisons, for everyone and by group.</summary>
internal static class RankVerb
{
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV files of comparisons, read as comparisons-csv reads them.", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "An evidence folder, instead of files, or clickhouse://HOST,…/DATABASE.", HelpName = "DIR|CLUSTER" };
        var settings = new Option<string[]>("--set") { Description = "An option of comparisons-csv for the files.", HelpName = "name=value", Arity = ArgumentArity.ZeroOrMore };
        var by = new Option<string?>("--by") { Description = "An attribute of raters, of items (topics) or of rows: a ranking for each of its levels.", HelpName = "attribute" };
        var minimum = new Option<int>("--minimum-cell") { Description = "Groups with fewer raters are not shown.", DefaultValueFactory = _ => 5 };
        var method = new Option<string>("--method") { Description = "How to rank.", DefaultValueFactory = _ => "bradley-terry" };
        method.AcceptOnlyFromAmong([.. RankWords.Methods]);
        var interval = new Option<string?>("--interval") { Description = "Where standard errors come from: rater-sandwich takes raters as independent, bootstrap and sandwich take comparisons so (both sandwiches are for Bradley–Terry). Left out: rater-sandwich for Bradley–Terry where a rater gave more than one comparison, else bootstrap." };
        interval.AcceptOnlyFromAmong([.. RankWords.Intervals]);
        var level = new Option<double>("--level") { Description = "Level at which the intervals of a ranking hold together.", DefaultValueFactory = _ => .95 };
        var replicates = new Option<int>("--replicates") { Description = "Bootstrap replicates, at least 100.", DefaultValueFactory = _ => 1000 };
        var ridge = new Option<double>("--ridge") { Description = "Precision of a normal prior on each log-strength (Bradley–Terry); 0 is maximum likelihood.", DefaultValueFactory = _ => 0 };
        var weights = new Option<string?>("--weights") { Description = "The weighting of the evidence by which raters' comparisons count; for Bradley–Terry with --interval rater-sandwich.", HelpName = "NAME" };
        var next = new Option<int>("--next") { Description = "How many pairs to propose for asking next (from a Bradley–Terry fit).", DefaultValueFactory = _ => 0 };
        var covariates = new Option<string[]>("--covariate")
        {
            Description = "A numeric column to hold alike: NAME, first less second, or NAME=COLUMN_A,COLUMN_B for counts of the first and the second, used as (a−b)/(a+b+1).",
            HelpName = "NAME[=A,B]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var penalty = new Option<string>("--penalty") { Description = "Penalty of the fit with covariates: sum of losses + .25·‖·‖², mean loss + .5·‖·‖², or none.", DefaultValueFactory = _ => "sum-of-losses" };
        penalty.AcceptOnlyFromAmong("sum-of-losses", "mean-loss", "none");
        var raters = new Option<bool>("--test-raters") { Description = "Test each rater's choices against everyone else's, in both directions." };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({RankDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("rank",
            """
            Rank alternatives from pairwise comparisons, for everyone and for each group of raters or items, with intervals that hold together and the
            ranks they allow. Ties count half; comparisons that found neither acceptable or were passed are left out and counted.

            Examples:
              concordat rank comparisons.csv --by country --json
              concordat rank arena.csv.gz --covariate length=length_a,length_b --next 20
              concordat rank --evidence evidence --method newman
              concordat rank --evidence evidence --interval rater-sandwich --weights census
            """)
        {
            files, evidence, settings, by, minimum, method, interval, level, replicates, ridge, weights, next, covariates, penalty, raters, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(RankDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            RankingMethod rankedBy = RankWords.MethodOf(parsed.GetValue(method)!);
            bool needsAll = parsed.GetValue(by) is not null || parsed.GetValue(raters) || parsed.GetValue(covariates) is { Length: > 0 } || rankedBy == RankingMethod.Elo;
            bool readsRows = parsed.GetValue(raters) || parsed.GetValue(covariates) is { Length: > 0 } || parsed.GetValue(weights) is not null || rankedBy == RankingMethod.Elo;
            EvidenceSet read = RankInput.Read(
                host, parsed.GetValue(files) ?? [], parsed.GetValue(evidence), parsed.GetValue(settings) ?? [], needsAll, parsed.GetValue(threads),
                readsRows ? null : frame => Needs(frame, parsed.GetValue(by)), cancellationToken);
            var options = new RankingOptions
            {
                Method = rankedBy,
                Interval = parsed.GetValue(interval) is { } word ? RankWords.IntervalOf(word) : GroupRanker.DefaultInterval(read.Comparisons, rankedBy),
                ConfidenceLevel = parsed.GetValue(level),
                Replicates = parsed.GetValue(replicates),
                Seed = parsed.GetValue(seed),
                MaxThreads = parsed.GetValue(threads),
                BradleyTerry = new BradleyTerryOptions { Ridge = parsed.GetValue(ridge) },
            };
            if (options.BradleyTerry.Ridge > 0 && rankedBy != RankingMethod.BradleyTerry)
                throw new ArgumentException($"--ridge has a meaning for --method bradley-terry alone, not for {parsed.GetValue(method)}");
            NamedWeighting? weighting = parsed.GetValue(weights) is { } name ? Weighting(read, name, options, parsed.GetValue(covariates) ?? [], parsed.GetValue(raters)) : null;
            GroupComparison comparison = GroupRanker.Rank(read, parsed.GetValue(by), options, parsed.GetValue(minimum), cancellationToken, weighting);
            var result = new RankResult(
                options,
                parsed.GetValue(by),
                comparison,
                Adjust(read, comparison.Overall.Counts, parsed.GetValue(covariates) ?? [], PenaltyOf(parsed.GetValue(penalty)!), options),
                parsed.GetValue(next) == 0 ? [] : ActiveSampling.Propose(BradleyTerry.Fit(comparison.Overall.Counts, options.BradleyTerry), parsed.GetValue(next), options.Seed),
                parsed.GetValue(raters) ? AnomalousRaters.Test(read, 1 - options.ConfidenceLevel, options.Seed) : [],
                weighting?.Name);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(RankDocument.Of(result), DocumentFormat.CamelCase));
            else
                RankSummary.Write(host.Out, result);
            PairCounts counted = comparison.Overall.Counts;
            if (weighting is not null && read.Comparisons.Count - counted.Comparisons - counted.NeitherAcceptable - counted.Abstentions is > 0 and var leftOut)
                host.Error.WriteLine($"Note: {leftOut} comparisons have no weight above 0 in '{weighting.Name}' and are left out.");
            foreach (Diagnostic diagnostic in comparison.Overall.Ranking!.Diagnostics)
                host.Error.WriteLine($"{(diagnostic.Severity == DiagnosticSeverity.Warning ? "WARNING" : "Note")}: {diagnostic.Message}.");
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static CountNeeds Needs(EvidenceSet frame, string? by)
    {
        CountNeeds needs = CountNeeds.None.With(JudgementTable.Comparisons, CountColumn.Rater, CountColumn.First, CountColumn.Second, CountColumn.Outcome);
        return by is null ? needs : needs.WithAttribute(frame, JudgementTable.Comparisons, by);
    }

    private static NamedWeighting Weighting(EvidenceSet evidence, string name, RankingOptions options, string[] covariates, bool testsRaters)
    {
        if (options.Method != RankingMethod.BradleyTerry || options.Interval != RankingIntervalSource.RaterSandwich)
            throw new ArgumentException("--weights has a meaning for --method bradley-terry with --interval rater-sandwich alone: comparisons of unequal weight are no independent units");
        if (covariates.Length > 0 || testsRaters)
            throw new ArgumentException("--weights does not go with --covariate or --test-raters, which have no weighted form");
        return NamedWeighting.Find(evidence, name, out string? why) ?? throw new ArgumentException($"--weights: {why}");
    }

    private static (CovariateFit Fit, Ranking Ranking)? Adjust(
        EvidenceSet evidence, PairCounts counts, string[] given, CovariatePenalty penalty, RankingOptions options)
    {
        if (given.Length == 0)
            return null;
        CovariateFit fit = CovariateBradleyTerry.Fit(
            evidence.Alternatives.Keys, evidence.Comparisons, [.. given.Select(text => RankInput.Covariate(evidence, text))], penalty, options.ConfidenceLevel);
        return (fit, AdjustedRanking.Of(fit, counts, options));
    }

    private static CovariatePenalty PenaltyOf(string word) => word switch
    {
        "sum-of-losses" => CovariatePenalty.SumOfLosses,
        "mean-loss" => CovariatePenalty.MeanLoss,
        _ => CovariatePenalty.None,
    };
}
