using System.Text.Json;
using Concordat.Estimators.Judges;
using Concordat.Evidence;

namespace Concordat.Cli;

/// <summary>What <c>concordat judge --json</c> prints; its schema is published as <c>docs/schemas/judge.schema.json</c>.</summary>
public sealed record JudgeDocument(
    string Schema,
    string Criterion,
    string Score,
    double Epsilon,
    int MinimumItems,
    double FalseDiscoveryRate,
    string? By,
    ImmutableArray<JudgeDocument.JudgePart> Judges)
{
    public const string SchemaId = "concordat.judge/1";

    /// <summary>One judge, tested for everyone and for each group.</summary>
    public sealed record JudgePart(
        string Id, int Answers, long RatingsConsidered, long RatingsUsed, ImmutableSortedDictionary<string, long> LeftOut, ImmutableArray<GroupPart> Groups);

    /// <summary>The test for one group; everyone's has no level. ω and ρ are null exactly where a reason is given.</summary>
    public sealed record GroupPart(
        string? Level, string? WhyMissing, int? Items, double? WinningRate, double? Advantage, bool? IsAdmitted, ImmutableArray<RaterPart> Raters, ImmutableArray<LeftOutPart> LeftOut);

    public sealed record RaterPart(
        string Id, int Items, double JudgeAdvantage, double RaterAdvantage, double PValue, double AdjustedPValue, bool IsWon, string Test);

    public sealed record LeftOutPart(string Id, int Items, string Reason);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<JudgeDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat judge --json` prints: the alternative annotator test of each judge, for everyone and by group of raters.");

    internal static string Text(JudgeDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    internal static GroupPart Of(string? level, AlternativeTestResult result, int minimumCell, KeyIndex raters)
    {
        int all = result.Raters.Length + result.LeftOut.Length;
        if (all == 0 || (level is not null && all < minimumCell))
            return new GroupPart(level, all == 0 ? "nobody in this group rated anything" : $"fewer than {minimumCell} raters, the smallest group that may be shown", null, null, null, null, [], []);
        return new GroupPart(
            level, result.WhyMissing, result.Items, result.WinningRate, result.Advantage, result.IsAdmitted,
            [
                .. result.Raters.Select(rater => new RaterPart(
                    raters[rater.Rater], rater.Items, rater.JudgeAdvantage, rater.RaterAdvantage, rater.PValue, rater.AdjustedPValue, rater.IsWon,
                    rater.Test switch { RaterComparisonTest.StudentT => "t", RaterComparisonTest.SignedRank => "signed-rank", _ => "no-variance" })),
            ],
            [.. result.LeftOut.Select(rater => new LeftOutPart(raters[rater.Rater], rater.Items, rater.Reason))]);
    }
}
