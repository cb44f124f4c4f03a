namespace Concordat.Formats.Trl;

/// <summary>How a TRL file is read.</summary>
public sealed record TrlReaderOptions
{
    public static TrlReaderOptions Default { get; } = new();

    /// <summary>The type that is expected; null to tell it from the columns of the first row.</summary>
    public TrlType? Type { get; init; }

    /// <summary>Whether a column or a field of a message that TRL does not know is a fault; else it is kept.</summary>
    public bool IsStrict { get; init; }

    /// <summary>A sidecar with weight, rater and group of each row; null for none.</summary>
    public string? Sidecar { get; init; }
}
