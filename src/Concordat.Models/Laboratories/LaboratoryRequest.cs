using Concordat.Laboratories;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories;

/// <summary>How a laboratory is to be run.</summary>
/// <param name="Scale">How large.</param>
/// <param name="Seed">Of everything random in it.</param>
/// <param name="Replicates">How often the whole is repeated, 2 … 1,000.</param>
public sealed record LaboratoryRequest(LaboratoryScale Scale, ulong Seed, int Replicates)
{
    /// <summary>The level of the intervals, in (0, 1).</summary>
    public double ConfidenceLevel { get; init; } = .95;

    /// <summary>Most threads to use; the outcome does not depend on it.</summary>
    public int MaxThreads { get; init; } = 1;

    /// <summary>Told of each replicate that is done.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>The seed of a replicate.</summary>
    public ulong SeedOf(int replicate) => Xoshiro.DeriveSeed(Seed, (ulong)replicate);

    /// <summary>Runs every replicate, several at a time.</summary>
    /// <param name="one">One replicate, from its number and seed.</param>
    /// <param name="cancellationToken">Stops between replicates, and within one as it sees fit.</param>
    /// <returns>What each gave, in their order.</returns>
    internal T[] ForEachReplicate<T>(Func<int, ulong, T> one, CancellationToken cancellationToken)
    {
        var made = new T[Replicates];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxThreads, CancellationToken = cancellationToken };
        Parallel.For(0, Replicates, options, replicate =>
        {
            made[replicate] = one(replicate, SeedOf(replicate));
            Progress?.Report(Interlocked.Increment(ref done));
        });
        return made;
    }

    /// <exception cref="ArgumentException">The message names the option, its value and its range.</exception>
    internal void Validate()
    {
        if (Replicates is < 2 or > 1000)
            throw new ArgumentException($"replicates is {Replicates}; it must lie in 2 … 1,000");
        if (ConfidenceLevel is not (> 0 and < 1))
            throw new ArgumentException($"the confidence level is {ConfidenceLevel}; it must lie between 0 and 1");
        if (MaxThreads < 1)
            throw new ArgumentException($"threads is {MaxThreads}; it must be positive");
    }
}
