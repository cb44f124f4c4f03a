namespace Concordat.Models.Segments;

/// <summary>A recorded conversation seen from one of its speakers, the agent; turns of the two sides alternate.</summary>
/// <param name="Conversation">The conversation's id.</param>
/// <param name="Agent">The speaker who is trained.</param>
/// <param name="Goal">How far the goal was reached; null where nobody said.</param>
/// <param name="Warmth">The second goal, which must not be harmed; null where there is none.</param>
/// <param name="Turns">What was said.</param>
public sealed record Session(string Conversation, string Agent, double? Goal, double? Warmth, ImmutableArray<SessionTurn> Turns)
{
    /// <summary>Conversation and agent.</summary>
    public string Id => $"{Conversation} {Agent}";

    /// <summary>Indices of the agent's turns that answer something: each has a turn before it.</summary>
    public IEnumerable<int> AgentTurns => Enumerable.Range(0, Turns.Length).Where(i => i > 0 && Turns[i].IsAgent);
}
