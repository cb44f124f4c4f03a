using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>A row on its way out, with where it comes from.</summary>
/// <param name="Example">The TRL fields.</param>
/// <param name="Rater">Who judged; −1 where nobody did.</param>
/// <param name="Item">What was asked.</param>
/// <param name="Row">Row of the source table.</param>
/// <param name="Weight">The share of the record's weight that this row carries.</param>
internal readonly record struct ExportRow(TrlExample Example, int Rater, int Item, int Row, double Weight);
