using Concordat.Models.Decoding;
using Concordat.Models.Decoding.Sweep;
using Concordat.Models.Lm;

namespace Concordat.Models.Tests.Decoding;

public sealed class AlphaSweepTests
{
    private static readonly ImmutableArray<SweepItem> s_items =
    [
        .. Enumerable.Range(0, 6).Select(i => new SweepItem($"t{i}", "text", SweepPart.Target, SweepKind.Text, "the people of" + new string('s', i), [" the country and"], 0)),
        .. Enumerable.Range(0, 6).Select(i => new SweepItem($"c{i}", "choice", SweepPart.Target, SweepKind.Choice, "in the" + new string('!', i), [" rain", " year", " town"], i % 3)),
        .. Enumerable.Range(0, 6).Select(i => new SweepItem($"k{i}", "facts", SweepPart.Knowledge, SweepKind.Cloze, "best of" + new string('.', i), ["x"], 0)),
    ];

    private static readonly AlphaSweepOptions s_options = new() { Alphas = [0, .5, 1], Replicates = 200 };

    [Fact]
    public void Run_ExpertThatIsTheDirectModelAndAntiThatIsTheBase_ClosesTheGapExactly()
    {
        // s = base + 1·(direct − base): at α = 1 the proxy is the directly tuned model, at 0 the base.
        ModelDirectory large = TinyModels.Directory(1), tuned = TinyModels.Directory(2);
        ImmutableArray<SweepItem> texts = [.. s_items.Where(item => item.Kind == SweepKind.Text)];
        AlphaSweepResult result = AlphaSweep.Run(texts, [Member("base", large), Member("expert", tuned), Member("anti", large), Member("direct", tuned)], s_options, 2, CancellationToken.None);
        Assert.Equal(1, Of(result, AlphaSweepResult.MeanOfRatios, "proxy", "1").Estimate!.Value.Value, 1e-6);
        Assert.Equal(0, Of(result, AlphaSweepResult.OverDirect, "proxy", "1").Estimate!.Value.Value, 1e-6);
        Assert.Equal(0, Of(result, AlphaSweepResult.MeanOfRatios, "proxy", "0").Estimate!.Value.Value);
        Assert.Equal("no target measure is in shares of right answers", Of(result, AlphaSweepResult.RatioOfMeans, "proxy", "1").WhyMissing);
    }

    [Fact]
    public void Run_ATextUnderTheBase_IsWhatWholeForwardPassesGive()
    {
        ModelDirectory large = TinyModels.Directory(1);
        AlphaSweepResult result = AlphaSweep.Run(s_items, [Member("base", large), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3)], s_options, 1, CancellationToken.None);
        double sum = 0;
        int tokens = 0;
        foreach (SweepItem item in s_items.Where(item => item.Kind == SweepKind.Text))
        {
            int[] prompt = TinyModels.Tokenizer.Encode(item.Prompt), rest = TinyModels.Tokenizer.Encode(item.Continuations[0]);
            int[] all = [.. prompt, .. rest];
            int vocabulary = large.Model.Config.VocabularySize;
            var pass = new LlamaPass(large.Model.Config, all.Length, 1);
            pass.Forward(large.Model.Weights, all, 1);
            for (int i = prompt.Length; i < all.Length; i++)
            {
                double[] z = Small.Doubles(pass.Logits.Span.Slice((i - 1) * vocabulary, vocabulary).ToArray());
                sum += Math.Log(z.Sum(value => Math.Exp(value))) - z[all[i]];
                tokens++;
            }
        }

        Assert.Equal(sum / tokens, Of(result, AlphaSweepResult.Value, "base", "–", "text").Estimate!.Value.Value, 1e-4);
        Assert.Equal(Of(result, AlphaSweepResult.Value, "base", "–", "choice").Estimate, Of(result, AlphaSweepResult.Value, "proxy", "0", "choice").Estimate);
        Assert.Contains("no directly tuned model", Of(result, AlphaSweepResult.MeanOfRatios, "proxy", "1").WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ADirectModelThatIsTheBase_LeavesNoGapToClose()
    {
        ModelDirectory large = TinyModels.Directory(1);
        AlphaSweepResult result = AlphaSweep.Run(s_items, [Member("base", large), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3), Member("direct", large)], s_options, 1, CancellationToken.None);
        Assert.Contains("no gap to close", Of(result, AlphaSweepResult.MeanOfRatios, "proxy", "1").WhyMissing, StringComparison.Ordinal);
        Assert.Equal(0, Of(result, AlphaSweepResult.Change, "direct", "–", "facts").Estimate!.Value.Value);
    }

