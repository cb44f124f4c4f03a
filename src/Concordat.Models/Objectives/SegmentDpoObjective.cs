namespace Concordat.Models.Objectives;

/// <summary>Segment-level DPO: compares the turns in which two conversations went apart, and no others.</summary>
/// <remarks>
/// ℓ = −log σ(β Σ_{t=e}^{e+k}[log π/π_ref(y⁺_t) − log π/π_ref(y⁻_t)]) over the policy's own turns e … e + k; s = 1. With k = 0 it is DPO of one turn. Segments equally long cancel the
/// partition functions of the turns; with others the loss has a term (k⁺ − k⁻)·log Z that no preference stands behind, so they are refused unless asked for.
/// Where an example states no segments they start at the first turn that differs and are as long as the shorter rest.
/// Source: Kong et al. (2025), arXiv 2501.01821, eq. 9.
/// </remarks>
public sealed record SegmentDpoObjective : IObjective
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <summary>Whether segments of unequal lengths are taken, to see what becomes of them.</summary>
    public bool AllowsUnequal { get; init; }

    /// <inheritdoc/>
    public string Name => "sdpo";

    /// <summary>The turns of a pair that are compared.</summary>
    /// <exception cref="ArgumentException">The two do not differ, or a segment is outside the conversation.</exception>
    public static (TurnRange Chosen, TurnRange Rejected) Segments(ObjectiveExample pair)
    {
        int chosen = pair.Sequences[0].Turns.Length, rejected = pair.Sequences[1].Turns.Length;
        if (pair.Segments.IsEmpty)
        {
            int first = 0, shorter = Math.Min(chosen, rejected);
            while (first < shorter && pair.Sequences[0].HasSameTurn(first, pair.Sequences[1], first))
                first++;
            return first < shorter
                ? (new TurnRange(first, shorter - first), new TurnRange(first, shorter - first))
                : throw new ArgumentException("conversations that do not go apart in a turn that both have");
        }

        if (pair.Segments.Length != 2)
            throw new ArgumentException($"{pair.Segments.Length} segments for a pair; expected two", nameof(pair));
        foreach ((TurnRange range, int turns) in pair.Segments.Zip([chosen, rejected]))
        {
            if (range.First < 0 || range.Count <= 0 || range.First + range.Count > turns)
                throw new ArgumentException($"a segment of {range.Count} turns from {range.First}; the conversation has {turns}", nameof(pair));
        }

        return (pair.Segments[0], pair.Segments[1]);
    }

    /// <inheritdoc/>
    public void Require(ObjectiveExample example)
    {
        PairLoss.RequirePair(example, Name);
        (TurnRange chosen, TurnRange rejected) = Segments(example);
        if (chosen.Count != rejected.Count && !AllowsUnequal)
            throw new ArgumentException($"segments of {chosen.Count} and {rejected.Count} turns; expected equally many, or their partition functions do not cancel", nameof(example));
    }

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) =>
        PairLoss.Evaluate(batch, size, Coefficients, new DpoObjective { Beta = Beta }.OfMargin);

    private static double[] Coefficients(ObjectiveExample example, int sequence)
    {
        (TurnRange chosen, TurnRange rejected) = Segments(example);
        TurnRange range = sequence == 0 ? chosen : rejected;
        var inside = new double[example.Sequences[sequence].Turns.Length];
        inside.AsSpan(range.First, range.Count).Fill(1);
        return inside;
    }
}
