namespace Concordat.Models.Segments;

/// <summary>Another way in which a session might have gone on from a turn; sides alternate, the agent first.</summary>
/// <param name="Turns">What is said.</param>
/// <param name="Source">Where it is from.</param>
public sealed record Continuation(ImmutableArray<SessionTurn> Turns, string Source);