    [Fact]
    public void Run_OnOtherThreads_GivesTheSameAndDrawsIt()
    {
        ImmutableArray<MixtureMember> members = [TinyModels.Member("base", 1), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3), TinyModels.Member("direct", 4)];
        ImmutableArray<SweepItem> items = [.. s_items.Where(item => item.Kind != SweepKind.Choice)];
        AlphaSweepResult one = AlphaSweep.Run(items, members, s_options, 1, CancellationToken.None), two = AlphaSweep.Run(items, members, s_options, 2, CancellationToken.None);
        Assert.Equal(one.Findings.AsEnumerable(), two.Findings.AsEnumerable());
        Assert.Equal(["What tuning is to bring, in nats a token, by α", "What the base knows, in right answers, by α", "The gap that the proxy closes, by α"], one.Figures.Select(figure => figure.Title));
    }

    [Fact]
    public void Compute_TwoMeasures_GivesBothFormulasByHand()
    {
        // Measure a: base .5, proxy 1, direct 1: ratio 1. Measure b: base 0, proxy .25, direct 1: ratio .25. Mean of ratios .625; ratio of means (.5 + .25)/(.5 + 1) = .5.
        SweepMeasure[] measures = [new("a", SweepPart.Target, SweepKind.Choice, 4), new("b", SweepPart.Target, SweepKind.Cloze, 4)];
        SweepSystem[] systems = [new("base", null, LogitMixture.Alone), new("proxy", 1, LogitMixture.ProxyTuning(1)), new("expert", null, LogitMixture.Only(1)), new("direct", null, LogitMixture.Only(3))];
        double[][] scores = [[1, 1, 0, 1], [1, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1]];
        var statistics = new SweepStatistics([.. measures], [0, 0, 0, 0, 1, 1, 1, 1], scores, [1, 1, 1, 1, 1, 1, 1, 1], [.. systems]);
        var values = new double[statistics.Count];
        statistics.Compute([1, 1, 1, 1, 1, 1, 1, 1], values);
        double Slot(string measure) => values[statistics.Slots.IndexOf(statistics.Slots.Single(slot => slot.Measure == measure))];
        Assert.Equal((.625, .5), (Slot(AlphaSweepResult.MeanOfRatios), Slot(AlphaSweepResult.RatioOfMeans)));
        // Counting the first and third question of a alone leaves base .5, and the first of b twice proxy 1: ratios 1 and 1.
        statistics.Compute([2, 0, 2, 0, 4, 0, 0, 0], values);
        Assert.Equal((1, 1), (Slot(AlphaSweepResult.MeanOfRatios), Slot(AlphaSweepResult.RatioOfMeans)));
    }

    [Fact]
    public void Read_AFileWithFaults_ListsThemWithTheirLines()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file,
            [
                """{"id":"a","measure":"m","part":"target","prompt":"p","choices":["x","y"],"answer":1}""",
                """{"id":"b","measure":"m","part":"target","prompt":"p","choices":["x","y"],"answer":2}""",
                """{"id":"a","measure":"m","part":"target","prompt":"p","choices":["x","y"],"answer":0}""",
                """{"id":"c","measure":"m","part":"knowledge","prompt":"p","text":"t"}""",
                """{"id":"d","measure":"n","part":"target","prompt":"p","text":"t","colour":"red"}""",
            ]);
            Assert.Equal([2, 3, 4, 5], Assert.Throws<InputDataException>(() => SweepFile.Read(file, CancellationToken.None)).Faults.Select(fault => fault.Line));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static MixtureMember Member(string name, ModelDirectory directory) => new(name, directory, PromptTemplate.Raw);

    private static Finding Of(AlphaSweepResult result, string measure, string system, string alpha, string? of = null) => result.Findings.First(finding =>
        finding.Measure == measure && finding.Scope[1].Value == system && finding.Scope[2].Value == alpha && (of is null || finding.Scope[0].Value == of));
}
