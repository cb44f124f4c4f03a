using Concordat.Evidence;
using Concordat.Formats.Trl;
using Concordat.Formats.TrlExport;

namespace Concordat.Tests.Formats.TrlExport;

public sealed class EvidenceExportTests
{
    [Fact]
    public void Of_Comparisons_WritesWhatWasChosenAndCountsTheRest()
    {
        EvidenceExportResult made = EvidenceExport.Of(Compared(), new EvidenceExportOptions { Type = TrlType.Preference, By = "language" }, default);
        Assert.Equal((8L, 5L), (made.Excluded.Considered, made.Excluded.Used));
        Assert.Equal(
            [(ComparisonRows.Abstained, 1L), (ComparisonRows.Tie, 1L), (ComparisonRows.Neither, 1L)], made.Excluded.ByReason.Select(reason => (reason.Key, reason.Value)));
        var first = (TrlPreference)made.Dataset.Examples[0];
        Assert.Equal(("q?", "long", "short"), (first.Prompt!.Words, first.Chosen.Words, first.Rejected.Words));
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], made.Dataset.Notes.Select(note => note.Rater));
    }

    /// <summary>Five raters of one group and one of another: the one must not be told from the five, so that neither group is named.</summary>
    [Fact]
    public void Of_GroupOfOne_IsNeitherNamedNorToldBySubtraction()
    {
        EvidenceSet evidence = Compared(lastLanguage: "tl", outcomes: [.. Enumerable.Repeat(ComparisonOutcome.First, 6)]);
        EvidenceExportResult made = EvidenceExport.Of(evidence, new EvidenceExportOptions { Type = TrlType.Preference, By = "language" }, default);
        Assert.Empty(made.Groups);
        Assert.Equal(6, made.RowsWithoutGroup);
        EvidenceSet alike = Compared(lastLanguage: "en", outcomes: [.. Enumerable.Repeat(ComparisonOutcome.First, 6)]);
        Assert.Equal(6, EvidenceExport.Of(alike, new EvidenceExportOptions { Type = TrlType.Preference, By = "language" }, default).Groups["en"]);
    }

    [Fact]
    public void Of_TiesBothOrders_HaveHalfTheWeightEach()
    {
        EvidenceSet evidence = Compared(outcomes: [ComparisonOutcome.Tie], weight: 3);
        EvidenceExportResult made = EvidenceExport.Of(evidence, new EvidenceExportOptions { Type = TrlType.Preference, Ties = TieRule.BothOrders, Weighting = "census" }, default);
        Assert.Equal([1.5, 1.5], made.Dataset.Weights.AsEnumerable());
        Assert.Equal(["long", "short"], made.Dataset.Examples.Select(example => ((TrlPreference)example).Chosen.Words));
    }

    [Fact]
    public void Of_Unpaired_NeitherAcceptableMakesBothUnwanted()
    {
        EvidenceSet evidence = Compared(outcomes: [ComparisonOutcome.NeitherAcceptable, ComparisonOutcome.Second]);
        EvidenceExportResult made = EvidenceExport.Of(evidence, new EvidenceExportOptions { Type = TrlType.UnpairedPreference, IsConversational = false }, default);
        Assert.Equal(
            [("long", false), ("short", false), ("short", true), ("long", false)],
            made.Dataset.Examples.Select(example => (((TrlUnpairedPreference)example).Completion.Plain!, ((TrlUnpairedPreference)example).Label)));
    }

    [Fact]
    public void Of_WeightOfZeroOrNone_IsLeftOutAndCounted()
    {
        EvidenceSet evidence = Compared(outcomes: [ComparisonOutcome.First, ComparisonOutcome.First, ComparisonOutcome.First], weight: 0);
        var options = new EvidenceExportOptions { Type = TrlType.Preference, Weighting = "census" };
        Assert.Contains("weight of zero", Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options, default)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options with { Weighting = "no such" }, default));
    }

    [Fact]
    public void Of_Ratings_NeedAWordOnWhatIsWanted()
    {
        EvidenceSet evidence = Rated([5, 3, 1]);
        var options = new EvidenceExportOptions { Type = TrlType.UnpairedPreference, Criterion = "helpful" };
        Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options, default));
        EvidenceExportResult made = EvidenceExport.Of(evidence, options with { WantedFrom = 4, UnwantedTo = 2 }, default);
        Assert.Equal([true, false], made.Dataset.Examples.Select(example => ((TrlUnpairedPreference)example).Label));
        Assert.Equal(1, made.Excluded.ByReason[RatingRows.Between]);
        EvidenceExportResult good = EvidenceExport.Of(evidence, options with { Type = TrlType.PromptCompletion, WantedFrom = 3 }, default);
        Assert.Equal("a", Assert.Single(good.Dataset.Examples).Texts[1].Text.Words);
        Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options with { Type = TrlType.PromptCompletion, WantedFrom = 3.5 }, default));
    }

    [Fact]
    public void Of_Turns_KeepsTheWholeConversationUnlessAskedOtherwise()
    {
        var builder = new EvidenceBuilder();
        int talk = builder.Items.Code("talk"), person = builder.Raters.Code("p"), bot = builder.Raters.Code("bot");
        foreach ((int index, int speaker, string? text) in new[] { (0, person, "one"), (1, bot, "two"), (2, person, (string?)null), (3, person, "three"), (4, bot, "four"), (5, person, "five") })
            builder.AddTurn(talk, index, speaker, text);
        EvidenceSet evidence = builder.Build();
        var options = new EvidenceExportOptions { Type = TrlType.PromptCompletion, Assistant = "bot" };
        TrlExample whole = Assert.Single(EvidenceExport.Of(evidence, options, default).Dataset.Examples);
        Assert.Equal(["one", "two", "three"], whole.Texts[0].Text.Messages.Select(message => message.Content));
        Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options with { IsConversational = false }, default));
        EvidenceExportResult last = EvidenceExport.Of(evidence, options with { IsConversational = false, LastTurnsOnly = true }, default);
        Assert.Equal((1, "three", "four"), (last.Shortened, last.Dataset.Examples[0].Texts[0].Text.Plain, last.Dataset.Examples[0].Texts[1].Text.Plain));
        Assert.Throws<ArgumentException>(() => EvidenceExport.Of(evidence, options with { Assistant = "nobody" }, default));
    }

    /// <summary>Option names as they stand in TRL's SFTConfig, DPOConfig, KTOConfig, ModelConfig, DatasetMixtureConfig and transformers' TrainingArguments.</summary>
    [Fact]
    public void Recipe_EveryType_NamesOptionsThatTheTrainerHas()
    {
        string[] shared = ["model_name_or_path", "datasets", "output_dir", "seed", "num_train_epochs", "learning_rate", "lr_scheduler_type", "warmup_ratio", "adam_beta1", "adam_beta2", "weight_decay", "per_device_train_batch_size", "gradient_accumulation_steps", "max_length"];
        var own = new Dictionary<TrlType, string[]>
        {
            [TrlType.LanguageModeling] = ["packing", "completion_only_loss", "assistant_only_loss"],
            [TrlType.PromptCompletion] = ["packing", "completion_only_loss", "assistant_only_loss"],
            [TrlType.Preference] = ["beta", "loss_type"],
            [TrlType.UnpairedPreference] = ["beta", "loss_type", "desirable_weight", "undesirable_weight"],
        };
        TrlText text = TrlText.Of("a");
        foreach (TrlExample example in new TrlExample[] { new TrlLanguageModeling(text), new TrlPromptCompletion(text, text), new TrlPreference(text, text, text), new TrlUnpairedPreference(text, text, true) })
        {
            string yaml = TrlRecipe.Text(TrlDataset.Of([example]), "it's.jsonl", "a/b: c", isWeighed: true);
            var read = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(yaml);
            Assert.All(read.Keys, key => Assert.Contains(key, shared.Concat(own[example.Type])));
            Assert.Equal("a/b: c", read["model_name_or_path"]);
            var data = (Dictionary<object, object>)((List<object>)read["datasets"])[0];
            Assert.Equal(("json", "it's.jsonl", "train"), (data["path"], data["data_files"], data["split"]));
        }

        Assert.Throws<ArgumentException>(() => TrlRecipe.Command(TrlType.PromptOnly));
    }

    /// <summary>KTO's paper keeps the two sums of weights alike: one wanted and three unwanted answers weigh 3 and 1.</summary>
    [Fact]
    public void Recipe_UnequalNumbersOfWantedAndUnwanted_WeighsThemAlike()
    {
        TrlText text = TrlText.Of("a");
        string yaml = TrlRecipe.Text(TrlDataset.Of([.. new[] { true, false, false, false }.Select(label => new TrlUnpairedPreference(text, text, label))]), "a.jsonl", "m", false);
        Assert.Contains("desirable_weight: 3.0\nundesirable_weight: 1.0\n", yaml, StringComparison.Ordinal);
    }

    private static EvidenceSet Compared(string lastLanguage = "es", ComparisonOutcome[]? outcomes = null, double? weight = null)
    {
        outcomes ??=
        [
            ComparisonOutcome.First, ComparisonOutcome.Second, ComparisonOutcome.First, ComparisonOutcome.First, ComparisonOutcome.First, ComparisonOutcome.Tie,
            ComparisonOutcome.NeitherAcceptable, ComparisonOutcome.Abstention,
        ];
        var builder = new EvidenceBuilder();
        int item = builder.Items.Code("q"), first = builder.Alternatives.Code("one"), second = builder.Alternatives.Code("two");
        builder.Items.TrySet(item, "prompt", "q?", out _);
        builder.AddResponse("one/q/0", builder.Systems.Code("one"), item, 0, "long");
        builder.AddResponse("two/q/0", builder.Systems.Code("two"), item, 0, "short");
        for (int i = 0; i < outcomes.Length; i++)
        {
            int rater = builder.Raters.Code($"r{i}");
            builder.Raters.TrySet(rater, "language", i == outcomes.Length - 1 ? lastLanguage : "en", out _);
            builder.AddComparison(rater, item, first, second, outcomes[i]);
            if (weight is { } value)
                builder.AddWeight(builder.Weightings.Code("census"), rater, -1, value);
        }

        return builder.Build();
    }

    private static EvidenceSet Rated(double[] values)
    {
        var builder = new EvidenceBuilder();
        int item = builder.Items.Code("q");
        builder.Items.TrySet(item, "prompt", "q?", out _);
        int response = builder.AddResponse("s/q/0", builder.Systems.Code("s"), item, 0, "a"), criterion = builder.Criterion("helpful", Scale.Numbers(ScaleKind.Interval, 1, 5));
        for (int i = 0; i < values.Length; i++)
            builder.AddRating(builder.Raters.Code($"r{i}"), item, criterion, values[i], response: response);
        return builder.Build();
    }
}
