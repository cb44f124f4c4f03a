namespace Concordat.Models.Segments;

/// <summary>How segment pairs are made.</summary>
public sealed record SegmentOptions
{
    /// <summary>A session whose goal is under this is negative.</summary>
    public required double Below { get; init; }

    /// <summary>What the goal is called.</summary>
    public required string Goal { get; init; }

    /// <summary>What the second goal is called; null for none.</summary>
    public string? Warmth { get; init; }

    /// <summary>Continuations of each session.</summary>
    public int Samples { get; init; } = 5;

    /// <exception cref="ArgumentException">The message names the option, its value and its range.</exception>
    public void Validate()
    {
        if (!double.IsFinite(Below))
            throw new ArgumentException($"below is {Below}; it must be finite");
        if (Samples is < 1 or > 100)
            throw new ArgumentException($"samples is {Samples}; it must lie in 1 … 100");
    }
}
