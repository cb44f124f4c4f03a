namespace Concordat.Models.Segments;

/// <summary>How a judge answered.</summary>
public enum JudgeAnswerKind
{
    /// <summary>With a number.</summary>
    Chosen,

    /// <summary>That none qualifies.</summary>
    None,

    /// <summary>With something that is no answer.</summary>
    Unparsable,

    /// <summary>Not yet.</summary>
    Waiting,
}
