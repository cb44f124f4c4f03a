using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits;

/// <summary>An audit whose answers follow from counts of judgements, so that it runs on a cluster's counts as on tables in memory.</summary>
/// <remarks>Who implements it promises to read <c>Multiplicity</c> of every judgement table it reads, and no column besides those it names.</remarks>
public interface ICountedAudit : IAudit
{
    /// <summary>By which columns judgements must be told apart for the same result as on single rows.</summary>
    /// <param name="frame">The evidence without its judgements.</param>
    /// <param name="measure">One of the audit's measures.</param>
    /// <param name="options">The standard's options.</param>
    /// <param name="populations">The groups to give a finding for.</param>
    /// <exception cref="ArgumentException">The options do not fit.</exception>
    CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations);
}
