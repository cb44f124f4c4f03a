namespace Concordat.Web.Features.Judging;

/// <summary>The words that pages have for closed lists.</summary>
internal static class JudgingWords
{
    public static string Of(JudgementKind kind) => kind switch
    {
        JudgementKind.Rating => "You rate one text at a time on a scale.",
        JudgementKind.Pairwise => "You see two answers side by side and choose. Which system gave which is not shown.",
        JudgementKind.BestOf => "You see several answers and choose the best. Which system gave which is not shown.",
        _ => "You mark the part of a text that matters most and say why.",
    };

    public static string Of(RoundState state) => state switch
    {
        RoundState.Draft => "not opened yet",
        RoundState.Open => "open",
        _ => "closed",
    };

    public static string OfValue(RoundRow round, string value) => (round.Kind, value) switch
    {
        (JudgementKind.Pairwise, "1") => "The first is better",
        (JudgementKind.Pairwise, "2") => "The second is better",
        (JudgementKind.Pairwise, RoundRow.Tie) => "Both are as good",
        (JudgementKind.Pairwise, RoundRow.Neither) => "Neither is acceptable",
        (JudgementKind.BestOf, _) => $"Answer {value} is the best",
        (JudgementKind.Span, RoundRow.Marked) => "I mark a part",
        (JudgementKind.Span, _) => "There is nothing to mark",
        _ => value,
    };
}
