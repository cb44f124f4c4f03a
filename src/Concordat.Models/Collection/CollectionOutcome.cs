namespace Concordat.Models.Collection;

/// <summary>What a run of a collection came to.</summary>
/// <param name="Stop">Why it ended.</param>
/// <param name="Progress">The last state.</param>
/// <param name="Failed">What was given up, in this run; the next run asks it again.</param>
/// <param name="LeftInDoubt">What an earlier run asked and never heard of, left alone because it may have been paid.</param>
/// <param name="Closed">Systems that take no request at all (key, model, address or quota), with the reason.</param>
public sealed record CollectionOutcome(
    CollectionStop Stop,
    CollectionProgress Progress,
    ImmutableArray<FailedRequest> Failed,
    ImmutableArray<FailedRequest> LeftInDoubt,
    ImmutableSortedDictionary<string, string> Closed)
{
    /// <summary>Answers of this run that came without the log-probabilities that were asked for.</summary>
    public int WithoutLogprobs { get; init; }

    public bool IsComplete => Progress.Done == Progress.Total;
}
