using Concordat.Web.Access;

namespace Concordat.Web.Frame;

/// <summary>What someone finds inside a use case; each line names the rule of the page it leads to.</summary>
internal static class CaseMenu
{
    private static readonly ImmutableArray<Entry> s_all =
    [
        new("Charter workshop", "workshop", AccessRule.Reader, "What is owed to whom: read it, propose, object, vote."),
        new("Judgements", "judge", AccessRule.AnySeat, "Questions about what the system says, one at a time.", "judge-material"),
        new("Cases", "cases", AccessRule.Reader, "For each version of the system: what is kept, for whom, and until when."),
        new("Claims", "claims", AccessRule.Reader, "Single statements with what they rest on, and answers drawn from them.", "inquiries"),
        new("Your part", "me", AccessRule.AnySeat, "Your consent, and what you choose to say about yourself."),
        new("Desk", "desk", AccessRule.Overseer, "How the rounds fill, audits, evidence in and out."),
        new("People", "people", AccessRule.Steward, "Invitations, what people are asked of themselves, settings."),
        new("Record", "record", AccessRule.Reader, "Votes, decisions and publications in a chain that anyone can check."),
    ];

    public static IEnumerable<Entry> For(Caller caller) => s_all.Where(entry => entry.Rule.Admits(caller));

    /// <summary>One line: its label, where it leads, who may follow it, what is found there, and another path that belongs to it.</summary>
    public sealed record Entry(string Label, string Path, AccessRule Rule, string About, string? Also = null);
}
