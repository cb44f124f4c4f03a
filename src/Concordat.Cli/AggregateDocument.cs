using System.Text.Json;
using Concordat.Estimators.Crowd;

namespace Concordat.Cli;

/// <summary>What <c>concordat aggregate --json</c> prints; its schema is published as <c>docs/schemas/aggregate.schema.json</c>.</summary>
public sealed record AggregateDocument(
    string Schema,
    string Criterion,
    string Method,
    string? By,
    ImmutableArray<string> Answers,
    long RatingsConsidered,
    long RatingsUsed,
    ImmutableSortedDictionary<string, long> LeftOut,
    ImmutableArray<AggregateDocument.GroupPart> Groups,
    AggregateDocument.JuryPart? Jury,
    string? WhyJuryMissing,
    string? Weights)
{
    public const string SchemaId = "concordat.aggregate/1";

    /// <summary>One group's aggregate; everyone's has no level. A group that is not shown says why, and no number.</summary>
    public sealed record GroupPart(string? Level, string? WhyMissing, int? Raters, int? Iterations, string? StopReason, ImmutableArray<ItemPart> Items);

    /// <summary>An item; counts and probabilities stand in the order of the answers, the winner is null for a tie.</summary>
    public sealed record ItemPart(
        string Id, int Ratings, ImmutableArray<long> Counts, ImmutableArray<double> Probabilities, string? Winner, ImmutableArray<string> Tied, double Entropy);

    public sealed record JuryPart(
        ImmutableSortedDictionary<string, int> Seats, int Draws, ulong Seed, string PredictedBy, ImmutableArray<JuryItemPart> Items);

    /// <summary>An item before the juries; a median score where answers have an order, else the answer most juries chose.</summary>
    public sealed record JuryItemPart(
        string Id, double? MedianScore, string? Verdict, string? WhyNoVerdict, double FlipRate, double PredictedShare, ImmutableArray<double> SeatShares);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<AggregateDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat aggregate --json` prints: for each item the distribution of answers beside the winner, for everyone and by group of raters.");

    internal static string Text(AggregateDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    internal static AggregateDocument Of(
        RatedAnswers rated, string criterion, string method, string? by, ImmutableArray<CrowdAggregate> aggregates, JuryResult? jury, ulong seed, string? weights) => new(
        SchemaId, criterion, method, by, rated.Answers, rated.Excluded.Considered, rated.Excluded.Used, rated.Excluded.ByReason,
        [.. aggregates.Select(aggregate => Of(aggregate, rated))],
        jury is null ? null : new JuryPart(jury.Seats, jury.Options.Draws, seed, jury.Model, [.. jury.Verdicts.Select(verdict => Of(verdict, jury, rated))]),
        jury is null ? "no juries were asked for" : null,
        weights);

    private static GroupPart Of(CrowdAggregate aggregate, RatedAnswers rated)
    {
        string? stop = aggregate.StopReason switch { StopReason.Converged => "converged", StopReason.IterationLimit => "iteration-limit", _ => null };
        if (aggregate.Table is not { } table || aggregate.Distributions is not { } distributions)
            return new GroupPart(aggregate.Level, aggregate.WhyMissing, null, null, null, []);
        var items = ImmutableArray.CreateBuilder<ItemPart>();
        for (int i = 0; i < table.ItemCount; i++)
        {
            if (!distributions.HasRatings(i))
                continue;
            var counts = new long[rated.Answers.Length];
            foreach (int answer in table.OfItem(i).Answers.Span)
                counts[answer]++;
            ImmutableArray<int> leaders = distributions.Leaders(i);
            items.Add(new ItemPart(
                rated.Units[i], table.RatingsOf(i), [.. counts], [.. distributions.Of(i)], leaders is [int only] ? rated.Answers[only] : null,
                leaders.Length > 1 ? [.. leaders.Select(leader => rated.Answers[leader])] : [], distributions.Entropy(i)!.Value));
        }

        return new GroupPart(aggregate.Level, null, aggregate.Raters, aggregate.Iterations, stop, items.ToImmutable());
    }

    private static JuryItemPart Of(JuryVerdict verdict, JuryResult jury, RatedAnswers rated) => new(
        rated.Units[verdict.Item], verdict.MedianScore, verdict.Verdict is { } answer ? rated.Answers[answer] : null,
        verdict.Verdict is not null ? null : verdict.MedianScore is not null ? "answers have an order: see the median score" : "two answers were chosen equally often",
        verdict.FlipRate, verdict.PredictedShare, [.. jury.SeatShares.Of(verdict.Item)]);
}
