using Concordat.Web.Access;

namespace Concordat.Web.Frame;

/// <summary>What a seat is called where someone reads of their own.</summary>
internal static class RoleText
{
    /// <summary><c>a participant</c>, <c>an auditor for the blind association</c>.</summary>
    public static string Of(Role role, string community = "") =>
        $"{(role == Role.Auditor ? "an" : "a")} {role.ToString().ToLowerInvariant()}{(community.Length > 0 ? $" for {community}" : "")}";
}
