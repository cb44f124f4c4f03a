using Concordat.Choice.Policies;
using Concordat.Estimators.RewardModels;
using Concordat.Numerics.Intervals;

namespace Concordat.Cli;

/// <summary>What <c>concordat policies --json</c> prints; its schema is published as <c>docs/schemas/policies.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.policies/1</c>.</param>
/// <param name="By">The attribute whose levels are the groups.</param>
/// <param name="Centring">How rewards were centred.</param>
/// <param name="UtilityUnit">The unit of utilities: the scale on which groups are compared.</param>
/// <param name="GainUnit">The unit of gains.</param>
/// <param name="Beta">β of the KL penalty.</param>
/// <param name="Power">p of the power mean.</param>
/// <param name="Draws">n of best-of-n.</param>
/// <param name="Tau">τ of Nash-MD.</param>
/// <param name="ConfidenceLevel">Of the intervals, each by itself.</param>
/// <param name="Replicates">Bootstrap samples of raters, each fitted anew.</param>
/// <param name="Seed">Seed of every random stream.</param>
/// <param name="MinimumCell">No group of fewer raters is in it.</param>
/// <param name="Alternatives">The candidates, prompt after prompt.</param>
/// <param name="Groups">The groups that the rules weigh, with their shares of raters.</param>
/// <param name="LeftOut">Groups left out because they have few raters, or would show few others.</param>
/// <param name="Rules">The outcome of every rule, side by side.</param>
/// <param name="Frontier">From the mean (λ = 0) to the worst group (λ = 1).</param>
public sealed record PoliciesDocument(
    string Schema,
    string By,
    string Centring,
    string UtilityUnit,
    string GainUnit,
    double Beta,
    double Power,
    int Draws,
    double Tau,
    double ConfidenceLevel,
    int Replicates,
    ulong Seed,
    int MinimumCell,
    ImmutableArray<string> Alternatives,
    ImmutableArray<PoliciesDocument.GroupPart> Groups,
    ImmutableArray<string> LeftOut,
    ImmutableArray<PoliciesDocument.RulePart> Rules,
    ImmutableArray<PoliciesDocument.RulePart> Frontier)
{
    public const string SchemaId = "concordat.policies/1";

    public sealed record GroupPart(string Name, long Raters, double Share);

    /// <summary>A rule's policy and what groups get; where no policy is worth its divergence to every group, the reason stands in <c>why_missing</c> and the values are null.</summary>
    public sealed record RulePart(
        string Rule, string Title, string Objective, double? Lambda, IntervalPart? Divergence, IntervalPart? MeanUtility, IntervalPart? WorstUtility, string? WorstGroup,
        ImmutableArray<GroupOutcomePart> Groups, ImmutableArray<double>? Policy, double? Certificate, string? WhyMissing);

    public sealed record GroupOutcomePart(string Group, IntervalPart Utility, IntervalPart Gain);

    /// <summary>Bounds are null with fewer than 20 usable samples.</summary>
    public sealed record IntervalPart(double Value, double? Lower, double? Upper);

    public static PoliciesDocument Of(
        GroupedComparisons comparisons, GroupPreferences preferences, string by, PolicyRuleOptions options, ImmutableArray<string> rules, double level, int replicates, ulong seed,
        int minimumCell, int threads, CancellationToken cancellationToken)
    {
        ImmutableArray<(string Rule, double? Lambda)> asked = [.. rules.Select(rule => (rule, (double?)null)), .. PolicyComparison.FrontierLambdas.Select(lambda => ("mean-to-worst", (double?)lambda))];
        ImmutableArray<PolicyOutcome> outcomes = PolicyComparison.Run(preferences, asked, options, replicates, seed, threads, cancellationToken);
        RulePart[] parts = [.. outcomes.Select(outcome => Part(outcome, preferences.Names, level))];
        long raters = preferences.Raters.Sum();
        return new PoliciesDocument(
            SchemaId, by, "per prompt, so that the uniform reference has utility 0 for every group",
            options.Scale == RewardScale.AsGiven ? "natural-log odds" : "standard deviations of the group's reward under the reference", "percentage points over the reference",
            options.Beta, options.Power, options.Draws, options.Tau, level, replicates, seed, minimumCell, preferences.Alternatives,
            [.. preferences.Names.Select((name, g) => new GroupPart(name, preferences.Raters[g], (double)preferences.Raters[g] / raters))],
            [.. comparisons.Groups.Where(group => !preferences.Names.Contains(group))], [.. parts[..rules.Length]], [.. parts[rules.Length..]]);
    }

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<PoliciesDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat policies --json` prints: what each declared rule gives each group, side by side, and the frontier between the mean and the worst group.");

    private static RulePart Part(PolicyOutcome outcome, ImmutableArray<string> groups, double level)
    {
        PolicyRule rule = PolicyRules.All.First(known => known.Id == outcome.Rule);
        IntervalPart At(int j, double scale = 1)
        {
            Interval? interval = BootstrapInterval.Percentile(outcome.Replicates[j], level);
            return new IntervalPart(scale * outcome.Values[j], scale * interval?.Lower, scale * interval?.Upper);
        }

        return outcome.Solution.WhyMissing is { } why
            ? new RulePart(rule.Id, rule.Title, rule.Objective, outcome.Lambda, null, null, null, null, [], null, null, why)
            : new RulePart(
                rule.Id, rule.Title, rule.Objective, outcome.Lambda, At(outcome.Divergence), At(outcome.Mean), At(outcome.Worst), outcome.Solution.WorstGroup,
                [.. groups.Select((group, g) => new GroupOutcomePart(group, At(PolicyOutcome.Utility(g)), At(outcome.Gain(g), 100)))], outcome.Solution.Policy, outcome.Solution.Gap, null);
    }
}
