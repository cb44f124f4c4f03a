using System.Text.Json.Serialization;

namespace Concordat.Models.Segments;

/// <summary>Two segments that follow the same words: equally many turns, the agent's first and last.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Conversation">The conversation.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Goal">The criterion.</param>
/// <param name="GoalValue">How far it was reached in the conversation that was recorded.</param>
/// <param name="ErrorTurn">The turn from which continuations were sampled.</param>
/// <param name="Start">The first turn that differs.</param>
/// <param name="End">The last turn of the segments, cut to the shorter.</param>
/// <param name="Cut">Turns that the cut took from the judge's end.</param>
/// <param name="Source">Where the better segment is from.</param>
/// <param name="Weight">Weight of the pair in training.</param>
/// <param name="Prefix">What both follow.</param>
/// <param name="Chosen">The better segment.</param>
/// <param name="Rejected">What happened.</param>
public sealed record SegmentPair(
    string Id, string Conversation, string Agent, string Goal, double GoalValue, int ErrorTurn, int Start, int End, int Cut, string Source, double Weight,
    ImmutableArray<SegmentPair.Said> Prefix, ImmutableArray<SegmentPair.Said> Chosen, ImmutableArray<SegmentPair.Said> Rejected)
{
    /// <param name="Role"><c>agent</c> or <c>partner</c>.</param>
    /// <param name="Text">The words.</param>
    public sealed record Said(string Role, string Text)
    {
        public const string AgentRole = "agent", PartnerRole = "partner";

        [JsonIgnore]
        public bool IsAgent => Role == AgentRole;

        internal static Said Of(SessionTurn turn) => new(turn.IsAgent ? AgentRole : PartnerRole, turn.Text);
    }
}
