namespace Concordat.Models.Decoding.Sweep;

/// <summary>How a sweep is made.</summary>
public sealed record AlphaSweepOptions
{
    /// <summary>The α to try.</summary>
    public ImmutableArray<double> Alphas { get; init; } = [0, .25, .5, .75, 1, 1.25, 1.5];

    /// <summary>Bootstrap resamples of questions.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Level of the intervals.</summary>
    public double ConfidenceLevel { get; init; } = .95;

    public ulong Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">The message names the option, its value and its range.</exception>
    public void Validate()
    {
        if (Alphas.IsDefaultOrEmpty || Alphas.Length > 50 || Alphas.Any(alpha => !double.IsFinite(alpha)) || Alphas.Distinct().Count() != Alphas.Length)
            throw new ArgumentException($"Alphas are {(Alphas.IsDefault ? "none" : string.Join(", ", Alphas))}; expected 1 … 50 different numbers");
        if (Replicates is < 200 or > 100_000)
            throw new ArgumentException($"Replicates is {Replicates}; it must lie in 200 … 100,000");
        if (!(ConfidenceLevel is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"ConfidenceLevel is {ConfidenceLevel}; it must lie between 0 and 1"));
    }
}
