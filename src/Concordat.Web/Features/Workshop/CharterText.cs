using System.Text;
using System.Text.Json;
using Concordat.Charters;
using Concordat.Web.Access;

namespace Concordat.Web.Features.Workshop;

/// <summary>A ratified version as a charter file. What nobody has agreed on yet (measures, bounds, owners) is left out, and <c>concordat check</c> asks for it.</summary>
internal static class CharterText
{
    public static string Of(UseCaseRow useCase, CharterVersion version, ImmutableArray<CommunityRow> communities)
    {
        var text = new StringBuilder();
        text.Append($"# Version {version.Number}, ratified in the charter workshop. `concordat check charter.yaml` asks for what is still open.\n");
        text.Append($"charter: {useCase.Id}\nversion: {Scalar(version.Number.ToString())}\ntitle: {Scalar(useCase.Title)}\nlevel: organisational\nuse-case: {Scalar(useCase.Summary)}\nminimum-cell: {useCase.MinimumCell}\n");
        if (!communities.IsEmpty)
        {
            text.Append("populations:\n");
            foreach (CommunityRow community in communities)
                text.Append($"  - id: {Scalar(community.Name)}\n    standing: {Wording.Of(community.Standing)}\n    why-asked: {Scalar(community.WhyAffected)}\n");
        }

        if (!version.Standards.IsEmpty)
            text.Append("standards:\n");
        foreach (CharterStandard standard in version.Standards.OrderBy(standard => standard.Level).ThenBy(standard => standard.Standard, StringComparer.Ordinal))
            text.Append($"  - id: {standard.Standard}\n    level: {Wording.Of(standard.Level)}\n    statement: {Scalar(standard.Statement)}\n    reasons: [{Scalar(standard.Reason)}]\n");
        return text.ToString();
    }

    // A JSON string is a YAML scalar; what people typed can thus not become a key.
    private static string Scalar(string text) => JsonSerializer.Serialize(text.ReplaceLineEndings(" "));
}
