namespace Concordat.Models.Objectives;

/// <summary>A loss of log-probabilities: a pure function, the same for every policy.</summary>
/// <remarks>
/// L = Σ wᵢ·ℓᵢ / size. With size = Σ wᵢ·sᵢ over the batch, L is the batch's weighted mean; training divides by the same sum over all data, scaled to the batch, so that
/// a weight acts also where a batch has one example. Each objective states its ℓ and s. Weight 2 is two copies, weight 0 is absence. Randomness: none.
/// </remarks>
public interface IObjective
{
    /// <summary>Kebab-case name.</summary>
    string Name { get; }

    /// <summary>Whether the contrasts of the examples are to be scored.</summary>
    bool UsesContrasts => false;

    /// <summary>Whether it asks which policy drew the answers.</summary>
    bool UsesBehaviour => false;

    /// <summary>Whether it looks at the reference.</summary>
    bool UsesReference => true;

    /// <summary>The weights on groups before the first step; empty where the objective has none.</summary>
    ImmutableArray<double> FirstGroupWeights => [];

    /// <summary>Throws where an example is not of the kind that the objective learns from.</summary>
    /// <exception cref="ArgumentException">The message says what is missing.</exception>
    void Require(ObjectiveExample example);

    /// <summary>s: what an example of weight 1 adds to the size of a batch.</summary>
    double Size(ObjectiveExample example) => 1;

    /// <summary>Loss and slopes.</summary>
    /// <param name="batch">Examples and their log-probabilities.</param>
    /// <param name="size">What the weighted sum is divided by; positive.</param>
    /// <param name="groupWeights">The weights on groups that the step before left; empty where the objective has none.</param>
    ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights);
}
