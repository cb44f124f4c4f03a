using System.Collections.Immutable;
using Concordat.Evidence;

namespace Concordat.Tests.Counts;

/// <summary>Evidence in which some judgements were given two and three times, the repeats at the end of each table.</summary>
internal static class RepeatedRows
{
    public static EvidenceSet Of(EvidenceSet evidence)
    {
        ComparisonTable comparisons = evidence.Comparisons;
        RatingTable ratings = evidence.Ratings;
        OutcomeTable outcomes = evidence.Outcomes;
        int[] again = Rows(ratings.Count), outcome = Rows(outcomes.Count);
        return evidence with
        {
            Comparisons = comparisons.Rows(Rows(comparisons.Count)),
            Ratings = new RatingTable(
                Take(ratings.Rater, again), Take(ratings.Item, again), Take(ratings.Response, again), Take(ratings.Criterion, again), Take(ratings.Value, again),
                Take(ratings.Condition, again), Take(ratings.Replicate, again), [], Take(ratings.Attributes, again)),
            Outcomes = new OutcomeTable(
                Take(outcomes.System, outcome), Take(outcomes.Item, outcome), Take(outcomes.Criterion, outcome), Take(outcomes.Value, outcome), Take(outcomes.Attributes, outcome)),
        };
    }

    private static int[] Rows(int count) =>
        [.. Enumerable.Range(0, count), .. Enumerable.Range(0, count).Where(row => row % 3 == 0), .. Enumerable.Range(0, count).Where(row => row % 6 == 0).Reverse()];

    private static ImmutableArray<T> Take<T>(ImmutableArray<T> column, int[] rows) => [.. rows.Select(row => column[row])];

    private static ImmutableArray<AttributeColumn> Take(ImmutableArray<AttributeColumn> columns, int[] rows) => [.. columns.Select(column => column with { Codes = Take(column.Codes, rows) })];
}
