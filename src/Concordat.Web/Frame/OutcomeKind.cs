namespace Concordat.Web.Frame;

/// <summary>How something that was asked for ended.</summary>
public enum OutcomeKind
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>What was sent has faults; the form holds them, field by field.</summary>
    Faulty,

    /// <summary>What it was to be done to is not there, or not for this caller.</summary>
    NotThere,

    /// <summary>It is there, and this caller may not do it.</summary>
    NotYours,

    /// <summary>It cannot be done as things stand now.</summary>
    Refused,
}
