using Concordat.Charters;

namespace Concordat.Web.Features.Workshop;

/// <summary>What the closed lists of the workshop are called on its pages.</summary>
internal static class Words
{
    public static string Of(CharterLevel level) => level switch
    {
        CharterLevel.Supranational => "Law and sector",
        CharterLevel.Organisational => "Organisation",
        _ => "Person",
    };

    public static string Meaning(CharterLevel level) => level switch
    {
        CharterLevel.Supranational => "What law, treaty, regulator or sector code demands.",
        CharterLevel.Organisational => "What whoever deploys the system binds itself to.",
        _ => "What single people or communities may ask for themselves.",
    };

    public static string Of(Democracy democracy) => democracy switch
    {
        Democracy.Unilateral => "0: the steward decides alone",
        Democracy.Informing => "1: those affected are heard, the steward decides",
        Democracy.Vetoable => "2: those affected may adopt or veto",
        Democracy.Binding => "3: the vote binds the steward",
        Democracy.SelfStarting => "4: those affected start decisions themselves",
        _ => "5: those affected set the rules of deciding",
    };

    public static string Of(VoteChoice choice) => choice switch
    {
        VoteChoice.Agree => "Agree",
        VoteChoice.Disagree => "Disagree",
        _ => "Pass",
    };
}
