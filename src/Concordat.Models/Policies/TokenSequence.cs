namespace Concordat.Models.Policies;

/// <summary>Tokens of a prompt and what follows it, with those that are the policy's own: its turns. All others are only read.</summary>
/// <remarks>
/// A single answer is one turn; a conversation has a turn for each of the agent's utterances, and what the other side says lies between them.
/// Randomness: none.
/// </remarks>
public sealed class TokenSequence
{
    /// <param name="tokens">All tokens.</param>
    /// <param name="turns">The policy's own, in order, not overlapping; none holds the first token, which nothing predicts.</param>
    /// <exception cref="ArgumentException">There is no turn, or a turn is empty, out of order or outside the tokens.</exception>
    public TokenSequence(ImmutableArray<int> tokens, ImmutableArray<TokenSpan> turns)
    {
        int free = 1;
        foreach (TokenSpan turn in turns.IsDefault ? [] : turns)
        {
            if (turn.Start < free || turn.Length <= 0 || turn.End > tokens.Length)
                throw new ArgumentException($"a turn from token {turn.Start} of {turn.Length} tokens; it must start at {free} or later, have a token and end within the {tokens.Length}", nameof(turns));
            (free, ScoredTokens) = (turn.End, ScoredTokens + turn.Length);
        }

        if (turns.IsDefaultOrEmpty)
            throw new ArgumentException("a sequence without a turn has nothing to be scored", nameof(turns));
        (Tokens, Turns) = (tokens, turns);
    }

    /// <summary>All tokens.</summary>
    public ImmutableArray<int> Tokens { get; }

    /// <summary>The policy's own.</summary>
    public ImmutableArray<TokenSpan> Turns { get; }

    /// <summary>Number of tokens in turns.</summary>
    public int ScoredTokens { get; }

    /// <summary>One answer to a prompt.</summary>
    /// <exception cref="ArgumentException">The prompt or the answer is empty.</exception>
    public static TokenSequence Answer(ReadOnlySpan<int> prompt, ReadOnlySpan<int> answer) => new([.. prompt, .. answer], [new TokenSpan(prompt.Length, answer.Length)]);

    /// <summary>Whether a turn here and a turn there are the same tokens.</summary>
    public bool HasSameTurn(int turn, TokenSequence other, int otherTurn) => Of(turn).SequenceEqual(other.Of(otherTurn));

    private ReadOnlySpan<int> Of(int turn) => Tokens.AsSpan(Turns[turn].Start, Turns[turn].Length);
}
