namespace Concordat.Web.Features.Workshop;

/// <summary>What changed between two texts, word by word.</summary>
/// <remarks>Longest common subsequence of words. Time and memory O(words of one · words of the other); texts are standards, a few hundred words at most.</remarks>
public static class WordDiff
{
    /// <summary>Runs of words: kept (0), taken out (−1) or put in (+1), in reading order, taken out before put in.</summary>
    public static ImmutableArray<(int Change, string Text)> Of(string before, string after)
    {
        string[] a = before.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries), b = after.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var common = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
        {
            for (int j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var runs = new List<(int Change, List<string> Words)>();
        void Add(int change, string word)
        {
            if (runs.Count == 0 || runs[^1].Change != change)
                runs.Add((change, []));
            runs[^1].Words.Add(word);
        }

        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
                (i, j) = (i + 1, j + Kept(a[i]));
            else if (j == b.Length || i < a.Length && common[i + 1, j] >= common[i, j + 1])
                Add(-1, a[i++]);
            else
                Add(1, b[j++]);
        }

        return [.. runs.Select(run => (run.Change, string.Join(' ', run.Words)))];

        int Kept(string word)
        {
            Add(0, word);
            return 1;
        }
    }
}
