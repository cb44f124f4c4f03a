using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Decoding;

/// <summary>A vocabulary by the texts of its tokens, for servers that tell texts and not ids.</summary>
internal sealed class TokenTexts
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public TokenTexts(BpeTokenizer tokenizer)
    {
        Tokenizer = tokenizer;
        var several = new HashSet<string>(StringComparer.Ordinal);
        foreach (int id in tokenizer.Vocabulary.Values.Concat(tokenizer.SpecialTokens.Select(token => token.Id)).Distinct())
        {
            string text = tokenizer.Decode([id], leavesOutSpecialTokens: false);
            if (text.Contains('\uFFFD', StringComparison.Ordinal) || !_ids.TryAdd(text, id))
                several.Add(text);
        }

        foreach (string text in several)
            _ids.Remove(text);
    }

    public BpeTokenizer Tokenizer { get; }

    /// <summary>The token that alone has the text; null where there is none.</summary>
    public int? IdOf(string text) => _ids.TryGetValue(text, out int id) ? id : null;
}
