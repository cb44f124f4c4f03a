namespace Concordat.Models.Segments;

/// <summary>The different words of a turn: runs of letters, digits and apostrophes, in small letters.</summary>
internal static class TurnWords
{
    public static HashSet<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isPart = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '\'');
            if (isPart && start < 0)
                start = i;
            if (isPart || start < 0)
                continue;
            words.Add(text[start..i].ToLowerInvariant());
            start = -1;
        }

        return words;
    }
}
