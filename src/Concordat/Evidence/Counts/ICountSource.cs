namespace Concordat.Evidence.Counts;

/// <summary>Where counts of judgements come from: columnar tables in memory, or a cluster that holds more than one machine can.</summary>
/// <remarks>Nothing above it can tell which: the same judgements give the same <see cref="CountTable"/>. A source answers with all of its rows or throws; it never gives a part.</remarks>
public interface ICountSource
{
    /// <summary>Everything that does not grow with the judgements: ids, attributes, criteria, responses, shares of answers, weights. The judgement tables are empty but name their attributes and these their levels.</summary>
    EvidenceSet Frame { get; }

    /// <summary>Counts rows.</summary>
    /// <exception cref="IOException">The source could not answer in full; the message says which part of it failed and how.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    CountTable Count(CountQuery query, CancellationToken cancellationToken);
}
