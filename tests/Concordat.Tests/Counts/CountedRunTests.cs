using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;
using Concordat.Runs;
using Concordat.Tests.Runs;

namespace Concordat.Tests.Counts;

/// <summary>A whole run on counts has the bytes of the run on rows.</summary>
public sealed class CountedRunTests
{
    private static readonly SourcePlace s_place = new("charter.yaml", 3, 5);

    private static readonly EvidenceSet s_rows = RepeatedRows.Of(CatalogEvidence.Generate());

    public static TheoryData<string, string> Questions => new()
    {
        { "group-outcomes.value", "criterion=hate" },
        { "group-outcomes.value", "criterion=hate;unit=items" },
        { "group-outcomes.value", "criterion=hate;unit=ratings" },
        { "group-outcomes.value", "criterion=hate;abstentions=count-as-other" },
        { "group-outcomes.value", "criterion=hate;weights=panel" },
        { "group-outcomes.value", "criterion=harm;statistic=mean" },
        { "group-outcomes.value", "criterion=harm;statistic=mean;weights=panel" },
        { "group-outcomes.difference", "criterion=hate;reference=rest" },
        { "group-outcomes.ratio", "criterion=hate;reference=nationality=us" },
        { "group-outcomes.value", "criterion=writer_confidence;system=model;unit=items" },
        { "agreement.krippendorff-alpha", "criterion=stance;bootstrap=both" },
        { "agreement.krippendorff-alpha", "criterion=stance;condition=plain" },
        { "panel-composition.shift", "criterion=hate" },
        { "panel-composition.flips", "criterion=hate;weights=panel" },
        { "rankings.order-changes", "" },
        { "group-outcomes.value", "criterion=nowhere" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void Audit_OnCounts_GivesTheSameBytes(string measure, string options)
    {
        EffectiveCharter charter = Charter(measure, options, "india", "us");
        Assert.Equal(RunJson.ToBytes(OnRows(charter, s_rows)), RunJson.ToBytes(OnCounts(charter, s_rows)));
    }

    [Theory]
    [InlineData("group-outcomes.value", "criterion=hate")]
    [InlineData("rankings.order-agreement", "")]
    public void Audit_SmallGroupsLeftOut_TellsTheSameSizesOfWhatIsLeft(string measure, string options)
    {
        // Two raters of a group of their own, whom the rest would give away.
        EvidenceSet rows = s_rows with { Raters = WithFew(s_rows.Raters) };
        EffectiveCharter charter = Charter(measure, options, "india", "nigeria", "us", "few");
        Run onRows = OnRows(charter, rows);
        Assert.Contains(onRows.Standards[0].Result.Diagnostics, diagnostic => diagnostic.Code == "small-groups-left-out");
        Assert.Equal(RunJson.ToBytes(onRows), RunJson.ToBytes(OnCounts(charter, rows)));
    }

    [Fact]
    public void Audit_MeasureThatReadsSingleRows_IsRefusedWithItsPlace()
    {
        InputDataException refused = Assert.Throws<InputDataException>(() => OnCounts(Charter("rating-quality.non-attitude-share", "criterion=stance", "us"), s_rows));
        Assert.Contains("single judgements", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("charter.yaml", 3, 5), (refused.Faults[0].File, refused.Faults[0].Line, refused.Faults[0].Column));
    }

    [Fact]
    public void Evidence_CountedForAnAudit_HoldsFewerRowsThatStandForAll()
    {
        var source = new TableCounts(s_rows);
        CountNeeds needs = CountNeeds.None.With(JudgementTable.Comparisons, CountColumn.Rater, CountColumn.First, CountColumn.Second, CountColumn.Outcome);
        EvidenceSet counted = CountedEvidence.Of(source, needs, default);
        Assert.True(counted.Comparisons.Count < s_rows.Comparisons.Count);
        Assert.Equal(s_rows.Comparisons.Count, counted.Comparisons.Total);
        Assert.Equal(0, counted.Ratings.Count);
    }

    private static EffectiveCharter Charter(string measure, string options, params string[] levels)
    {
        MeasureOptions parsed = options.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(MeasureOptions.Empty, (all, option) => all.With(option[..option.IndexOf('=', StringComparison.Ordinal)], option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return OneStandard.Charter(
            measure, parsed, 0, BoundDirection.AtLeast, s_place, [.. levels.Select(level => new Population(level, new GroupKey("nationality", level), null, "user", "why", s_place))]);
    }

    private static EntityTable WithFew(EntityTable raters)
    {
        AttributeColumn nationality = raters.Attribute("nationality")!;
        var levels = new KeyIndex([.. nationality.Levels.Ids, "few"]);
        int[] chosen = [.. Enumerable.Range(0, raters.Count).Where(rater => nationality.LevelOf(rater) == "nigeria").Take(2)];
        AttributeColumn changed = nationality with { Levels = levels, Codes = [.. nationality.Codes.Select((code, rater) => chosen.Contains(rater) ? levels.Count - 1 : code)] };
        return new EntityTable(raters.Keys, raters.Attributes.Replace(nationality, changed));
    }

    private static EvidenceProvenance About(EvidenceSet rows) =>
        new("", rows.Raters.Count, rows.Items.Count, rows.Systems.Count, rows.Ratings.Count, rows.Comparisons.Count, rows.Outcomes.Count, []);

    private static AuditorOptions Options => new("v", new DateOnly(2026, 1, 1), 5, 200) { MaxThreads = 2 };

    private static Run OnRows(EffectiveCharter charter, EvidenceSet rows) => Auditor.Audit(charter, rows, About(rows), Options, null, default);

    private static Run OnCounts(EffectiveCharter charter, EvidenceSet rows) => Auditor.Audit(charter, new TableCounts(rows), About(rows), Options, null, default);
}
