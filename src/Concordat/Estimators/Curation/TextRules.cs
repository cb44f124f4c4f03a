using System.Text.RegularExpressions;

namespace Concordat.Estimators.Curation;

/// <summary>Rules about the words of an answer, in English.</summary>
/// <remarks>
/// They are blunt: a letter that somebody asked for in the first person is rejected with the rest. That is why each rejection is logged with its rule.
/// Source: Zhou et al. (2023), LIMA, arXiv 2305.11206, §2.1.
/// </remarks>
public static partial class TextRules
{
    /// <summary>Whether it speaks of itself: I, my, mine, myself, with or without a verb attached.</summary>
    public static bool IsFirstPerson(string answer) => FirstPerson().IsMatch(answer);

    /// <summary>Whether it speaks of other answers or of the place where it was posted: as mentioned above, the accepted answer, Stack Exchange.</summary>
    public static bool RefersToOtherAnswers(string answer) => OtherAnswers().IsMatch(answer);

    // A numeral, as in "I. Introduction" or "World War I", is no person.
    [GeneratedRegex(@"(?<!\bWar )\bI(?:['’](?:m|ve|ll|d)\b| +[a-z])|\b[Mm]y(?:self)?\b|\b[Mm]ine\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FirstPerson();

    [GeneratedRegex(
        @"\bas (?:already )?(?:mentioned|noted|stated|said|pointed out|suggested|answered)\b|\b(?:other|previous|above|accepted|top|another) (?:answers?|repl(?:y|ies)|comments?)\b|\bstack ?(?:exchange|overflow)\b|\bup ?voted?\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OtherAnswers();
}
