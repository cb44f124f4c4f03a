namespace Concordat.Formats.Trl;

/// <summary>Turns examples of one type into those of another, where TRL's own tables allow it and nothing has to be invented.</summary>
/// <remarks>Source: TRL documentation, "Utilities for converting dataset types".</remarks>
public static class TrlConversion
{
    /// <summary>Converts a dataset; notes go with their rows, and with both rows where one becomes two.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="type">The type wanted.</param>
    /// <param name="leftOut">Rows that have no counterpart: completions that are not wanted, where only wanted ones are asked for.</param>
    /// <exception cref="ArgumentException">What the type needs does not stand in the rows.</exception>
    public static TrlDataset To(TrlDataset dataset, TrlType type, out int leftOut)
    {
        leftOut = 0;
        if (dataset.Type == type)
            return dataset;
        var examples = ImmutableArray.CreateBuilder<TrlExample>();
        var notes = ImmutableArray.CreateBuilder<TrlNote>();
        for (int row = 0; row < dataset.Examples.Length; row++)
        {
            int before = examples.Count;
            examples.AddRange(Convert(dataset.Examples[row], type, row).Select(made => made with { Other = dataset.Examples[row].Other }));
            leftOut += examples.Count == before ? 1 : 0;
            for (int made = before; made < examples.Count && !dataset.Notes.IsEmpty; made++)
                notes.Add(dataset.Notes[row]);
        }

        return examples.Count > 0
            ? TrlDataset.Of(examples.ToImmutable(), notes.ToImmutable())
            : throw new ArgumentException($"no row of {dataset.Examples.Length} is a wanted completion", nameof(dataset));
    }

    /// <summary>The preference with its prompt by itself: what both texts begin with.</summary>
    /// <remarks>Messages that agree belong to the prompt; in plain text characters that agree do, but for a space before the first that differs.</remarks>
    /// <exception cref="ArgumentException">One text is the beginning of the other, so that nothing is left to answer.</exception>
    public static TrlPreference Explicit(TrlPreference preference)
    {
        if (preference.Prompt is not null)
            return preference;
        if (preference.IsConversational)
        {
            ImmutableArray<TrlMessage> chosen = preference.Chosen.Messages, rejected = preference.Rejected.Messages;
            int shared = chosen.AsSpan().CommonPrefixLength(rejected.AsSpan());
            return shared > 0 && shared < Math.Min(chosen.Length, rejected.Length)
                ? preference with { Prompt = TrlText.Of(chosen[..shared]), Chosen = TrlText.Of(chosen[shared..]), Rejected = TrlText.Of(rejected[shared..]) }
                : throw NoPrompt();
        }

        string first = preference.Chosen.Plain!, second = preference.Rejected.Plain!;
        int length = first.AsSpan().CommonPrefixLength(second);
        if (length == 0 || length == Math.Min(first.Length, second.Length))
            throw NoPrompt();
        length -= first[length - 1] == ' ' ? 1 : 0;
        length -= length > 0 && char.IsHighSurrogate(first[length - 1]) ? 1 : 0;
        return preference with { Prompt = TrlText.Of(first[..length]), Chosen = TrlText.Of(first[length..]), Rejected = TrlText.Of(second[length..]) };
    }

    private static ArgumentException NoPrompt() => new("the preferred and the other text share no beginning, or one is the beginning of the other: there is no prompt to tell apart");

    private static IEnumerable<TrlExample> Convert(TrlExample example, TrlType type, int row) => (example, type) switch
    {
        (TrlPreference preference, TrlType.UnpairedPreference) when Explicit(preference) is { } explicitly =>
            [new TrlUnpairedPreference(explicitly.Prompt!, explicitly.Chosen, true), new TrlUnpairedPreference(explicitly.Prompt!, explicitly.Rejected, false)],
        (TrlPreference { Prompt: null } preference, TrlType.LanguageModeling) => [new TrlLanguageModeling(preference.Chosen)],
        (TrlPreference preference, _) when Explicit(preference) is { } explicitly => Convert(new TrlPromptCompletion(explicitly.Prompt!, explicitly.Chosen), type, row),
        (TrlUnpairedPreference { Label: false }, TrlType.PromptCompletion or TrlType.LanguageModeling) => [],
        (TrlUnpairedPreference unpaired, TrlType.PromptCompletion or TrlType.LanguageModeling or TrlType.PromptOnly) =>
            Convert(new TrlPromptCompletion(unpaired.Prompt, unpaired.Completion), type, row),
        (TrlPromptCompletion pair, TrlType.PromptCompletion) => [pair],
        (TrlPromptCompletion pair, TrlType.PromptOnly) => [new TrlPromptOnly(pair.Prompt)],
        (TrlPromptCompletion pair, TrlType.LanguageModeling) => [new TrlLanguageModeling(pair.IsConversational
            ? TrlText.Of([.. pair.Prompt.Messages, .. pair.Completion.Messages])
            : TrlText.Of(pair.Prompt.Plain + pair.Completion.Plain))],
        (TrlLanguageModeling whole, TrlType.PromptCompletion or TrlType.PromptOnly) when Split(whole.Text) is { } pair => Convert(pair, type, row),
        _ => throw new ArgumentException($"row {row} is {example.Type}, which does not hold what {type} needs"),
    };

    // The last answer of a conversation is the completion, all before it the prompt.
    private static TrlPromptCompletion? Split(TrlText text)
    {
        ImmutableArray<TrlMessage> messages = text.Messages;
        return messages.Length >= 2 && messages[^1].Role == TrlMessage.Assistant && messages[^2].Role is TrlMessage.User or TrlMessage.Tool
            ? new TrlPromptCompletion(TrlText.Of(messages[..^1]), TrlText.Of(messages[^1]))
            : null;
    }
}
