namespace Concordat.Models.Segments;

/// <summary>A judge's answer to one question.</summary>
/// <param name="Kind">How it answered.</param>
/// <param name="Number">The turn or the continuation, as numbered in the question; 0 where none was chosen.</param>
/// <param name="Told">What the judge said, or why there is no answer.</param>
public sealed record JudgeAnswer(JudgeAnswerKind Kind, int Number, string Told)
{
    public static JudgeAnswer Chosen(int number, string told) => new(JudgeAnswerKind.Chosen, number, told);

    public static JudgeAnswer None(string told) => new(JudgeAnswerKind.None, 0, told);

    public static JudgeAnswer Unparsable(string told) => new(JudgeAnswerKind.Unparsable, 0, told);

    public static JudgeAnswer Waiting(string told) => new(JudgeAnswerKind.Waiting, 0, told);
}
