using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats.Tables;

namespace Concordat.Formats.ComparisonsCsv;

/// <summary>Pairwise choices from delimited text.</summary>
public sealed class ComparisonsCsvImporter : IImporter
{
    public ImporterDescription Description { get; } = new(
        "comparisons-csv",
        "Comparisons from CSV",
        "Columns rater, item, first, second, outcome; optional condition, replicate, time. --set outcomes=arena reads model_a, model_b, winner; " +
        "--set outcomes=crowd-kit reads worker, task, left, right, label. Every other column is kept: as an attribute of the rater where it is " +
        "constant for each, else of the item, else of the comparison.",
        "lmarena.ai arena exports; Toloka crowd-kit pairwise data frames",
        [
            .. OutcomeWords.Options,
            ColumnRoles.Option("rater", "The column with who chose."),
            OptionDescription.Optional("anonymous", OptionType.Flag, "true where no column says who chose: each row then counts as a rater of its own.", "false"),
            ColumnRoles.Option("item", "The column with what was asked, if there is one."),
            ColumnRoles.Option("first", "The column with what was shown first."),
            ColumnRoles.Option("second", "The column with what was shown second."),
            ColumnRoles.Option("outcome", "The column with the choice."),
            ColumnRoles.Option("condition", "The column with how it was asked, if there is one."),
            ColumnRoles.Option("replicate", "The column with which time it was asked, from 0, if there is one."),
            ColumnRoles.Option("time", "The column with the time, if there is one."),
            TimeNotation.Option,
            OptionDescription.Choice("repeats", "What a second choice on the same pair by the same rater is: a fault, or numbered as a replicate.", "fault", "fault", "number"),
            .. EntityFiles.Options(AttributeOwner.Rater, AttributeOwner.Item),
            ColumnRoles.Ignore,
            Delimiter.Option,
            Delimiter.Defused,
        ])
    { FileOptions = EntityFiles.FileOptions(AttributeOwner.Rater, AttributeOwner.Item) };

    public void Read(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken) =>
        new ComparisonsReading(request, builder, cancellationToken).Read();
}
