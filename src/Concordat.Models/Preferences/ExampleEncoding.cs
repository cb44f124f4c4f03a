using System.Text.Json;
using Concordat.Formats.Trl;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Preferences;

/// <summary>Makes examples of a TRL dataset: of each row, or of all rows with the same prompt where answers carry rewards.</summary>
/// <remarks>
/// Weight and group come from the sidecar; a row without a group is of a group without a name. What is too long, has no words or no difference is left out and counted, never cut.
/// A mismatched answer is that of the next row with another prompt that has room. Randomness: none.
/// </remarks>
public sealed class ExampleEncoding
{
    private readonly ChatTokens _chat;
    private readonly int _mostTokens;
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    private ExampleEncoding(ChatTokens chat, int mostTokens) => (_chat, _mostTokens) = (chat, mostTokens);

    /// <summary>Makes the examples.</summary>
    /// <param name="dataset">The rows; converted where TRL's own tables allow it.</param>
    /// <param name="kind">What they are to become.</param>
    /// <param name="chat">The model's tokens.</param>
    /// <param name="mostTokens">The longest sequence that is taken.</param>
    /// <exception cref="ArgumentException">The dataset is of a type that cannot become this kind, or a reward is missing or no number.</exception>
    public static EncodedExamples Encode(TrlDataset dataset, ExampleKind kind, ChatTokens chat, int mostTokens)
    {
        var encoding = new ExampleEncoding(chat, mostTokens);
        int unwanted = 0;
        if (kind is ExampleKind.Pairs or ExampleKind.Segments && dataset.Type != TrlType.Preference)
            throw new ArgumentException($"the dataset is {dataset.Type}; pairs are needed: chosen, rejected and, best, prompt");
        if (kind == ExampleKind.Unpaired || (kind == ExampleKind.Answers && dataset.Type != TrlType.LanguageModeling) || kind >= ExampleKind.Rewarded)
            dataset = TrlConversion.To(dataset, kind == ExampleKind.Unpaired ? TrlType.UnpairedPreference : TrlType.PromptCompletion, out unwanted);
        if (unwanted > 0)
            encoding._leftOut["an answer that is not wanted"] = unwanted;
        string[] names = [.. dataset.Notes.Select(note => note.Group ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImmutableArray<string> groups = names is [] or [""] ? [] : [.. names];
        if (kind >= ExampleKind.Rewarded)
            return encoding.Rewarded(dataset, kind == ExampleKind.GroupRewarded);
        ImmutableArray<ObjectiveExample> examples =
        [
            .. Enumerable.Range(0, dataset.Examples.Length)
                .Select(row => encoding.Try(() => encoding.Of(dataset, row, kind)) is { } made ? made with { Weight = dataset.Weights[row], Group = Group(dataset, row, groups) } : null)
                .OfType<ObjectiveExample>(),
        ];
        return new EncodedExamples(examples, groups, encoding._leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static int Group(TrlDataset dataset, int row, ImmutableArray<string> groups) => groups.IsEmpty ? 0 : groups.IndexOf(dataset.Notes[row].Group ?? "");

    private ObjectiveExample? Try(Func<ObjectiveExample> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            // What a row lacks is a reason to count it, not to stop: the message says what it is.
            LeaveOut(exception.Message);
            return null;
        }
    }

    private void LeaveOut(string why) => _leftOut[why] = _leftOut.GetValueOrDefault(why) + 1;

    private ObjectiveExample Of(TrlDataset dataset, int row, ExampleKind kind)
    {
        switch (dataset.Examples[row])
        {
            case TrlLanguageModeling whole:
                return ObjectiveExample.Answer(Short(_chat.Whole(whole.Text)));
            case TrlPromptCompletion pair:
                return ObjectiveExample.Answer(Sequence(pair.Prompt, pair.Completion));
            case TrlUnpairedPreference unpaired:
                TokenSequence own = Sequence(unpaired.Prompt, unpaired.Completion);
                return ObjectiveExample.Answer(own) with { IsDesirable = unpaired.Label, Contrasts = [Mismatched(dataset, row, unpaired.Prompt)] };
            case TrlPreference preference:
                preference = TrlConversion.Explicit(preference);
                ObjectiveExample made = ObjectiveExample.Pair(Sequence(preference.Prompt!, preference.Chosen), Sequence(preference.Prompt!, preference.Rejected));
                if (made.Sequences[0].Tokens.SequenceEqual(made.Sequences[1].Tokens))
                    throw new ArgumentException("two answers that are the same");
                if (kind == ExampleKind.Segments)
                    SegmentDpoObjective.Segments(made);
                return made;
            default:
                throw new ArgumentException($"a row that is {dataset.Type}");
        }
    }

    private TokenSequence Sequence(TrlText prompt, TrlText answer)
    {
        ImmutableArray<int> asked = _chat.Prompt(prompt);
        return Short(asked.IsEmpty ? throw new ArgumentException("a prompt without a word") : ChatTokens.Join(asked, _chat.Answer(answer)));
    }

    private TokenSequence Short(TokenSequence sequence) =>
        sequence.Tokens.Length <= _mostTokens ? sequence : throw new ArgumentException($"a sequence of more than {_mostTokens} tokens");

    private TokenSequence Mismatched(TrlDataset dataset, int row, TrlText prompt)
    {
        int rows = dataset.Examples.Length;
        ImmutableArray<int> asked = _chat.Prompt(prompt);
        for (int step = 1; step < rows; step++)
        {
            var other = (TrlUnpairedPreference)dataset.Examples[(row + step) % rows];
            if (dataset.Weights[(row + step) % rows] == 0 || other.Prompt.Equals(prompt))
                continue;
            TokenSequence joined = ChatTokens.Join(asked, _chat.Answer(other.Completion));
            if (joined.Tokens.Length <= _mostTokens)
                return joined;
        }

        throw new ArgumentException("no answer to another prompt that has room after this one");
    }

    private EncodedExamples Rewarded(TrlDataset dataset, bool isByGroup)
    {
        string column = isByGroup ? "rewards" : "reward";
        (TrlPromptCompletion Row, double Weight, SortedDictionary<string, double> Rewards)[] rows =
        [
            .. dataset.Examples.Select((example, row) => ((TrlPromptCompletion)example, dataset.Weights[row], Rewards(example, column, row))).Where(row => row.Item2 > 0),
        ];
        if (rows.Length == 0)
            throw new ArgumentException("no row has a weight above 0");
        string[] names = [.. rows[0].Rewards.Keys];
        for (int row = 0; row < rows.Length; row++)
        {
            if (!rows[row].Rewards.Keys.SequenceEqual(names))
                throw new ArgumentException($"row {row} has rewards by {string.Join(", ", rows[row].Rewards.Keys)}, the first by {string.Join(", ", names)}; every answer needs one by each group");
        }

        ImmutableArray<ObjectiveExample> examples =
        [
            .. rows.GroupBy(row => row.Row.Prompt)
                .Select(prompt => Try(() => prompt.Count() < 2
                    ? throw new ArgumentException("a prompt with one answer: there is nothing that it could be better than")
                    : new ObjectiveExample([.. prompt.Select(row => Sequence(row.Row.Prompt, row.Row.Completion))])
                    {
                        Rewards = [.. prompt.Select(row => (ImmutableArray<double>)[.. row.Rewards.Values])],
                        SequenceWeights = prompt.All(row => row.Weight == 1) ? [] : [.. prompt.Select(row => row.Weight)],
                    }))
                .OfType<ObjectiveExample>(),
        ];
        return new EncodedExamples(examples, isByGroup ? [.. names] : [], _leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static SortedDictionary<string, double> Rewards(TrlExample example, string column, int row)
    {
        var rewards = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (!example.Other.TryGetValue(column, out string? json))
            throw new ArgumentException($"row {row} has no column '{column}'; the objective reads rewards from it");
        using JsonDocument document = JsonDocument.Parse(json);
        if (column == "reward")
            rewards.Add("", Number(document.RootElement, column, row));
        else if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty group in document.RootElement.EnumerateObject())
                rewards[group.Name] = Number(group.Value, $"{column}.{group.Name}", row);
        }

        return rewards.Count > 0 ? rewards : throw new ArgumentException($"row {row}: '{column}' is no object with a number for each group");
    }

    private static double Number(JsonElement value, string column, int row) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"row {row}: '{column}' is {value.GetRawText()}; expected a number");
}
