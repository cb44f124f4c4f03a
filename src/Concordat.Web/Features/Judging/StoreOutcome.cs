namespace Concordat.Web.Features.Judging;

/// <summary>What became of a judgement that arrived.</summary>
public enum StoreOutcome
{
    /// <summary>It is in the store, now or since it arrived before.</summary>
    Stored,

    /// <summary>It was taken back by its giver, and stays so.</summary>
    TakenBack,

    /// <summary>The task has another answer.</summary>
    AnsweredOtherwise,

    /// <summary>The round had closed before it was given.</summary>
    Closed,

    /// <summary>There is no such task of theirs.</summary>
    Unknown,

    /// <summary>It is none of the answers that the task takes.</summary>
    NoAnswer,
}
