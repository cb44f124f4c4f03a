namespace Concordat.Web.Frame;

/// <summary>The sentences for what was just done.</summary>
internal static class NoticeText
{
    public static string? Of(string? word) => Enum.TryParse(word, out Notice notice) && Enum.IsDefined(notice) ? Of(notice) : null;

    private static string? Of(Notice notice) => notice switch
    {
        Notice.Saved => "Saved.",
        Notice.SignedOut => "You are signed out.",
        Notice.PasskeyAdded => "The passkey is added. You can sign in with it from now on.",
        Notice.PasskeyRemoved => "The passkey is removed.",
        Notice.Joined => "Welcome. You have a seat in this use case.",
        Notice.ConsentWithdrawn => "Your consent is withdrawn. Nothing more is taken from you here, and what you gave no longer counts.",
        Notice.AccountDeleted => "Your account is deleted.",
        Notice.PasswordSet => "The new password is set, and everywhere else you are signed out. Your passkeys and tokens still work: look whether all of them are yours.",
        Notice.InvitationRevoked => "The invitation no longer works.",
        Notice.Proposed => "Your proposal is on the table.",
        Notice.Voted => "Your vote is counted. You can change it until the charter is ratified.",
        Notice.Objected => "Your objection stands beside the proposal.",
        Notice.Answered => "The answer stands beside the objection.",
        Notice.Withdrawn => "It is withdrawn.",
        Notice.Decided => "It is decided, by the declared rule, and entered in the record.",
        Notice.Skipped => "Skipped. Nothing is counted against you.",
        Notice.TakenBack => "The last answer is taken back. You can give it anew.",
        Notice.RoundOpened => "The round is open: those who consented can give judgements.",
        Notice.RoundClosed => "The round is closed. Answers that were given before still arrive.",
        Notice.AuditAsked => "The audit waits for its turn. It goes on without this page.",
        Notice.TokenRevoked => "The token no longer works.",
        Notice.RunReceived => "The run is here, byte for byte. Nobody but stewards and auditors sees it until it is published.",
        Notice.RunDiscarded => "The run is gone. It had not been published.",
        Notice.Published => "It is published, and its fingerprint is entered in the record.",
        Notice.ClaimAdded => "The claim stands among the others.",
        Notice.Related => "The relation is drawn.",
        Notice.Drafted => "The draft is here, marked as a model’s. It counts for nothing until a person takes it up.",
        _ => null,
    };
}
