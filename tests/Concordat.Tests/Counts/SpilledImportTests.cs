using System.Globalization;
using System.Text;
using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;
using Concordat.Formats;
using Concordat.Formats.ComparisonsCsv;
using Concordat.Formats.OutcomesCsv;
using Concordat.Formats.RatingsCsv;
using Concordat.Runs;
using Concordat.Tests.Runs;

namespace Concordat.Tests.Counts;

/// <summary>Judgements that go to disk while they are imported and are counted there, against the same judgements in memory.</summary>
public sealed class SpilledImportTests : IDisposable
{
    private const int Rows = 300_000;
    private const int Resident = 1 << 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-spill").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Import_MoreRowsThanStayInMemory_WritesTheBytesOfAnImportInMemory()
    {
        string file = Ratings(Rows, 1);
        ImportSummary spilled = Import("spilled", new RatingsCsvImporter(), RatingOptions, Resident, file), whole = Import("whole", new RatingsCsvImporter(), RatingOptions, int.MaxValue, file);
        Assert.Equal(whole.ContentHash, spilled.ContentHash);
        Assert.Equal((Rows, Rows), (spilled.Ratings, whole.Ratings));
        foreach (string column in Directory.GetFiles(At("whole"), "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(column), File.ReadAllBytes(Path.Combine(At("spilled"), Path.GetRelativePath(At("whole"), column))));
        Assert.Empty(Directory.GetFiles(At("spilled"), ".spill*"));
    }

    [Fact]
    public void OpenCounts_TwoImports_CountsWhatTheTablesInMemoryCount()
    {
        Import("both", new RatingsCsvImporter(), RatingOptions, Resident, Ratings(Rows, 1));
        Import("both", new RatingsCsvImporter(), RatingOptions, Resident, Ratings(Rows / 2, 2, "week2"));
        EvidenceSet memory = EvidenceStore.Open(At("both"), CancellationToken.None).Evidence;
        StoredCounts stored = EvidenceStore.OpenCounts(At("both"), CancellationToken.None);
        Assert.Equal(memory.ContentHash, stored.Frame.ContentHash);
        Assert.Equal(memory.Raters.Keys.Ids.ToArray(), stored.Frame.Raters.Keys.Ids.ToArray());
        Assert.Equal(Rows + (Rows / 2), EvidenceStore.JudgementsIn(At("both")));
        var counted = new TableCounts(memory);
        CountColumn row = new(CountColumnKind.Attribute, 0);
        foreach (CountColumn[] columns in new CountColumn[][]
        {
            [CountColumn.Value], [CountColumn.Rater, CountColumn.Value], [CountColumn.Item, CountColumn.Condition, row], [CountColumn.Rater, CountColumn.Item, CountColumn.Value],
        })
            Same(counted.Count(new CountQuery(JudgementTable.Ratings, columns, [0]), CancellationToken.None), stored.Count(new CountQuery(JudgementTable.Ratings, columns, [0]), CancellationToken.None));
    }

    [Fact]
    public void Audit_OnCountsFromDisk_HasTheBytesOfTheRunInMemory()
    {
        Import("w", new RatingsCsvImporter(), RatingOptions, Resident, Ratings(Rows, 1));
        var place = new SourcePlace("charter.yaml", 3, 5);
        EffectiveCharter charter = OneStandard.Charter(
            "group-outcomes.value", MeasureOptions.Empty.With("criterion", "value"), 0, BoundDirection.AtLeast, place,
            [new Population("first", new GroupKey("country", "c1"), null, "user", "why", place), new Population("second", new GroupKey("country", "c2"), null, "user", "why", place)]);
        Assert.True(Auditor.RunsOnCounts(charter));
        StoredEvidence memory = EvidenceStore.Open(At("w"), CancellationToken.None);
        StoredCounts stored = EvidenceStore.OpenCounts(At("w"), CancellationToken.None);
        var options = new AuditorOptions("v", new DateOnly(2026, 1, 1), 5, 200) { MaxThreads = 2 };
        Run inMemory = Auditor.Audit(charter, memory.Evidence, memory.About, options, null, CancellationToken.None);
        Assert.All(inMemory.Standards[0].Result.Findings.Where(finding => finding.Scope.Length == 0), finding => Assert.NotNull(finding.Estimate));
        Assert.Equal(RunJson.ToBytes(inMemory), RunJson.ToBytes(Auditor.Audit(charter, stored, stored.About, options, null, CancellationToken.None)));
    }

    [Theory]
    [InlineData(JudgementTable.Comparisons)]
    [InlineData(JudgementTable.Outcomes)]
    public void OpenCounts_OfOtherJudgements_CountsWhatTheTablesInMemoryCount(JudgementTable table)
    {
        if (table == JudgementTable.Comparisons)
            Import("w", new ComparisonsCsvImporter(), MeasureOptions.Empty.With("outcomes", "arena").With("rater-column", "judge"), Resident, Comparisons(Rows));
        else
            Import("w", new OutcomesCsvImporter(), MeasureOptions.Empty.With("scale", "binary:no|yes"), Resident, Outcomes(Rows));
        EvidenceSet memory = EvidenceStore.Open(At("w"), CancellationToken.None).Evidence;
        StoredCounts stored = EvidenceStore.OpenCounts(At("w"), CancellationToken.None);
        CountColumn[] columns = table == JudgementTable.Comparisons ? [CountColumn.Rater, CountColumn.First, CountColumn.Second, CountColumn.Outcome] : [CountColumn.System, CountColumn.Value];
        Same(new TableCounts(memory).Count(new CountQuery(table, columns), CancellationToken.None), stored.Count(new CountQuery(table, columns), CancellationToken.None));
    }

    [Fact]
    public void Import_SameRatingTwiceFarApart_NamesBothLines()
    {
        string file = Ratings(Rows, 1);
        string again = File.ReadLines(file).ElementAt(7);
        File.AppendAllText(file, again + "\n");
        InputDataException refused = Assert.Throws<InputDataException>(() => Import("twice", new RatingsCsvImporter(), RatingOptions, Resident, file));
        InputFault fault = Assert.Single(refused.Faults);
        Assert.Equal(Rows + 2, fault.Line);
        Assert.Contains("as line 8", fault.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("twice")));
    }

    [Fact]
    public void Import_SameRatingInASecondImport_NamesBothFiles()
    {
        string first = Ratings(Rows, 1, "first"), second = At("second.csv");
        File.WriteAllLines(second, [File.ReadLines(first).First(), File.ReadLines(first).ElementAt(123_456)]);
        Import("twice", new RatingsCsvImporter(), RatingOptions, Resident, first);
        InputDataException refused = Assert.Throws<InputDataException>(() => Import("twice", new RatingsCsvImporter(), RatingOptions, Resident, second));
        Assert.Contains("first.csv", Assert.Single(refused.Faults).Found, StringComparison.Ordinal);
        Assert.Equal(Rows, EvidenceStore.JudgementsIn(At("twice")));
    }

    [Fact]
    public void Import_RepeatsNumbered_AreNumberedOnDiskAsInMemory()
    {
        string file = Ratings(Rows, 1);
        File.AppendAllLines(file, File.ReadLines(file).Skip(5).Take(2000).Concat(File.ReadLines(file).Skip(5).Take(3)).ToArray());
        MeasureOptions options = RatingOptions.With("repeats", "number");
        Assert.Equal(Import("whole", new RatingsCsvImporter(), options, int.MaxValue, file).ContentHash, Import("spilled", new RatingsCsvImporter(), options, Resident, file).ContentHash);
    }

    [Fact]
    public void OpenCounts_DamagedColumn_IsAnErrorThatNamesTheFile()
    {
        Import("w", new RatingsCsvImporter(), RatingOptions, Resident, Ratings(Rows, 1));
        string column = Directory.GetFiles(At("w"), "ratings.rater.npy", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(column);
        bytes[^5] ^= 1;
        File.WriteAllBytes(column, bytes);
        StoredCounts stored = EvidenceStore.OpenCounts(At("w"), CancellationToken.None);
        InputDataException refused = Assert.Throws<InputDataException>(() => stored.Count(new CountQuery(JudgementTable.Ratings, [CountColumn.Rater]), CancellationToken.None));
        Assert.Equal(column, refused.Faults[0].File);
    }

    [Fact]
    public void CountTableBuilder_RunsOnDisk_GiveTheTableOfOneInMemory()
    {
        var random = new Random(5);
        using var spill = new SpillFiles(_folder, 1);
        CountTableBuilder runs = new(3, spill, 1000), memory = new(3);
        for (int i = 0; i < 50_000; i++)
        {
            long[] key = [random.Next(40) - 1, BitConverter.DoubleToInt64Bits(random.Next(30) - 15), random.Next(20)];
            runs.Add(key, 1 + (i % 3));
            memory.Add(key, 1 + (i % 3));
        }

        var query = new CountQuery(JudgementTable.Ratings, [CountColumn.Rater, CountColumn.Item, CountColumn.Value]);
        Same(memory.Build(query), runs.Build(query));
        Assert.True(spill.IsUsed);
    }

    private static MeasureOptions RatingOptions { get; } = MeasureOptions.Empty.With("scale", "ordinal:1..5");

    private static void Same(CountTable expected, CountTable found)
    {
        Assert.Equal(expected.Keys.ToArray(), found.Keys.ToArray());
        Assert.Equal(expected.Counts.ToArray(), found.Counts.ToArray());
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Ratings(int rows, int seed, string name = "ratings") => Lines(name, "rater,item,value,condition,country,device", rows, seed, (row, random) =>
        string.Create(CultureInfo.InvariantCulture, $"r{row % 997},i{name}{row / 997},{1 + random.Next(5)},{(random.Next(2) == 0 ? "plain" : "framed")},c{row % 997 % 7},{(random.Next(3) == 0 ? "phone" : "desk")}"));

    private string Comparisons(int rows) => Lines("comparisons", "judge,model_a,model_b,winner,item", rows, 3, (row, random) =>
    {
        int a = random.Next(12), b = (a + 1 + random.Next(11)) % 12;
        return $"j{row % 450},m{a},m{b},{new[] { "model_a", "model_b", "tie", "tie (bothbad)" }[random.Next(4)]},q{row}";
    });

    private string Outcomes(int rows) => Lines("outcomes", "system,item,value", rows, 4, (row, random) => $"s{row % 3},i{row / 3},{(random.Next(4) == 0 ? "yes" : "no")}");

    private string Lines(string name, string header, int rows, int seed, Func<int, Random, string> line)
    {
        var random = new Random(seed);
        var text = new StringBuilder(header).Append('\n');
        for (int row = 0; row < rows; row++)
            text.Append(line(row, random)).Append('\n');
        string file = At(name + ".csv");
        File.WriteAllText(file, text.ToString());
        return file;
    }

    private ImportSummary Import(string workspace, IImporter importer, MeasureOptions options, int residentRows, params string[] files) =>
        EvidenceStore.Import(At(workspace), importer, new ImportRequest([.. files], options), dryRun: false, null, CancellationToken.None, residentRows);
}
