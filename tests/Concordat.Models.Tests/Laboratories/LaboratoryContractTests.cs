using System.Text;
using System.Text.RegularExpressions;
using Concordat.Audits.Figures;
using Concordat.Laboratories;
using Concordat.Models.Laboratories;
using Concordat.Tests;

namespace Concordat.Models.Tests.Laboratories;

/// <summary>What holds of every laboratory in the list, at test scale.</summary>
public sealed partial class LaboratoryContractTests
{
    private static readonly Dictionary<string, LaboratoryRun> s_runs = [];

    public static TheoryData<string> Ids() => [.. LaboratoryCatalog.All.Select(laboratory => laboratory.Description.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Run_OneThreadAndTwo_GiveTheSameBytes(string id)
    {
        ILaboratory laboratory = LaboratoryCatalog.Find(id)!;
        LaboratoryRun two = Run(id);
        LaboratoryRun one = LaboratoryCatalog.Run(laboratory, new LaboratoryRequest(LaboratoryScale.Test, two.Seed, two.Replicates), default);
        Assert.Equal(Encoding.UTF8.GetString(LaboratoryJson.ToBytes(one)), Encoding.UTF8.GetString(LaboratoryJson.ToBytes(two)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Json_WrittenAndRead_IsTheSame(string id)
    {
        byte[] written = LaboratoryJson.ToBytes(Run(id));
        byte[] again = LaboratoryJson.ToBytes(LaboratoryJson.Read(new MemoryStream(written), "lab.json"));
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(again));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Run_AtTestScale_AnswersInSentencesWithFiguresAndFindings(string id)
    {
        LaboratoryRun run = Run(id);
        LaboratoryOutcome outcome = run.Outcome;
        Assert.NotEmpty(outcome.Settings);
        Assert.NotEmpty(outcome.PlantedValues);
        Assert.NotEmpty(outcome.Result.Figures);
        Assert.All(outcome.Answers, answer => Assert.EndsWith(".", answer, StringComparison.Ordinal));
        Assert.All(outcome.Answers, answer => Assert.Matches(Figured(), answer));
        Assert.Equal(run.Laboratory.Measures.Select(measure => measure.Id).Order(StringComparer.Ordinal), outcome.Result.Findings.Select(finding => finding.Measure).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(outcome.Result.Findings, finding => Assert.True(finding.Estimate is null || finding.UnitCount == run.Replicates));
        Assert.Equal(outcome.Result.Findings.Length, outcome.Result.Findings.Select(finding => (finding.Measure, finding.Group, string.Join('|', finding.Scope))).Distinct().Count());
        Assert.All(outcome.Result.Figures, figure => Assert.False(string.IsNullOrWhiteSpace(figure.Caption)));
        Assert.All(outcome.Result.Figures.OfType<CurveFigure>(), figure => Assert.All(figure.Curves, curve => Assert.NotEmpty(curve.Points)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Description_SaysWhatIsPlantedAndWhatIsNotShown(string id)
    {
        LaboratoryDescription about = LaboratoryCatalog.Find(id)!.Description;
        Assert.True(about.Planted.Length >= 2 && about.Limits.Length >= 2, id);
        Assert.All(about.Planted.Concat(about.Limits), sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.EndsWith("?", about.Question, StringComparison.Ordinal);
        Assert.Matches(Year(), about.Source);
        Assert.All(about.Measures, measure => Assert.StartsWith(id + ".", measure.Id, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_OfMethods_HasASectionForIt(string id)
    {
        string page = File.ReadAllText(Path.Combine(SharedData.FolderAbove(Path.Combine("docs", "methods"))!, "laboratories.md"));
        Assert.Contains($"\n## `{id}`", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Run_Cancelled_Stops(string id)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => LaboratoryCatalog.Run(LaboratoryCatalog.Find(id)!, new LaboratoryRequest(LaboratoryScale.Test, 1, 2), source.Token));
    }

    [Theory]
    [InlineData(1, .95, "replicates is 1")]
    [InlineData(1001, .95, "replicates is 1001")]
    [InlineData(2, 1, "confidence level is 1")]
    public void Run_OptionOutOfRange_IsRefusedWithItsRange(int replicates, double level, string said)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => LaboratoryCatalog.Run(LaboratoryCatalog.All[0], new LaboratoryRequest(LaboratoryScale.Test, 1, replicates) { ConfidenceLevel = level }, default));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_AreDistinct() => Assert.Equal(LaboratoryCatalog.All.Length, LaboratoryCatalog.All.Select(laboratory => laboratory.Description.Id).Distinct(StringComparer.Ordinal).Count());

    /// <summary>A run at test scale with as many replicates as the laboratory itself would make, made once for all tests.</summary>
    internal static LaboratoryRun Run(string id)
    {
        lock (s_runs)
        {
            if (!s_runs.TryGetValue(id, out LaboratoryRun? run))
            {
                ILaboratory laboratory = LaboratoryCatalog.Find(id)!;
                run = LaboratoryCatalog.Run(laboratory, new LaboratoryRequest(LaboratoryScale.Test, 1, laboratory.DefaultReplicates(LaboratoryScale.Test)) { MaxThreads = 2 }, default);
                s_runs.Add(id, run);
            }

            return run;
        }
    }

    [GeneratedRegex(@"\d", RegexOptions.None, 1000)]
    private static partial Regex Figured();

    [GeneratedRegex(@"\(\d{4}\)", RegexOptions.None, 1000)]
    private static partial Regex Year();
}
