using System.Text;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Decoding;

/// <summary>Checks that models mean the same by the same token: without that a sum of their logits means nothing.</summary>
public static class SharedVocabulary
{
    /// <summary>Compares the tokens of a model with those of the first.</summary>
    /// <exception cref="ArgumentException">They differ; the message names the first token that does.</exception>
    public static void Require(string firstName, BpeTokenizer first, string name, BpeTokenizer other)
    {
        if (ReferenceEquals(first, other))
            return;
        string?[] left = Words(first), right = Words(other);
        for (int id = 0; id < Math.Max(left.Length, right.Length); id++)
        {
            string? mine = id < left.Length ? left[id] : null, its = id < right.Length ? right[id] : null;
            if (mine != its)
                throw new ArgumentException($"{firstName} and {name} do not share a vocabulary: token {id} is {Shown(mine)} in {firstName} and {Shown(its)} in {name}");
        }

        if (!first.Merges.AsSpan().SequenceEqual(other.Merges.AsSpan()))
        {
            int at = Enumerable.Range(0, Math.Max(first.Merges.Length, other.Merges.Length)).First(i => i >= first.Merges.Length || i >= other.Merges.Length || first.Merges[i] != other.Merges[i]);
            throw new ArgumentException($"{firstName} and {name} have the same tokens and different merges, the first at number {at}: they would read a text as different tokens");
        }
    }

    private static string?[] Words(BpeTokenizer tokenizer)
    {
        var words = new string?[tokenizer.VocabularySize];
        foreach ((string word, int id) in tokenizer.Vocabulary)
            words[id] = word;
        foreach (SpecialToken token in tokenizer.SpecialTokens)
            words[token.Id] = token.Text;
        return words;
    }

    private static string Shown(string? word)
    {
        if (word is null)
            return "missing";
        var shown = new StringBuilder("'");
        foreach (char c in word.Length > 40 ? word.AsSpan(0, 40) : word)
            shown.Append(char.IsControl(c) ? ' ' : c);
        return shown.Append('\'').ToString();
    }
}
