using Concordat.Formats.Trl;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;

namespace Concordat.Models.Tests.Objectives;

public sealed class ExampleEncodingTests
{
    private static readonly BpeTokenizer s_tokenizer = BpeTrainer.Train(["who is there? it is me. user: assistant: system:"], 270, ["<|endoftext|>"], CancellationToken.None);
    private static readonly ChatTokens s_chat = new(s_tokenizer, s_tokenizer.SpecialId("<|endoftext|>"));

    [Fact]
    public void Encode_PlainPairs_SharesThePromptAndScoresAnswersWithTheirEnd()
    {
        TrlDataset data = TrlDataset.Of([new TrlPreference(TrlText.Of("who is there?"), TrlText.Of(" me"), TrlText.Of(" it"))], [new TrlNote(1.5, "r", "east")]);
        EncodedExamples encoded = ExampleEncoding.Encode(data, ExampleKind.Pairs, s_chat, 64);
        ObjectiveExample pair = Assert.Single(encoded.Examples);
        Assert.Equal(1.5, pair.Weight);
        Assert.Equal("east", Assert.Single(encoded.Groups));
        Assert.Equal("who is there? me", s_tokenizer.Decode(pair.Sequences[0].Tokens.AsSpan()));
        Assert.Equal([" me<|endoftext|>"], Turns(pair.Sequences[0]));
        Assert.Equal([" it<|endoftext|>"], Turns(pair.Sequences[1]));
    }

    [Fact]
    public void Encode_Conversations_ScoresTheAssistantsWordsAlone()
    {
        TrlText chosen = TrlText.Of(new TrlMessage("assistant", "it is me"), new TrlMessage("user", "who?"), new TrlMessage("assistant", "me"));
        TrlText rejected = TrlText.Of(new TrlMessage("assistant", "it is me"), new TrlMessage("user", "who?"), new TrlMessage("assistant", "there"));
        TrlText prompt = TrlText.Of(new TrlMessage("system", "is"), new TrlMessage("user", "who is there?"));
        EncodedExamples encoded = ExampleEncoding.Encode(TrlDataset.Of([new TrlPreference(prompt, chosen, rejected)]), ExampleKind.Segments, s_chat, 200);
        ObjectiveExample pair = Assert.Single(encoded.Examples);
        Assert.Equal("system: is\nuser: who is there?\nassistant: it is me<|endoftext|>user: who?\nassistant: me<|endoftext|>", s_tokenizer.Decode(pair.Sequences[0].Tokens.AsSpan(), leavesOutSpecialTokens: false));
        Assert.Equal([" it is me<|endoftext|>", " me<|endoftext|>"], Turns(pair.Sequences[0]));
        Assert.Equal((new TurnRange(1, 1), new TurnRange(1, 1)), SegmentDpoObjective.Segments(pair));
    }

    [Fact]
    public void Encode_WhatCannotBeLearnedFrom_IsCountedByReason()
    {
        TrlDataset data = TrlDataset.Of(
        [
            new TrlPreference(TrlText.Of("who is there?"), TrlText.Of(" me"), TrlText.Of(" it")),
            new TrlPreference(TrlText.Of("who is there?"), TrlText.Of(new string('x', 90)), TrlText.Of(" it")),
            new TrlPreference(TrlText.Of("who is there?"), TrlText.Of(" me"), TrlText.Of(" me")),
            new TrlPreference(TrlText.Of(""), TrlText.Of(" me"), TrlText.Of(" it")),
        ]);
        EncodedExamples encoded = ExampleEncoding.Encode(data, ExampleKind.Pairs, s_chat, 64);
        Assert.Single(encoded.Examples);
        Assert.Equal(["a prompt without a word", "a sequence of more than 64 tokens", "two answers that are the same"], encoded.WhyLeftOut.Keys);
        Assert.All(encoded.WhyLeftOut.Values, count => Assert.Equal(1, count));
        Assert.Throws<ArgumentException>(() => ExampleEncoding.Encode(TrlDataset.Of([new TrlPromptCompletion(TrlText.Of("a"), TrlText.Of("b"))]), ExampleKind.Pairs, s_chat, 64));
    }

    [Fact]
    public void Encode_UnpairedAnswers_GivesEachTheAnswerToAnotherPrompt()
    {
        TrlDataset data = TrlDataset.Of(
        [
            new TrlUnpairedPreference(TrlText.Of("who"), TrlText.Of(" me"), true),
            new TrlUnpairedPreference(TrlText.Of("who"), TrlText.Of(" it"), false),
            new TrlUnpairedPreference(TrlText.Of("there"), TrlText.Of(" is"), true),
        ]);
        EncodedExamples encoded = ExampleEncoding.Encode(data, ExampleKind.Unpaired, s_chat, 64);
        Assert.Equal(["who is", "who is", "there me"], encoded.Examples.Select(example => s_tokenizer.Decode(example.Contrasts[0].Tokens.AsSpan())));
        Assert.Equal([true, false, true], encoded.Examples.Select(example => example.IsDesirable));
    }

    [Fact]
    public void Encode_AnswersWithRewards_JoinsThoseToOnePrompt()
    {
        static TrlExample Row(string prompt, string answer, string column, string json) =>
            new TrlPromptCompletion(TrlText.Of(prompt), TrlText.Of(answer)) { Other = Column(column, json) };
        TrlDataset data = TrlDataset.Of(
        [
            Row("who", " me", "rewards", """{"west": -1, "east": 0.5}"""), Row("there", " is", "rewards", """{"east": 1, "west": 2}"""),
            Row("who", " it", "rewards", """{"east": 3, "west": 4}"""),
        ]);
        EncodedExamples encoded = ExampleEncoding.Encode(data, ExampleKind.GroupRewarded, s_chat, 64);
        ObjectiveExample who = Assert.Single(encoded.Examples);
        Assert.Equal(["east", "west"], encoded.Groups.ToArray());
        Assert.Equal([.5, -1], who.Rewards[0].ToArray());
        Assert.Equal([3, 4], who.Rewards[1].ToArray());
        Assert.Equal(1, Assert.Single(encoded.WhyLeftOut).Value);
        Assert.Contains("'reward'", Assert.Throws<ArgumentException>(() => ExampleEncoding.Encode(data, ExampleKind.Rewarded, s_chat, 64)).Message, StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<string, string> Column(string column, string json) =>
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal).Add(column, json);

    private static string[] Turns(TokenSequence sequence) =>
        [.. sequence.Turns.Select(turn => s_tokenizer.Decode(sequence.Tokens.AsSpan(turn.Start, turn.Length), leavesOutSpecialTokens: false))];
}
