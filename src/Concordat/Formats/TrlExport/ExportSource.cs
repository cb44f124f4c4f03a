namespace Concordat.Formats.TrlExport;

/// <summary>Which table of the evidence rows are made from.</summary>
public enum ExportSource
{
    /// <summary>What raters chose: preferences, or wanted and unwanted answers.</summary>
    Comparisons,

    /// <summary>What raters gave single responses: wanted and unwanted answers, or the responses that were rated well enough.</summary>
    Ratings,

    /// <summary>Recorded responses as they are.</summary>
    Responses,

    /// <summary>Turns of conversations.</summary>
    Turns,
}
