namespace Concordat.Formats.Trl;

/// <summary>The dataset types of TRL that are read and written, each in a standard (plain text) and a conversational (messages) form.</summary>
/// <remarks>Source: TRL documentation, "Dataset formats and types". Stepwise supervision is not among them.</remarks>
public enum TrlType
{
    /// <summary><c>text</c>, or <c>messages</c>: what SFTTrainer learns as a whole.</summary>
    LanguageModeling,

    /// <summary><c>prompt</c>.</summary>
    PromptOnly,

    /// <summary><c>prompt</c> and <c>completion</c>: what SFTTrainer learns of the completion alone.</summary>
    PromptCompletion,

    /// <summary><c>prompt</c>, <c>chosen</c>, <c>rejected</c>, or without <c>prompt</c> where it stands in both: what DPOTrainer and RewardTrainer read.</summary>
    Preference,

    /// <summary><c>prompt</c>, <c>completion</c>, <c>label</c>: what KTOTrainer reads.</summary>
    UnpairedPreference,
}
