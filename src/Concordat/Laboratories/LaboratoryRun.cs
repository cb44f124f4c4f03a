namespace Concordat.Laboratories;

/// <summary>Everything that one run of a laboratory needed and found; rendering never recomputes.</summary>
/// <remarks>Holds no path, no clock reading and no number of threads: the same laboratory, scale, seed and replicates give the same bytes.</remarks>
public sealed record LaboratoryRun
{
    /// <summary>The schema of this document.</summary>
    public string Schema { get; init; } = LaboratoryJson.SchemaId;

    /// <summary>The version of Concordat that made it.</summary>
    public required string ConcordatVersion { get; init; }

    /// <summary>What the laboratory is, for the reader of the run alone.</summary>
    public required LaboratoryDescription Laboratory { get; init; }

    public required LaboratoryScale Scale { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>How often the whole laboratory was repeated, each time with a seed of its own.</summary>
    public required int Replicates { get; init; }

    /// <summary>The level of the intervals.</summary>
    public required double ConfidenceLevel { get; init; }

    public required LaboratoryOutcome Outcome { get; init; }
}
