namespace Concordat.Models.Partners;

/// <summary>The game in words, a token for each.</summary>
/// <remarks>A reason follows from what is said of a card of which kind; the player reads the card and the reason, never whether it holds.</remarks>
public static class CardWords
{
    private static readonly string[][] s_symbols = [["A", "E"], ["K", "D"], ["4", "6"], ["3", "7"]];

    private static readonly string[] s_turn = ["you should turn", "i would flip", "better check", "you should check"];

    private static readonly string[] s_leave = ["you should leave", "no need for", "better keep away from", "you better leave"];

    // By kind, then leave and turn: the rule confirms one of the two.
    private static readonly string[][] s_reasons =
    [
        ["there is an even number behind it", "an odd number behind it breaks the rule"],
        ["the rule says nothing of it", "there must be an odd number behind it"],
        ["any letter behind it fits the rule", "there must be a vowel behind it"],
        ["the rule says nothing of odd", "a vowel behind it breaks the rule"],
    ];

    private static readonly string[] s_prefixes =
        ["the partner will not help", "nothing the partner says will help", "the advice of the partner will not help", "the partner says nothing that will help"];

    private static readonly string[] s_words = Words();

    private static readonly Dictionary<string, int> s_ids = s_words.Select((word, id) => (word, id)).ToDictionary(pair => pair.word, pair => pair.id, StringComparer.Ordinal);

    public const string Turn = "turn", Leave = "leave", Adopt = "adopt", Keep = "keep";

    public static int Count => s_words.Length;

    /// <summary>The token of a word.</summary>
    public static int Id(string word) => s_ids[word];

    /// <summary>The words of tokens.</summary>
    public static string Text(ReadOnlySpan<int> tokens)
    {
        var words = new string[tokens.Length];
        for (int i = 0; i < words.Length; i++)
            words[i] = s_words[tokens[i]];
        return string.Join(' ', words);
    }

    /// <summary>What is on the table, after the counterfactual prefix if there is one.</summary>
    public static string Opening(CardTable table, int prefix) =>
        $"{(prefix < 0 ? "" : s_prefixes[prefix] + " . ")}cards {string.Join(' ', Enumerable.Range(0, CardTable.Cards).Select(card => Symbol(table, card)))} .";

    /// <summary>What a partner says.</summary>
    public static string Statement(CardTable table, Advice advice)
    {
        string said = $"{(advice.Turn ? s_turn : s_leave)[advice.Wording]} {Symbol(table, advice.Card)}";
        return advice.Card == table.Smudged ? $"partner : {said} ." : $"partner : {said} because {s_reasons[(int)table.Kinds[advice.Card]][advice.Turn ? 1 : 0]} .";
    }

    /// <summary>What stands before a decision.</summary>
    public static string Question(CardTable table, CardDecision decision) => $"{Symbol(table, decision.Card)} :";

    public static string Answer(bool isAdvice, bool isYes) => isAdvice ? isYes ? Adopt : Keep : isYes ? Turn : Leave;

    /// <summary>Adds the tokens of a text.</summary>
    public static void Add(ImmutableArray<int>.Builder tokens, string text)
    {
        foreach (string word in text.Split(' '))
            tokens.Add(s_ids[word]);
    }

    private static string Symbol(CardTable table, int card) => card == table.Smudged ? "?" : s_symbols[(int)table.Kinds[card]][table.Symbols[card]];

    private static string[] Words() =>
    [
        .. s_symbols.SelectMany(symbols => symbols).Concat(["?", ".", ":", "cards", "partner", "because", Turn, Leave, Adopt, Keep])
            .Concat(s_turn.Concat(s_leave).Concat(s_reasons.SelectMany(reasons => reasons)).Concat(s_prefixes).SelectMany(text => text.Split(' ')))
            .Distinct(StringComparer.Ordinal),
    ];
}
