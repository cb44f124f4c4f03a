using Concordat.Choice.Policies;
using Concordat.Numerics.Intervals;

namespace Concordat.Cli;

/// <summary>What <c>concordat rewards --json</c> prints; its schema is published as <c>docs/schemas/rewards.schema.json</c>.</summary>
public sealed record RewardsDocument(
    string Schema, double Beta, double ConfidenceLevel, int Replicates, ulong Seed, string? Weights, string GainUnit, ImmutableArray<RewardsDocument.SettingPart> Settings, RewardModelsPart? Models)
{
    public const string SchemaId = "concordat.rewards/1";

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<RewardsDocument>(
        DocumentFormat.CamelCase, SchemaId,
        "What `concordat rewards --json` prints: what camps or clusters get from one reward and from a max-min policy, and with --by reward models on comparisons held out, by declared group.");

    /// <summary>One planted ratio, or one set of comparisons.</summary>
    public sealed record SettingPart(string Name, ImmutableArray<PolicyPart> Policies, double Diversity);

    public sealed record PolicyPart(string Policy, double Divergence, ImmutableArray<GainPart> Gains);

    /// <summary>Gain over the reference; the interval is absent, with the reason, with fewer than 20 replicates.</summary>
    public sealed record GainPart(string Of, double Value, double? Lower, double? Upper, string? WhyNoInterval);

    public static SettingPart Of(string name, ImmutableArray<string> camps, ImmutableArray<StudyReplicate> replicates, double level) => new(
        name,
        [
            .. SingleRewardStudy.Policies.Select((policy, p) => new PolicyPart(
                policy,
                replicates.Average(r => r.Divergences[p]),
                [
                    .. camps.Select((camp, g) =>
                    {
                        double[] gains = [.. replicates.Select(r => r.Gains[p][g])];
                        Interval? interval = BootstrapInterval.Percentile(gains, level);
                        return new GainPart(camp, gains.Average(), interval?.Lower, interval?.Upper, interval is null ? "fewer than 20 replicates" : null);
                    }),
                ])),
        ],
        replicates.Average(r => r.Diversity));
}
