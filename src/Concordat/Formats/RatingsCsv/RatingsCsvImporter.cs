using Concordat.Evidence;
using Concordat.Formats.Tables;
using Concordat.Formats.Text;

namespace Concordat.Formats.RatingsCsv;

/// <summary>Ratings from delimited text: a rating a row, or a row with a column for each criterion.</summary>
public sealed class RatingsCsvImporter : IImporter
{
    public ImporterDescription Description { get; } = new(
        "ratings-csv",
        "Ratings from CSV",
        "Columns rater, item, value; optional criterion, condition, replicate, response with system, time. Or a column for each criterion: --set criteria=E,P,A. " +
        "Every other column is kept: as an attribute of the rater where it is constant for each, else of the item, else of the rating.",
        "RFC 4180",
        [.. RatingsReading.Options, Delimiter.Option, Delimiter.Defused])
    { FileOptions = EntityFiles.FileOptions(AttributeOwner.Rater, AttributeOwner.Item) };

    public void Read(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        DelimitedOptions options = Delimiter.Of(request);
        new RatingsReading(request, builder, cancellationToken).Read((file, faults) => new DelimitedRecords(DelimitedReader.Open(file, options, faults)));
    }
}
