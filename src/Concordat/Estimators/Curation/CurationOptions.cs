namespace Concordat.Estimators.Curation;

/// <summary>Filters, selection and what it is held against.</summary>
public sealed record CurationOptions
{
    /// <summary>How many examples to choose.</summary>
    public required int Size { get; init; }

    /// <summary>The method whose choice is kept.</summary>
    public SelectionMethod Method { get; init; } = SelectionMethod.Deita;

    /// <summary>Methods that are reported beside it.</summary>
    public ImmutableArray<SelectionMethod> ComparedWith { get; init; } = [SelectionMethod.Quality, SelectionMethod.Random];

    /// <summary>Fewest characters of an answer (LIMA: 1,200); null for no bound.</summary>
    public int? MinimumCharacters { get; init; }

    /// <summary>Most characters of an answer (LIMA: 4,096); null for no bound.</summary>
    public int? MaximumCharacters { get; init; }

    /// <summary>Whether answers in the first person are rejected (English words).</summary>
    public bool RejectsFirstPerson { get; init; }

    /// <summary>Whether answers that refer to other answers are rejected (English words).</summary>
    public bool RejectsOtherAnswers { get; init; }

    /// <summary>Smallest recorded quality (LIMA: a score of 10); null for no bound.</summary>
    public double? MinimumQuality { get; init; }

    /// <summary>From this cosine on two examples are near duplicates; null looks for the same words alone.</summary>
    public double? NearDuplicate { get; init; } = .95;

    /// <summary>DEITA: the largest cosine <em>similarity</em> to anything chosen.</summary>
    public double MaximumSimilarity { get; init; } = .9;

    /// <summary>Facility location: how many neighbours can represent an example.</summary>
    public int Neighbours { get; init; } = 256;

    /// <summary>How much the score counts in facility location (λ) and in the determinant (q = exp(λ·(score − ½))), scores as shares of the pool that score less.</summary>
    public double ScoreWeight { get; init; } = 1;

    /// <summary>How many examples each group gets.</summary>
    public QuotaRule Quotas { get; init; }

    /// <summary>Numbers by group, for stated quotas; they sum to the size.</summary>
    public ImmutableSortedDictionary<string, int> StatedQuotas { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Prompts that are kept back from training.</summary>
    public ImmutableArray<string> HeldOutPrompts { get; init; } = [];

    /// <summary>Sources that are kept back as a whole: none of their examples is chosen, and no prompt like theirs.</summary>
    public ImmutableArray<string> HeldOutSources { get; init; } = [];

    /// <summary>From this cosine on a prompt counts as a held-out one.</summary>
    public double LeakSimilarity { get; init; } = .9;

    /// <summary>Seed of the random baseline.</summary>
    public ulong Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">A value is out of range; all of them are named.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (Size < 1)
            faults.Add($"size is {Size}; it must be positive");
        if (MinimumCharacters < 0 || MaximumCharacters < MinimumCharacters)
            faults.Add($"answers are to have {MinimumCharacters} to {MaximumCharacters} characters; the first must not be negative nor exceed the second");
        foreach ((string name, double value) in new[] { ("near-duplicate", NearDuplicate ?? 1), ("leak similarity", LeakSimilarity), ("max-similarity", MaximumSimilarity) })
        {
            if (value is not (> 0 and <= 1))
                faults.Add($"{name} is {value}; it must lie above 0 and at most at 1");
        }

        if (Neighbours < 1)
            faults.Add($"neighbours is {Neighbours}; it must be positive");
        if (!(ScoreWeight >= 0 && double.IsFinite(ScoreWeight)))
            faults.Add($"score-weight is {ScoreWeight}; it must not be negative");
        if (Quotas == QuotaRule.Stated && StatedQuotas.Values.Sum() != Size)
            faults.Add($"the stated quotas sum to {StatedQuotas.Values.Sum()} and the size is {Size}; they must be equal");
        if (StatedQuotas.Any(quota => quota.Value < 0))
            faults.Add("a quota is negative");
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults));
    }
}
