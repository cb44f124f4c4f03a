using System.Collections.Immutable;
using Concordat.Estimators.Curation;
using Concordat.Estimators.Embeddings;
using Concordat.Formats.Trl;

namespace Concordat.Tests.Estimators.Curation;

public sealed class CuratorTests
{
    private const string Long = "The tide follows the moon because its pull is stronger on the near side of the earth than on the far side.";

    [Fact]
    public void Run_OneExampleForEachRule_RejectsEachWithItsRule()
    {
        ImmutableArray<CurationExample> examples =
        [
            new("Why are there tides?", Long, 5, Group: "a", Source: "x"),
            new("Why are there tides?", Long + "!", 4, Group: "a", Source: "x"),
            new("Why are there tides, please?", Long, 3, Group: "a", Source: "x"),
            new("What is snow?", "Ice.", 5, Group: "a", Source: "x"),
            new("What is rain?", new string('w', 500), 5, Group: "a", Source: "x"),
            new("Where is the harbour?", "I think it lies behind the old market, next to the church.", 5, Group: "a", Source: "x"),
            new("How do bees find home?", "As mentioned above, they remember landmarks and the place of the sun.", 5, Group: "a", Source: "x"),
            new("How tall is the tower?", "It is ninety metres tall, with the flag pole counted in.", 1, Group: "a", Source: "x"),
            new("How old is the bridge?", "Nobody knows for sure how old it is, say the books.", null, Group: "a", Source: "x"),
            new("Which birds stay in winter?", "Robins, wrens and most tits stay here all winter long.", 5, Source: "x"),
            new("What do owls eat at night?", "Mice and voles, and now and then a beetle or a frog.", 5, Group: "b", Source: "y"),
            new("What do owls eat at night", "They eat voles above all, and whatever else is small.", 5, Group: "b", Source: "x"),
            new("   ", "An answer to nothing that anybody asked at all here.", 5, Group: "b", Source: "x"),
            new("When does the museum open?", "At nine on weekdays, and at eleven at the weekend.", 5, Group: "b", Source: "x"),
        ];
        CurationResult result = Run(examples, new CurationOptions
        {
            Size = 2,
            MinimumCharacters = 20,
            MaximumCharacters = 300,
            MinimumQuality = 2,
            RejectsFirstPerson = true,
            RejectsOtherAnswers = true,
            NearDuplicate = .8,
            HeldOutSources = ["y"],
            Quotas = QuotaRule.Equal,
        });
        Assert.Equal(
            [
                (1, CurationRule.ExactDuplicate), (2, CurationRule.NearDuplicate), (3, CurationRule.TooShort), (4, CurationRule.TooLong), (5, CurationRule.FirstPerson),
                (6, CurationRule.OtherAnswers), (7, CurationRule.LowQuality), (8, CurationRule.NoQuality), (9, CurationRule.NoGroup), (10, CurationRule.HeldOutSource),
                (11, CurationRule.LeaksHeldOut), (12, CurationRule.Empty),
            ],
            result.Rejections.Select(rejection => (rejection.Row, rejection.Rule)));
        Assert.Equal([0, 13], result.Chosen.Rows.Order());
        Assert.Equal((0, 0), (result.Rejections[0].Other, result.Rejections[1].Other));
        Assert.Equal((1, 0, "recorded"), (result.HeldOut, result.Chosen.Leaked, result.QualitySource));
        Assert.Equal([1, 1], result.Quotas.Values);
    }

    [Theory]
    [InlineData("I'm sure it works.", true)]
    [InlineData("Well, I think so.", true)]
    [InlineData("It is in my bag.", true)]
    [InlineData("World War I ended in 1918.", false)]
    [InlineData("I. Introduction", false)]
    [InlineData("Imagine a myopic miner.", false)]
    public void IsFirstPerson_Sentence_IsToldFromItsWords(string answer, bool expected) => Assert.Equal(expected, TextRules.IsFirstPerson(answer));

    [Theory]
    [InlineData("As already mentioned, it rains.", true)]
    [InlineData("The accepted answer is wrong.", true)]
    [InlineData("See Stack Overflow.", true)]
    [InlineData("The answer is four.", false)]
    public void RefersToOtherAnswers_Sentence_IsToldFromItsWords(string answer, bool expected) => Assert.Equal(expected, TextRules.RefersToOtherAnswers(answer));

