namespace Concordat.Models.Policies;

/// <summary>Tokens that stand next to each other in a sequence.</summary>
/// <param name="Start">The first.</param>
/// <param name="Length">How many.</param>
public readonly record struct TokenSpan(int Start, int Length)
{
    /// <summary>The first token after them.</summary>
    public int End => Start + Length;
}
