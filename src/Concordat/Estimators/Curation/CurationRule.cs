namespace Concordat.Estimators.Curation;

/// <summary>Why an example is not among those chosen from.</summary>
public enum CurationRule
{
    /// <summary>Its source is kept back, so that what is learned can be tested on others' prompts.</summary>
    HeldOutSource,

    /// <summary>Prompt or answer has no word.</summary>
    Empty,

    /// <summary>The answer is shorter than the bound.</summary>
    TooShort,

    /// <summary>The answer is longer than the bound.</summary>
    TooLong,

    /// <summary>The answer speaks in the first person.</summary>
    FirstPerson,

    /// <summary>The answer refers to other answers.</summary>
    OtherAnswers,

    /// <summary>No quality was recorded for it, where others have one.</summary>
    NoQuality,

    /// <summary>Its quality is below the bound.</summary>
    LowQuality,

    /// <summary>The same words as another that is kept.</summary>
    ExactDuplicate,

    /// <summary>Its prompt is one that is held out, or nearly.</summary>
    LeaksHeldOut,

    /// <summary>Nearly the same words as another that is kept.</summary>
    NearDuplicate,

    /// <summary>It has no group, where quotas go by group.</summary>
    NoGroup,

    /// <summary>Too similar to a chosen one: DEITA's own rule, while choosing.</summary>
    TooSimilar,
}
