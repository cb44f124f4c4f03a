namespace Concordat.Formats.Trl;

/// <summary>Conversations written as one text with marks before each turn, as in hh-rlhf: <c>\n\nHuman: … \n\nAssistant: …</c>.</summary>
/// <remarks>Source: Bai et al. (2022), arXiv 2204.05862; github.com/anthropics/hh-rlhf.</remarks>
public static class TrlTranscript
{
    private const string Human = "\n\nHuman:", Assistant = "\n\nAssistant:";

    /// <summary>The messages of a transcript; null where the text is none.</summary>
    public static TrlText? Messages(string text)
    {
        var messages = ImmutableArray.CreateBuilder<TrlMessage>();
        int at = 0;
        while (at < text.Length)
        {
            string? mark = Mark(text, at);
            if (mark is null)
                return null;
            int from = at + mark.Length, next = from;
            while (next < text.Length && Mark(text, next) is null)
                next++;
            messages.Add(new TrlMessage(mark == Human ? TrlMessage.User : TrlMessage.Assistant, text[from..next].Trim()));
            at = next;
        }

        return messages.Count == 0 ? null : TrlText.Of(messages.ToImmutable());
    }

    /// <summary>The dataset with every transcript as messages, and prompts by themselves where a preference holds them twice.</summary>
    /// <param name="dataset">Plain text.</param>
    /// <param name="whyLeftOut">How many rows cannot be read so, by reason.</param>
    /// <exception cref="ArgumentException">No row is a transcript.</exception>
    public static TrlDataset Conversational(TrlDataset dataset, out ImmutableSortedDictionary<string, int> whyLeftOut)
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var examples = ImmutableArray.CreateBuilder<TrlExample>();
        var notes = ImmutableArray.CreateBuilder<TrlNote>();
        for (int row = 0; row < dataset.Examples.Length; row++)
        {
            (TrlExample? example, string why) = Read(dataset.Examples[row]);
            if (example is null)
            {
                reasons[why] = reasons.GetValueOrDefault(why) + 1;
                continue;
            }

            examples.Add(example);
            if (!dataset.Notes.IsEmpty)
                notes.Add(dataset.Notes[row]);
        }

        whyLeftOut = reasons.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return examples.Count > 0
            ? TrlDataset.Of(examples.ToImmutable(), notes.ToImmutable())
            : throw new ArgumentException("no row is a transcript with a mark before each turn (Human:, Assistant:)", nameof(dataset));
    }

    private static (TrlExample? Example, string Why) Read(TrlExample example)
    {
        const string NoMarks = "a text without marks before its turns", NoAnswer = "no answer of the assistant at its end", NotOneAnswer = "the two texts differ in more than their last answers";
        switch (example)
        {
            case TrlPreference { Prompt: null, IsConversational: false } pair:
                TrlText? chosen = Messages(pair.Chosen.Plain!), rejected = Messages(pair.Rejected.Plain!);
                if (chosen is null || rejected is null)
                    return (null, NoMarks);
                if (chosen.Messages[^1].Role != TrlMessage.Assistant || rejected.Messages[^1].Role != TrlMessage.Assistant)
                    return (null, NoAnswer);
                if (chosen.Messages.Length < 2 || chosen.Messages.Length != rejected.Messages.Length || !chosen.Messages[..^1].SequenceEqual(rejected.Messages[..^1]))
                    return (null, NotOneAnswer);
                return (new TrlPreference(TrlText.Of(chosen.Messages[..^1]), TrlText.Of(chosen.Messages[^1]), TrlText.Of(rejected.Messages[^1])) { Other = pair.Other }, "");
            case TrlLanguageModeling { IsConversational: false } whole:
                return Messages(whole.Text.Plain!) is { } text ? (new TrlLanguageModeling(text) { Other = whole.Other }, "") : (null, NoMarks);
            default:
                return (null, "neither a whole text nor a preference with an implicit prompt");
        }
    }

    private static string? Mark(string text, int at) =>
        text.AsSpan(at).StartsWith(Human, StringComparison.Ordinal) ? Human : text.AsSpan(at).StartsWith(Assistant, StringComparison.Ordinal) ? Assistant : null;
}
