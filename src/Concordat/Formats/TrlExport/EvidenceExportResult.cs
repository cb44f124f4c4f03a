using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>A dataset made from evidence, and what was left out of it.</summary>
/// <param name="Dataset">The rows with a note each.</param>
/// <param name="Source">The table they were made from.</param>
/// <param name="Excluded">Records of that table, used and left out, by reason.</param>
/// <param name="Shortened">Conversations that were cut to their last exchange.</param>
/// <param name="Groups">Rows of each group that may be named; empty without an attribute.</param>
/// <param name="RowsWithoutGroup">Rows whose group is too small to be named, or not known.</param>
public sealed record EvidenceExportResult(
    TrlDataset Dataset, ExportSource Source, ExclusionCounts Excluded, int Shortened, ImmutableSortedDictionary<string, long> Groups, long RowsWithoutGroup);
