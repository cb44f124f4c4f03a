using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>What is exported from evidence, and how.</summary>
public sealed record EvidenceExportOptions
{
    /// <summary>The TRL type.</summary>
    public required TrlType Type { get; init; }

    /// <summary>The table; null for the only one that holds what the type needs.</summary>
    public ExportSource? Source { get; init; }

    /// <summary>Whether texts are messages; else plain text, which a chat template has not been applied to.</summary>
    public bool IsConversational { get; init; } = true;

    /// <summary>Whether conversations of several exchanges are cut to the last one; else that is an error where the type cannot hold them.</summary>
    public bool LastTurnsOnly { get; init; }

    /// <summary>The attribute of items that holds the text of what was asked; null for <c>prompt</c>, else <c>text</c>.</summary>
    public string? PromptAttribute { get; init; }

    /// <summary>What becomes of ties.</summary>
    public TieRule Ties { get; init; }

    /// <summary>The criterion of ratings.</summary>
    public string? Criterion { get; init; }

    /// <summary>From this value on a rated response is wanted.</summary>
    public double? WantedFrom { get; init; }

    /// <summary>Up to this value a rated response is unwanted; null for everything below <see cref="WantedFrom"/>.</summary>
    public double? UnwantedTo { get; init; }

    /// <summary>A named weighting of the evidence; null weighs everyone alike.</summary>
    public string? Weighting { get; init; }

    /// <summary>The attribute whose level is a row's group; null for none.</summary>
    public string? By { get; init; }

    /// <summary>No group of fewer raters is named.</summary>
    public int MinimumCell { get; init; } = GroupDisclosure.DefaultMinimumCell;

    /// <summary>Whose turns are the assistant's: speakers' ids, or <c>attribute=level</c>.</summary>
    public string? Assistant { get; init; }

    /// <exception cref="ArgumentException">Options that do not go together.</exception>
    public void Validate()
    {
        if (UnwantedTo >= WantedFrom)
            throw new ArgumentException($"unwanted responses go up to {UnwantedTo} and wanted ones start at {WantedFrom}; the first must be less");
        if (MinimumCell < GroupDisclosure.DefaultMinimumCell)
            throw new ArgumentException($"the minimum cell is {MinimumCell}; it must be at least {GroupDisclosure.DefaultMinimumCell}");
    }
}
