namespace Concordat.Web.Features.Desk;

/// <summary>How soon an answer comes too soon.</summary>
/// <remarks>
/// Adults read about 240 words a minute silently (Brysbaert 2019, Journal of Memory and Language 109:104047), some 24 letters a second; practised listeners to fast speech come to two or three
/// times that. Four times as fast is taken for impossible, and so is answering at all within 300 ms. What someone has been shown before they need not read again.
/// </remarks>
public static class ReadingPace
{
    public const int LettersASecond = 100, ShortestMilliseconds = 300;

    /// <summary>Whether an answer came before the letters that were new could be read; null where nothing was new or nobody measured.</summary>
    public static bool? IsTooQuick(long newLetters, long tookMilliseconds) =>
        newLetters <= 0 || tookMilliseconds < 0 ? null : tookMilliseconds < Math.Max(ShortestMilliseconds, newLetters * 1000 / LettersASecond);
}
