using System.Globalization;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats.Tables;
using Concordat.Formats.Text;

namespace Concordat.Formats.WeightsCsv;

/// <summary>A named weighting of raters, or of raters and items, from delimited text.</summary>
public sealed class WeightsCsvImporter : IImporter
{
    public ImporterDescription Description { get; } = new(
        "weights-csv",
        "Weights from CSV",
        "Columns rater, weight; optional item. Without an item a weight holds for all items of the rater that have none of their own. Other columns are not read: "
        + "import the file again with --set weight-column for another weighting.",
        "RFC 4180",
        [
            OptionDescription.Required("name", OptionType.Text, "Under which name should measures ask for these weights?"),
            OptionDescription.Optional("weight-column", OptionType.Text, "The column with the weight.", "weight"),
            OptionDescription.Optional("rater-column", OptionType.Text, "The column with the rater.", "rater"),
            OptionDescription.Optional("item-column", OptionType.Text, "The column with the item, if there is one.", "item"),
            Delimiter.Option,
        ]);

    public void Read(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        string name = request.Options.RequiredText("name");
        if (name.Length == 0)
            throw new ArgumentException("option 'name' is empty; expected a word or text");
        var faults = new FaultList();
        var places = new RowPlaces(null);
        int weighting = builder.Weightings.Code(name);
        double sum = 0;
        long rows = 0;
        foreach (string file in request.Files)
        {
            using DelimitedReader reader = DelimitedReader.Open(file, Delimiter.Of(request), faults);
            places.StartFile(file);
            int raterColumn = reader.RequiredColumn(request.Options.Text("rater-column") ?? "rater");
            int weightColumn = reader.RequiredColumn(request.Options.Text("weight-column") ?? "weight");
            int itemColumn = request.Options.Text("item-column") is { } stated ? reader.RequiredColumn(stated) : reader.Column("item");
            long before = rows;
            while (reader.Read())
            {
                if ((++rows & 0xFFF) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                bool isWhole = true;
                if (reader.Field(raterColumn).IsEmpty)
                {
                    reader.Reject(raterColumn, "a rater's id");
                    isWhole = false;
                }

                if (!reader.TryNumber(weightColumn, out double weight) || weight < 0)
                {
                    reader.Reject(weightColumn, "a weight: a number of at least 0");
                    isWhole = false;
                }

                if (!isWhole)
                    continue;
                string item = itemColumn < 0 ? "" : reader.Text(itemColumn);
                builder.AddWeight(weighting, builder.Raters.Code(reader.Text(raterColumn)), item.Length == 0 ? -1 : builder.Items.Code(item), weight);
                places.Add(reader.Line);
                sum += weight;
            }

            if (rows == before)
                throw new InputDataException(file, 0, 0, "a header and no rows", "at least one weight");
        }

        places.Settle(builder.WeightKeys(), "rater and item", null, "one weight for each", faults);
        if (sum == 0)
            faults.Add(request.Files[0], 0, 0, "weights that are all zero", "at least one weight above 0");
        faults.ThrowIfAny();
        builder.Notes.Add(Diagnostic.Note("weights", string.Create(
            CultureInfo.InvariantCulture, $"{rows} weights of {builder.Raters.Count} raters stand under the name '{name}'; measures take them with the option weights: {name}.")));
    }
}
