namespace Concordat.Models.Segments;

/// <summary>Why a session gives no pair, in the order in which the pipeline finds out.</summary>
public enum SegmentRule
{
    /// <summary>Nobody said how far the goal was reached.</summary>
    GoalMissing,

    /// <summary>The goal is not under the threshold: the session is not negative.</summary>
    GoalNotBelow,

    /// <summary>No turn of the agent answers anything.</summary>
    NoAgentTurn,

    /// <summary>The judge finds no turn that qualifies.</summary>
    NoErrorTurn,

    /// <summary>The judge's turn is no turn of the agent.</summary>
    ErrorTurnUnparsable,

    /// <summary>The sampler gives no continuation.</summary>
    NoContinuation,

    /// <summary>The judge finds what happened at least as good.</summary>
    NoneBetter,

    /// <summary>The judge's choice is none of the continuations.</summary>
    ChoiceUnparsable,

    /// <summary>The continuation says what was said, as far as both go.</summary>
    NoDifference,

    /// <summary>The judge finds no segment.</summary>
    NoSegment,

    /// <summary>The judge's end is no number.</summary>
    SegmentUnparsable,

    /// <summary>The end lies before the start.</summary>
    SegmentEmpty,

    /// <summary>From start to end is an odd number of turns: one of them is not the agent's.</summary>
    SegmentOdd,
}
