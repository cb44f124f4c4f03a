namespace Concordat.Web.Features.Judging;

/// <summary>What a round asks for.</summary>
public enum JudgementKind
{
    /// <summary>A level of a declared scale, for an item or one response.</summary>
    Rating,

    /// <summary>The better of two responses, whose systems are not named.</summary>
    Pairwise,

    /// <summary>The best of several responses, whose systems are not named.</summary>
    BestOf,

    /// <summary>A part of a text, with a comment.</summary>
    Span,
}
