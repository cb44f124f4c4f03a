using System.Collections.Immutable;
using Concordat.Formats.Trl;
using Concordat.Numerics.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Formats.Trl;

public sealed class TrlTurnsTests
{
    private static readonly TrlMessage s_system = new(TrlMessage.System, "be brief"), s_first = new(TrlMessage.User, "one"), s_reply = new(TrlMessage.Assistant, "two"), s_second = new(TrlMessage.User, "three"), s_last = new(TrlMessage.Assistant, "four");

    [Fact]
    public void Plain_SeveralExchanges_IsRefusedUnlessAskedFor()
    {
        TrlDataset dataset = TrlDataset.Of(
            [new TrlPromptCompletion(TrlText.Of(s_second), TrlText.Of(s_last)), new TrlPromptCompletion(TrlText.Of(s_first, s_reply, s_second), TrlText.Of(s_last))]);
        Assert.Contains("1 of 2", Assert.Throws<ArgumentException>(() => TrlTurns.Plain(dataset, lastOnly: false, out _)).Message, StringComparison.Ordinal);
        TrlDataset plain = TrlTurns.Plain(dataset, lastOnly: true, out int shortened);
        Assert.Equal(1, shortened);
        Assert.All(plain.Examples, example => Assert.Equal(new TrlPromptCompletion(TrlText.Of("three"), TrlText.Of("four")), example));
    }

    [Fact]
    public void Last_ConversationWithInstructions_KeepsThemAndTheLastExchange()
    {
        TrlDataset dataset = TrlDataset.Of([new TrlLanguageModeling(TrlText.Of(s_system, s_first, s_reply, s_second, s_last))]);
        TrlDataset last = TrlTurns.Last(dataset, out int shortened);
        Assert.Equal(1, shortened);
        Assert.Equal(new TrlLanguageModeling(TrlText.Of(s_system, s_second, s_last)), last.Examples[0]);
    }

    /// <summary>TRL's own example of an implicit prompt.</summary>
    [Fact]
    public void Explicit_PublishedExample_FindsThePrompt()
    {
        TrlPreference plain = TrlConversion.Explicit(new TrlPreference(null, TrlText.Of("The sky is blue."), TrlText.Of("The sky is green.")));
        Assert.Equal(new TrlPreference(TrlText.Of("The sky is"), TrlText.Of(" blue."), TrlText.Of(" green.")), plain);
        var messages = new TrlPreference(null, TrlText.Of(s_first, s_reply), TrlText.Of(s_first, s_last));
        Assert.Equal(new TrlPreference(TrlText.Of(s_first), TrlText.Of(s_reply), TrlText.Of(s_last)), TrlConversion.Explicit(messages));
    }

    [Fact]
    public void To_AnyPreference_KeepsEveryWord() => Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
    {
        TrlDataset dataset = TrlFilesTests.Any(new Xoshiro(seed));
        if (dataset.Type != TrlType.Preference || dataset.Examples.Any(example => example.Texts.Length == 2))
            return;
        TrlDataset unpaired = TrlConversion.To(dataset, TrlType.UnpairedPreference, out int leftOut);
        Assert.Equal((0, 2 * dataset.Examples.Length, unpaired.Examples.Length), (leftOut, unpaired.Examples.Length, unpaired.Notes.Length));
        for (int row = 0; row < dataset.Examples.Length; row++)
        {
            var pair = (TrlPreference)dataset.Examples[row];
            var (wanted, other) = ((TrlUnpairedPreference)unpaired.Examples[2 * row], (TrlUnpairedPreference)unpaired.Examples[2 * row + 1]);
            Assert.Equal((pair.Chosen, pair.Rejected, pair.Prompt, pair.Prompt, true, false), (wanted.Completion, other.Completion, wanted.Prompt, other.Prompt, wanted.Label, other.Label));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void To_UnwantedCompletions_AreCountedNotTrained()
    {
        TrlDataset dataset = TrlDataset.Of(
            [new TrlUnpairedPreference(TrlText.Of("a"), TrlText.Of("b"), true), new TrlUnpairedPreference(TrlText.Of("a"), TrlText.Of("c"), false)]);
        TrlDataset pairs = TrlConversion.To(dataset, TrlType.LanguageModeling, out int leftOut);
        Assert.Equal(1, leftOut);
        Assert.Equal(new TrlLanguageModeling(TrlText.Of("ab")), Assert.Single(pairs.Examples));
    }

    [Fact]
    public void Messages_Transcript_TellsItsTurns()
    {
        Assert.Equal(TrlText.Of(s_first, s_reply, s_second, s_last), TrlTranscript.Messages("\n\nHuman: one\n\nAssistant: two\n\nHuman: three\n\nAssistant: four"));
        Assert.Null(TrlTranscript.Messages("one and two"));
    }

    [SharedDataFact("hh_harmless_test")]
    public void Conversational_RecordedPreferences_AreReadTurnByTurn()
    {
        TrlDataset plain = TrlReader.Read(SharedData.At("hh_harmless_test/test.jsonl.gz"), TrlReaderOptions.Default with { IsStrict = true }, default);
        Assert.Equal((TrlType.Preference, 2312, false), (plain.Type, plain.Examples.Length, plain.IsConversational));
        TrlDataset turns = TrlTranscript.Conversational(plain, out ImmutableSortedDictionary<string, int> why);
        Assert.Equal(2312, turns.Examples.Length + why.Values.Sum());
        Assert.True(turns.Examples.Length > 2200, $"{turns.Examples.Length}");
        Assert.Contains("have several exchanges", Assert.Throws<ArgumentException>(() => TrlTurns.Plain(turns, false, out _)).Message, StringComparison.Ordinal);
    }
}
