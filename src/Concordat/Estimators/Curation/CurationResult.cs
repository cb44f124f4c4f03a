namespace Concordat.Estimators.Curation;

/// <summary>A curated set with the log of what was rejected and the same figures for every method.</summary>
/// <param name="Considered">Examples given.</param>
/// <param name="Pool">Rows that passed the filters, ascending.</param>
/// <param name="Rejections">What was rejected, by row, with the first rule it fails; what DEITA passed over stands at the end.</param>
/// <param name="Chosen">The method that was asked for.</param>
/// <param name="Compared">The others.</param>
/// <param name="QualitySource">Where quality is from: recorded, or which proxy.</param>
/// <param name="ComplexitySource">Where complexity is from: recorded, or which proxy.</param>
/// <param name="PoolGroups">How many of each group passed the filters.</param>
/// <param name="Quotas">How many of each group were to be chosen; empty without quotas.</param>
/// <param name="HeldOut">How many prompts are held out, those of held-out sources included.</param>
public sealed record CurationResult(
    int Considered,
    ImmutableArray<int> Pool,
    ImmutableArray<Rejection> Rejections,
    MethodOutcome Chosen,
    ImmutableArray<MethodOutcome> Compared,
    string QualitySource,
    string ComplexitySource,
    ImmutableSortedDictionary<string, int> PoolGroups,
    ImmutableSortedDictionary<string, int> Quotas,
    int HeldOut);
