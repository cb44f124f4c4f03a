using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Charters;
using Concordat.Web.Access;

namespace Concordat.Web.Features.Workshop;

/// <summary>Ratified standards as a charter file. What nobody has agreed on yet (measures, bounds, owners) is left out, and <c>concordat check</c> asks for it.</summary>
internal static class CharterText
{
    /// <summary>The file's text.</summary>
    public static string Of(UseCaseRow useCase, long version, ImmutableArray<CharterStandard> standards, ImmutableArray<CommunityRow> communities)
    {
        var text = new StringBuilder();
        text.Append($"# Version {version}, ratified in the charter workshop. `concordat check charter.yaml` asks for what is still open.\n");
        text.Append($"charter: {useCase.Id}\nversion: {Scalar($"{version}")}\ntitle: {Scalar(useCase.Title)}\nlevel: organisational\nuse-case: {Scalar(useCase.Summary)}\nminimum-cell: {useCase.MinimumCell}\n");
        if (!communities.IsEmpty)
        {
            text.Append("populations:\n");
            foreach (CommunityRow community in communities)
                text.Append($"  - id: {Scalar(community.Name)}\n    standing: {Wording.Of(community.Standing)}\n    why-asked: {Scalar(community.WhyAffected)}\n");
        }

        if (!standards.IsEmpty)
            text.Append("standards:\n");
        foreach (CharterStandard standard in standards.OrderBy(standard => standard.Level).ThenBy(standard => standard.Standard, StringComparer.Ordinal))
        {
            if (standard.IsDrafted)
                text.Append("  # From a model's draft that a person took up.\n");
            text.Append($"  - id: {standard.Standard}\n    level: {Wording.Of(standard.Level)}\n    statement: {Scalar(standard.Statement)}\n    reasons: [{Scalar(standard.Reason)}]\n");
            if (standard.Measurement is not { } measured)
                continue;
            text.Append($"    measure: {measured.Measure}\n    bound: {measured.Bound.ToString(CultureInfo.InvariantCulture)}\n    direction: {Wording.Of(measured.Direction)}\n    owner: {Scalar(measured.Owner)}\n");
            if (!measured.Options.IsEmpty)
                text.Append($"    options: {{ {string.Join(", ", measured.Options.Select(option => $"{Scalar(option.Key)}: {Scalar(option.Value)}"))} }}\n");
        }

        return text.ToString();
    }

    /// <summary>What is wrong with standards beside one another: a measure's options, and lower levels that loosen what higher ones set. In sentences; empty where nothing is.</summary>
    public static ImmutableArray<string> Faults(UseCaseRow useCase, ImmutableArray<CharterStandard> standards)
    {
        try
        {
            Charter charter = CharterReader.Parse("charter", Encoding.UTF8.GetBytes(Of(useCase, 1, standards, [])), [.. Catalog.Audits.Select(audit => audit.Description)]);
            CharterComposition.Review([charter], ImmutableSortedDictionary<string, string>.Empty);
            return [];
        }
        catch (InputDataException exception)
        {
            return [.. exception.Faults.Select(fault => $"{fault.Found}; expected {fault.Expected}")];
        }
    }

    // A JSON string is a YAML scalar; what people typed can thus not become a key.
    private static string Scalar(string text) => JsonSerializer.Serialize(text.ReplaceLineEndings(" "));
}
