namespace Concordat.Models.Segments;

/// <summary>Continues sessions otherwise than they went.</summary>
public interface IContinuationSampler
{
    /// <summary>Other ways to go on from a turn of the agent.</summary>
    /// <param name="session">The session.</param>
    /// <param name="from">The agent's turn that is made anew; what lies before it stays.</param>
    /// <param name="count">How many are wanted; there may be fewer.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken);
}
