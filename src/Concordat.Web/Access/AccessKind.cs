namespace Concordat.Web.Access;

/// <summary>How an access rule decides.</summary>
public enum AccessKind
{
    /// <summary>Whoever asks.</summary>
    Anyone,

    /// <summary>Whoever is signed in.</summary>
    SignedIn,

    /// <summary>Who may open new use cases on this server.</summary>
    Host,

    /// <summary>Readers of one use case: everyone where it is public, otherwise those with a seat.</summary>
    Reader,

    /// <summary>Those with a seat of certain roles in one use case.</summary>
    Seated,
}
