using Concordat.Audits;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>The option that says what stands between two fields.</summary>
internal static class Delimiter
{
    public static OptionDescription Option { get; } =
        OptionDescription.Choice("delimiter", "What stands between two fields.", "comma", "comma", "semicolon", "tab", "bar");

    public static OptionDescription Defused { get; } = OptionDescription.Optional(
        "defused", OptionType.Flag, "true where an apostrophe stands before what a spreadsheet would take for a formula, as in exports of the web app: it is taken off.", "false");

    public static DelimitedOptions Of(ImportRequest request) => new(request.Options.Choice("delimiter", "comma", "comma", "semicolon", "tab", "bar") switch
    {
        "semicolon" => ';',
        "tab" => '\t',
        "bar" => '|',
        _ => ',',
    })
    { BytesRead = request.BytesRead, IsDefused = IsDefused(request.Options) };

    public static bool IsDefused(MeasureOptions options) => options.Flag("defused", false);
}
