namespace Concordat.Web.Access;

/// <summary>What someone's seat in a use case lets them do. Who has no seat is a visitor.</summary>
public enum Role
{
    /// <summary>Owns the use case: invites, opens rounds, publishes.</summary>
    Steward,

    /// <summary>Stands for a population: what they say is counted under their community's name.</summary>
    Stakeholder,

    /// <summary>Takes part: votes and gives judgements for themselves.</summary>
    Participant,

    /// <summary>Reads everything that may be read, and changes nothing.</summary>
    Auditor,
}