    /// <summary>Quality 1, 2, 3 and complexity 3, 2, 1 by hand: products 3, 4, 3; below zero the shares 1/6, 3/6, 5/6 stand in.</summary>
    [Fact]
    public void Scores_RecordedAndMissing_AreProductsOrNamedProxies()
    {
        CurationScores scores = CurationScores.Of([new("p", "a", 1, 3), new("p", "a", 2, 2), new("p", "a", 3, 1)]);
        Assert.Equal([3.0, 4, 3], scores.Product.AsEnumerable());
        Assert.Equal([1 / 3.0, 5 / 6.0, 1 / 3.0], scores.Share.AsEnumerable());
        CurationScores negative = CurationScores.Of([new("p", "a", -1, 3), new("p", "a", 2, 2), new("p", "a", 3, 1)]);
        Assert.Equal(1 / 6.0 * (5 / 6.0), negative.Product[0], 12);
        Assert.Contains("proxy", CurationScores.Of([new("p", "a")]).QualitySource, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ProportionalQuotas_FollowThePool()
    {
        ImmutableArray<CurationExample> examples =
            [.. Enumerable.Range(0, 12).Select(i => new CurationExample($"question {i} about {(char)('a' + i)}{(char)('c' + i)}", $"answer {i} with {(char)('a' + i)} words {i * 7919}", 1 + i, Group: i < 9 ? "many" : "few"))];
        CurationResult result = Run(examples, new CurationOptions { Size = 4, Quotas = QuotaRule.Proportional });
        Assert.Equal((3, 1), (result.Chosen.Groups["many"], result.Chosen.Groups["few"]));
        Assert.All(result.Compared, outcome => Assert.Equal(3, outcome.Groups["many"]));
    }

    [Fact]
    public void Run_OptionsOutOfRange_NamesAllOfThem()
    {
        var options = new CurationOptions { Size = 0, MaximumSimilarity = 2, Quotas = QuotaRule.Stated };
        string message = Assert.Throws<ArgumentException>(options.Validate).Message;
        Assert.Contains("size is 0", message, StringComparison.Ordinal);
        Assert.Contains("max-similarity is 2", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Run([new("p", "a")], new CurationOptions { Size = 1, MinimumCharacters = 100 }));
        Assert.Throws<ArgumentException>(() => Run([new("p", "a")], new CurationOptions { Size = 1, HeldOutSources = ["nobody"] }));
    }

    /// <summary>Counts alone: the texts are offensive and stay where they are.</summary>
    [SharedDataFact("hh_harmless_test")]
    public void Run_RecordedPreferences_ChoosesWholeConversationsWithoutDuplicates()
    {
        TrlDataset turns = TrlTranscript.Conversational(TrlReader.Read(SharedData.At("hh_harmless_test/test.jsonl.gz"), TrlReaderOptions.Default, default), out _);
        ImmutableArray<CurationExample> examples = [.. turns.Examples.Take(1000).Cast<TrlPreference>().Select((pair, i) => new CurationExample(pair.Prompt!.Words, pair.Chosen.Words, Source: i % 10 == 0 ? "kept back" : "rest"))];
        CurationResult result = Run(examples, new CurationOptions { Size = 100, HeldOutSources = ["kept back"], ComparedWith = [SelectionMethod.KCentre, SelectionMethod.Random], NearDuplicate = .9 });
        Assert.Equal(examples.Length, result.Pool.Length + result.Rejections.Count(rejection => rejection.Rule != CurationRule.TooSimilar));
        Assert.Equal((100, 0, 0), (result.Chosen.Rows.Length, result.Chosen.NearPairs, result.Chosen.Leaked));
        MethodOutcome centre = result.Compared.First(outcome => outcome.Method == SelectionMethod.KCentre), random = result.Compared.First(outcome => outcome.Method == SelectionMethod.Random);
        Assert.True(centre.Coverage[^1].Radius <= random.Coverage[^1].Radius);
    }

    private static CurationResult Run(ImmutableArray<CurationExample> examples, CurationOptions options) => Curator.Run(
        examples, new LexicalEmbedder(LexicalOptions.Default with { Dimensions = 512 }).Embed([.. examples.Select(example => example.Prompt + "\n" + example.Answer)], 2, default), options, 2, default);
}
