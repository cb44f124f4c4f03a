namespace Concordat.Formats.Trl;

/// <summary>Shortens conversations, only where that is asked for, and says how many.</summary>
public static class TrlTurns
{
    /// <summary>How many exchanges come before and with the answer of an example; 1 for plain text.</summary>
    public static int Exchanges(TrlExample example) => example.Texts.Max(text => text.Text.Exchanges);

    /// <summary>Keeps the last exchange of each conversation: leading instructions of the system, what the user said last, and the answer.</summary>
    /// <param name="dataset">The conversations; plain text stays as it is.</param>
    /// <param name="shortened">How many lost earlier exchanges.</param>
    public static TrlDataset Last(TrlDataset dataset, out int shortened)
    {
        var examples = ImmutableArray.CreateBuilder<TrlExample>(dataset.Examples.Length);
        shortened = 0;
        foreach (TrlExample example in dataset.Examples)
        {
            bool isLong = example.IsConversational && Exchanges(example) > 1;
            shortened += isLong ? 1 : 0;
            examples.Add(isLong ? Shorten(example) : example);
        }

        return dataset with { Examples = examples.MoveToImmutable() };
    }

    /// <summary>The standard form: the user's words as prompt, the assistant's as completion, without a chat template.</summary>
    /// <param name="dataset">Conversations of one exchange each; of more only with <paramref name="lastOnly"/>.</param>
    /// <param name="lastOnly">Whether longer conversations are cut to their last exchange, and what is no word of user or assistant is left out.</param>
    /// <param name="shortened">How many were.</param>
    /// <exception cref="ArgumentException">A conversation has several exchanges or other messages, and nobody asked to shorten it.</exception>
    public static TrlDataset Plain(TrlDataset dataset, bool lastOnly, out int shortened)
    {
        shortened = 0;
        if (!dataset.IsConversational)
            return dataset;
        int[] rich = [.. Enumerable.Range(0, dataset.Examples.Length).Where(row => !IsSingle(dataset.Examples[row]))];
        if (rich.Length > 0 && !lastOnly)
        {
            throw new ArgumentException(
                $"{rich.Length} of {dataset.Examples.Length} conversations have several exchanges, or messages of a system or tool (the first is row {rich[0]}); "
                + "plain text cannot hold them: write the conversational form, or ask for their last exchange (--turns last)");
        }

        shortened = rich.Length;
        TrlDataset last = Last(dataset, out _);
        return last with { IsConversational = false, Examples = [.. last.Examples.Select(ToPlain)] };
    }

    private static bool IsSingle(TrlExample example) =>
        Exchanges(example) <= 1 && example.Texts.All(text => text.Text.Messages.All(message => message.Role is TrlMessage.User or TrlMessage.Assistant && message.Content is not null));

    private static TrlExample Shorten(TrlExample example) => example switch
    {
        TrlLanguageModeling whole => whole with { Text = LastOf(whole.Text) },
        TrlPromptOnly prompt => prompt with { Prompt = LastOf(prompt.Prompt) },
        TrlPromptCompletion pair => pair with { Prompt = LastOf(pair.Prompt), Completion = LastAnswer(pair.Completion) },
        TrlUnpairedPreference unpaired => unpaired with { Prompt = LastOf(unpaired.Prompt), Completion = LastAnswer(unpaired.Completion) },
        TrlPreference { Prompt: null } implicitly => implicitly with { Chosen = LastOf(implicitly.Chosen), Rejected = LastOf(implicitly.Rejected) },
        TrlPreference explicitly => explicitly with { Prompt = LastOf(explicitly.Prompt!), Chosen = LastAnswer(explicitly.Chosen), Rejected = LastAnswer(explicitly.Rejected) },
        _ => example,
    };

    // From the first of the user's last messages on, after the instructions that open the conversation.
    private static TrlText LastOf(TrlText text)
    {
        ImmutableArray<TrlMessage> messages = text.Messages;
        int last = messages.Length - 1;
        while (last >= 0 && messages[last].Role != TrlMessage.User)
            last--;
        while (last > 0 && messages[last - 1].Role == TrlMessage.User)
            last--;
        int opening = 0;
        while (opening < last && messages[opening].Role is TrlMessage.System or TrlMessage.Developer)
            opening++;
        return last <= opening ? text : TrlText.Of([.. messages[..opening], .. messages[last..]]);
    }

    private static TrlText LastAnswer(TrlText text) => text.Exchanges == 0 ? text : TrlText.Of(text.Messages[^1]);

    private static TrlExample ToPlain(TrlExample example) => example switch
    {
        TrlLanguageModeling whole => whole with { Text = Joined(whole.Text) },
        TrlPromptOnly prompt => prompt with { Prompt = Joined(prompt.Prompt) },
        TrlPromptCompletion pair => pair with { Prompt = Joined(pair.Prompt), Completion = Joined(pair.Completion) },
        TrlUnpairedPreference unpaired => unpaired with { Prompt = Joined(unpaired.Prompt), Completion = Joined(unpaired.Completion) },
        TrlPreference preference => preference with
        {
            Prompt = preference.Prompt is null ? null : Joined(preference.Prompt),
            Chosen = Joined(preference.Chosen),
            Rejected = Joined(preference.Rejected),
        },
        _ => example,
    };

    private static TrlText Joined(TrlText text) => TrlText.Of(string.Join(
        "\n\n", text.Messages.Where(message => message.Role is TrlMessage.User or TrlMessage.Assistant).Select(message => message.Content).OfType<string>()));
}
