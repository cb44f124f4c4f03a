namespace Concordat.Models.Segments;

/// <summary>Whose rating of the conversation says how far the goal was reached.</summary>
public enum GoalRater
{
    /// <summary>The agent's own.</summary>
    Self,

    /// <summary>The mean of the other speakers'.</summary>
    Partner,

    /// <summary>The mean of those who did not speak.</summary>
    Onlooker,
}
