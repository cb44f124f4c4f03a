using System.Globalization;
using System.Text;
using Concordat.Claims;

namespace Concordat.Web.Features.Reading;

/// <summary>What claims say to a question, and what they do not.</summary>
/// <param name="Cited">The claims that speak of it and stand, most of the question covered first; their own words are the answer.</param>
/// <param name="NoLongerStanding">Claims that spoke of it and were replaced or have expired.</param>
/// <param name="NotCovered">Words of the question that no cited claim has.</param>
/// <param name="Draft">A model's wording of the answer; null where none was asked for.</param>
/// <remarks>
/// A claim speaks of a question where it has words that make up at least a quarter of the question's weight; a word weighs ln((1 + n)/(1 + df)) + 1 over the n claims here, and words that are in every
/// text count for nothing. Words are the same that are written alike but for an English ending; numbers only where they are equal. This knows wording, not meaning: what is put in other words is
/// reported as not covered.
/// </remarks>
public sealed record InquiryAnswer(ImmutableArray<InquiryAnswer.Citation> Cited, ImmutableArray<InquiryAnswer.Citation> NoLongerStanding, ImmutableArray<string> NotCovered, InquiryDraft? Draft = null)
{
    private const double LeastShare = .25;

    private const int MostCited = 8, ShortestStem = 4;

    private static readonly ImmutableHashSet<string> s_endings = ImmutableHashSet.Create(
        StringComparer.Ordinal, "", "s", "e", "es", "d", "ed", "r", "er", "rs", "ers", "n", "an", "ing", "ings", "ly", "y", "ies", "ied", "ern", "al", "able", "ion", "ions", "ment", "ments");

    private static readonly ImmutableHashSet<string> s_plain = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "if", "in", "is", "it", "its",
        "many", "may", "more", "most", "much", "my", "no", "not", "of", "on", "one", "or", "our", "say", "so", "some", "than", "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "too",
        "under", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your");

    /// <summary>Answers a question from claims.</summary>
    public static InquiryAnswer To(string question, ImmutableArray<ClaimEntry> claims)
    {
        ImmutableArray<string> asked = [.. Words(question).Distinct(StringComparer.Ordinal)];
        ImmutableArray<ImmutableHashSet<string>> words = [.. claims.Select(entry => Words(entry.Text).ToImmutableHashSet(StringComparer.Ordinal))];
        bool[][] has = [.. words.Select(text => asked.Select(word => text.Any(other => IsSame(word, other))).ToArray())];
        double[] weight = [.. asked.Select((_, i) => Math.Log((1.0 + claims.Length) / (1 + has.Count(claim => claim[i]))) + 1)];
        double whole = weight.Sum();
        double Share(Func<int, bool> holds) => whole == 0 ? 0 : weight.Where((_, word) => holds(word)).Sum() / whole;
        var speaking = claims.Select((entry, i) => (Entry: entry, Has: has[i], Share: Share(word => has[i][word]), Said: Said(entry, asked, Share)))
            .Where(claim => claim.Share >= LeastShare).OrderByDescending(claim => claim.Share).ThenByDescending(claim => claim.Said).ThenBy(claim => claim.Entry.Id, StringComparer.Ordinal).ToArray();
        var cited = speaking.Where(claim => claim.Entry.Stands).Take(MostCited).ToArray();
        return new InquiryAnswer(
            [.. cited.Select(claim => Citation.Of(claim.Entry, claim.Share))],
            [.. speaking.Where(claim => !claim.Entry.Stands).Take(MostCited).Select(claim => Citation.Of(claim.Entry, claim.Share))],
            [.. asked.Where((_, word) => !cited.Any(claim => claim.Has[word]))]);
    }

    // Of two that speak of as much, the one comes first that says more of it in the statement itself: the text below it quotes a standard, which names others too.
    private static double Said(ClaimEntry entry, ImmutableArray<string> asked, Func<Func<int, bool>, double> share)
    {
        var words = Words(entry.Claim.Description).ToImmutableHashSet(StringComparer.Ordinal);
        return share(word => words.Any(other => IsSame(asked[word], other)));
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (Rune letter in text.Normalize(NormalizationForm.FormC).ToLowerInvariant().EnumerateRunes().Append(new Rune(' ')))
        {
            // Many scripts write vowels as marks: they belong to the word.
            if (Rune.IsLetterOrDigit(letter) || Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(letter.ToString());
            }
            else if (word.Length > 0)
            {
                string whole = word.ToString();
                word.Clear();
                if (whole.Length > 1 && !s_plain.Contains(whole))
                    yield return whole;
            }
        }
    }

    // Endings differ and beginnings do not: answers, answered; but not contract, contrast.
    private static bool IsSame(string one, string other)
    {
        if (one == other)
            return true;
        int alike = one.AsSpan().CommonPrefixLength(other);
        return alike >= ShortestStem && !char.IsDigit(one[0]) && s_endings.Contains(one[alike..]) && s_endings.Contains(other[alike..]);
    }

    /// <summary>A claim as it was when it was cited.</summary>
    /// <param name="Claim">Its id.</param>
    /// <param name="Statement">Its words.</param>
    /// <param name="Confidence">How far it could be relied on.</param>
    /// <param name="Share">The share of the question's weight that it has words for.</param>
    /// <param name="Limitations">What it does not show.</param>
    public sealed record Citation(string Claim, string Statement, ClaimConfidence Confidence, double Share, ImmutableArray<string> Limitations)
    {
        internal static Citation Of(ClaimEntry entry, double share) => new(entry.Id, entry.Claim.Description, entry.Claim.Confidence, share, entry.Claim.Limitations);
    }
}
