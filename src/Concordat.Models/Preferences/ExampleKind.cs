namespace Concordat.Models.Preferences;

/// <summary>What an objective learns from.</summary>
public enum ExampleKind
{
    /// <summary>Answers that are wanted.</summary>
    Answers,

    /// <summary>A chosen and a rejected answer.</summary>
    Pairs,

    /// <summary>Pairs of conversations that go apart at some turn.</summary>
    Segments,

    /// <summary>Answers that are wanted or not, each beside another prompt's answer.</summary>
    Unpaired,

    /// <summary>Several answers to a prompt with a reward each, in a column <c>reward</c>.</summary>
    Rewarded,

    /// <summary>Several answers to a prompt with a reward by each group, in a column <c>rewards</c>.</summary>
    GroupRewarded,
}
