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
        Notice.InvitationRevoked => "The invitation no longer works.",
        Notice.Proposed => "Your proposal is on the table.",
        Notice.Voted => "Your vote is counted. You can change it until the charter is ratified.",
        Notice.Objected => "Your objection stands beside the proposal.",
        Notice.Answered => "The answer stands beside the objection.",
        Notice.Withdrawn => "It is withdrawn.",
        Notice.Decided => "It is decided, by the declared rule, and entered in the record.",
        _ => null,
    };
}
