using Concordat.Web.Access;

namespace Concordat.Web.Frame;

/// <summary>What someone finds inside a use case; each line names the rule of the page it leads to.</summary>
internal static class CaseMenu
{
    private static readonly ImmutableArray<(string Label, string Path, AccessRule Rule)> s_all =
    [
        ("Charter workshop", "workshop", AccessRule.Reader),
        ("Your part", "me", AccessRule.AnySeat),
        ("People", "people", AccessRule.Steward),
        ("Record", "record", AccessRule.Reader),
    ];

    public static IEnumerable<(string Label, string Path)> For(Caller caller) => s_all.Where(entry => entry.Rule.Admits(caller)).Select(entry => (entry.Label, entry.Path));
}
