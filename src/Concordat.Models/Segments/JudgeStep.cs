namespace Concordat.Models.Segments;

/// <summary>What a judge is asked.</summary>
public enum JudgeStep
{
    /// <summary>Which turn of the agent was critical to the goal and could have been better for the goal and for warmth.</summary>
    ErrorTurn,

    /// <summary>Which continuation is best, if any is better than what happened.</summary>
    Best,

    /// <summary>At which turn the segment that made the difference ends.</summary>
    SegmentEnd,
}
