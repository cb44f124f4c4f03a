namespace Concordat.Models.Segments;

/// <summary>A session that gives no pair.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Rule">Why.</param>
/// <param name="Detail">What was found.</param>
public sealed record SegmentDrop(string Conversation, string Agent, SegmentRule Rule, string Detail);
