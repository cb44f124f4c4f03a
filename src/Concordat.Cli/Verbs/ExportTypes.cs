using Concordat.Formats.Trl;

namespace Concordat.Cli.Verbs;

/// <summary>The names by which <c>--to</c> picks a type.</summary>
internal static class ExportTypes
{
    public const string Inspect = "inspect";

    private static readonly ImmutableArray<(string Name, TrlType Type)> s_types =
    [
        ("trl-sft", TrlType.LanguageModeling), ("trl-prompt", TrlType.PromptOnly), ("trl-prompt-completion", TrlType.PromptCompletion), ("trl-preference", TrlType.Preference),
        ("trl-unpaired", TrlType.UnpairedPreference), (Inspect, TrlType.PromptCompletion),
    ];

    public static string[] Names => [.. s_types.Select(type => type.Name)];

    public static TrlType Of(string name) => s_types.First(type => type.Name == name).Type;
}
