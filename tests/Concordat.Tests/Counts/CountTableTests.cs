using Concordat.Evidence;
using Concordat.Evidence.Counts;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Counts;

public sealed class CountTableTests
{
    [Fact]
    public void Count_RowsCountedByHand_GivesTheirNumbers()
    {
        var builder = new EvidenceBuilder();
        (int ann, int bob) = (builder.Raters.Code("ann"), builder.Raters.Code("bob"));
        (int x, int y) = (builder.Alternatives.Code("x"), builder.Alternatives.Code("y"));
        builder.AddComparison(bob, -1, x, y, ComparisonOutcome.First);
        builder.AddComparison(ann, -1, x, y, ComparisonOutcome.Tie);
        builder.AddComparison(bob, -1, x, y, ComparisonOutcome.First);
        builder.AddComparison(bob, -1, y, x, ComparisonOutcome.First);
        CountTable table = new TableCounts(builder.Build()).Count(
            new CountQuery(JudgementTable.Comparisons, [CountColumn.Outcome, CountColumn.First, CountColumn.Rater]), default);
        Assert.Equal<long>([0, 0, 2, 1, 0, 0, 1, 1, 0], table.Keys);
        Assert.Equal<long>([1, 2, 1], table.Counts);
    }

    [Fact]
    public void Count_SomeCriteriaOnly_LeavesTheOthersOut()
    {
        var builder = new EvidenceBuilder();
        Scale scale = Scale.Numbers(ScaleKind.Interval, 0, 10);
        (int kind, int brief) = (builder.Criterion("kind", scale), builder.Criterion("brief", scale));
        int rater = builder.Raters.Code("ann"), item = builder.Items.Code("i");
        builder.AddRating(rater, item, kind, 2.5);
        builder.AddRating(rater, item, brief, 2.5);
        CountTable table = new TableCounts(builder.Build()).Count(new CountQuery(JudgementTable.Ratings, [CountColumn.Value, CountColumn.Criterion], [brief]), default);
        Assert.Equal<long>([brief, BitConverter.DoubleToInt64Bits(2.5)], table.Keys);
    }

    [Fact]
    public void Builder_TuplesInAnyOrderAndSplitAnyway_GiveTheTableThatSortingGives() => Prop.ForAll<(byte A, sbyte B)[], int>((given, seed) =>
    {
        var expected = given.GroupBy(pair => ((long)pair.A % 7, (long)pair.B)).OrderBy(group => group.Key).Select(group => (group.Key.Item1, group.Key.Item2, group.LongCount())).ToList();
        var builder = new CountTableBuilder(2);
        foreach ((byte a, sbyte b) in given.OrderBy(pair => HashCode.Combine(pair, seed)))
            builder.Add([a % 7, b], 1);
        CountTable table = builder.Build(new CountQuery(JudgementTable.Comparisons, [CountColumn.First, CountColumn.Second]));
        return expected.SequenceEqual(Enumerable.Range(0, table.Count).Select(tuple => (table.Key(tuple)[0], table.Key(tuple)[1], table.Counts[tuple])));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(JudgementTable.Outcomes, CountColumnKind.Rater)]
    [InlineData(JudgementTable.Comparisons, CountColumnKind.Value)]
    [InlineData(JudgementTable.Ratings, CountColumnKind.First)]
    public void Query_ColumnOfAnotherTable_IsRefused(JudgementTable table, CountColumnKind kind) =>
        Assert.Throws<ArgumentException>(() => new CountQuery(table, [new CountColumn(kind)]));
}
