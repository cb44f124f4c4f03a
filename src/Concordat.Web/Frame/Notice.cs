namespace Concordat.Web.Frame;

/// <summary>What a page may say was just done. A closed list: nothing that an address carries is ever shown as text.</summary>
public enum Notice
{
    None,
    Saved,
    SignedOut,
    PasskeyAdded,
    PasskeyRemoved,
    Joined,
    ConsentWithdrawn,
    AccountDeleted,
    PasswordSet,
    InvitationRevoked,
    Proposed,
    Voted,
    Objected,
    Answered,
    Withdrawn,
    Decided,
    AuditAsked,
    TokenRevoked,
    Skipped,
    TakenBack,
    RoundOpened,
    RoundClosed,
    RunReceived,
    RunDiscarded,
    Published,
    ClaimAdded,
    Related,
    Drafted,
}
