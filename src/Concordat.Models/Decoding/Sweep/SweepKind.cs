namespace Concordat.Models.Decoding.Sweep;

/// <summary>How a question is scored.</summary>
public enum SweepKind
{
    /// <summary>Whether the right one of several continuations has the greatest probability.</summary>
    Choice,

    /// <summary>Whether each token of the right continuation is the most probable one.</summary>
    Cloze,

    /// <summary>−log probability of a text, in nats a token; less is better.</summary>
    Text,
}
