namespace Concordat.Cli;

/// <summary>What <c>concordat export --json</c> prints; its schema is published as <c>docs/schemas/export.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.export/1</c>.</param>
/// <param name="To">The type as <c>--to</c> names it.</param>
/// <param name="Form"><c>conversational</c> or <c>standard</c>.</param>
/// <param name="Source">What the rows were made from.</param>
/// <param name="File">The data.</param>
/// <param name="Sidecar">The file with weight, rater and group of each row; null where none was asked for.</param>
/// <param name="Recipe">The trainer's configuration beside the data; null where there is none.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Considered">Records looked at.</param>
/// <param name="LeftOut">Records left out, by reason.</param>
/// <param name="Shortened">Conversations cut to their last exchange.</param>
/// <param name="ColumnsLeftOut">Values of columns that TRL does not know, which the strict form has no place for.</param>
/// <param name="Weighting">The weighting of the rows; null where everyone counts alike.</param>
/// <param name="By">The attribute of the groups; null where none was asked for.</param>
/// <param name="Groups">Rows of each group that may be named.</param>
/// <param name="RowsWithoutGroup">Rows whose group has too few raters to be named, or is not known.</param>
/// <param name="MinimumCell">Fewest raters of a group that is named.</param>
public sealed record ExportDocument(
    string Schema,
    string To,
    string Form,
    string Source,
    string File,
    string? Sidecar,
    string? Recipe,
    long Rows,
    long Considered,
    ImmutableSortedDictionary<string, long> LeftOut,
    long Shortened,
    long ColumnsLeftOut,
    string? Weighting,
    string? By,
    ImmutableSortedDictionary<string, long> Groups,
    long RowsWithoutGroup,
    int MinimumCell)
{
    public const string SchemaId = "concordat.export/1";

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<ExportDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat export --json` prints: what was written for a trainer, and what was left out and why.");
}
