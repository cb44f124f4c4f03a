using System.Runtime.InteropServices;

namespace Concordat.Evidence.Counts;

/// <summary>Evidence whose judgement tables hold distinct rows with how often each occurs.</summary>
/// <remarks>
/// A column that was not counted by says nothing: −1, or 0 for replicates and values. Only what declared its needs may read such tables, and it must read
/// <see cref="RatingTable.Multiplicity"/>. Memory O(distinct rows).
/// </remarks>
public static class CountedEvidence
{
    /// <summary>Counts what is needed.</summary>
    /// <param name="source">Where the judgements lie.</param>
    /// <param name="needs">By which columns they must be told apart.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <exception cref="IOException">The source could not answer in full.</exception>
    public static EvidenceSet Of(ICountSource source, CountNeeds needs, CancellationToken cancellationToken)
    {
        EvidenceSet frame = source.Frame;
        ImmutableArray<int>? criteria = needs.Criteria is { } ids ? [.. ids.Select(frame.CriterionIndex).Where(index => index >= 0)] : null;
        return frame with
        {
            Comparisons = Counted(JudgementTable.Comparisons) is { } comparisons ? Comparisons(frame.Comparisons, comparisons) : frame.Comparisons,
            Ratings = Counted(JudgementTable.Ratings) is { } ratings ? Ratings(frame.Ratings, ratings) : frame.Ratings,
            Outcomes = Counted(JudgementTable.Outcomes) is { } outcomes ? Outcomes(frame.Outcomes, outcomes) : frame.Outcomes,
        };

        CountTable? Counted(JudgementTable table)
        {
            ImmutableSortedSet<CountColumn> columns = needs.Of(table);
            if (table == JudgementTable.Comparisons)
                return columns.IsEmpty ? null : source.Count(new CountQuery(table, columns), cancellationToken);
            return columns.IsEmpty || criteria is { IsEmpty: true } ? null : source.Count(new CountQuery(table, columns.Add(CountColumn.Criterion), criteria), cancellationToken);
        }
    }

    private static ComparisonTable Comparisons(ComparisonTable frame, CountTable counts) => new(
        Codes(counts, CountColumn.Rater), Codes(counts, CountColumn.Item), Codes(counts, CountColumn.First), Codes(counts, CountColumn.Second),
        [.. Codes(counts, CountColumn.Outcome, (int)ComparisonOutcome.Abstention).Select(outcome => (ComparisonOutcome)outcome)],
        Codes(counts, CountColumn.Condition), Codes(counts, CountColumn.Replicate, 0), [], Attributes(frame.Attributes, counts))
    {
        Multiplicity = MultiplicityOf(counts),
    };

    private static RatingTable Ratings(RatingTable frame, CountTable counts) => new(
        Codes(counts, CountColumn.Rater), Codes(counts, CountColumn.Item), Codes(counts, CountColumn.Response), Codes(counts, CountColumn.Criterion), Values(counts),
        Codes(counts, CountColumn.Condition), Codes(counts, CountColumn.Replicate, 0), [], Attributes(frame.Attributes, counts))
    {
        Multiplicity = MultiplicityOf(counts),
    };

    private static OutcomeTable Outcomes(OutcomeTable frame, CountTable counts) => new(
        Codes(counts, CountColumn.System), Codes(counts, CountColumn.Item), Codes(counts, CountColumn.Criterion), Values(counts), Attributes(frame.Attributes, counts))
    {
        Multiplicity = MultiplicityOf(counts),
    };

    private static ImmutableArray<AttributeColumn> Attributes(ImmutableArray<AttributeColumn> columns, CountTable counts) =>
        [.. columns.Select((column, i) => column with { Codes = Codes(counts, new CountColumn(CountColumnKind.Attribute, i)) })];

    private static ImmutableArray<long> MultiplicityOf(CountTable counts) => counts.Counts.AsSpan().ContainsAnyExcept(1) ? counts.Counts : [];

    private static ImmutableArray<int> Codes(CountTable counts, CountColumn column, int absent = -1)
    {
        var codes = new int[counts.Count];
        if (counts.Column(column) is { } numbers)
        {
            for (int tuple = 0; tuple < codes.Length; tuple++)
                codes[tuple] = checked((int)numbers[tuple]);
        }
        else
        {
            codes.AsSpan().Fill(absent);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(codes);
    }

    private static ImmutableArray<double> Values(CountTable counts)
    {
        var values = new double[counts.Count];
        if (counts.Column(CountColumn.Value) is { } bits)
            MemoryMarshal.Cast<long, double>(bits).CopyTo(values);
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
