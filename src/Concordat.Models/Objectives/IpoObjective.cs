namespace Concordat.Models.Objectives;

/// <summary>Identity preference optimisation: a margin of 1/(2β), no more.</summary>
/// <remarks>
/// ℓ = (h − 1/(2β))², h as in <see cref="DpoObjective"/>; s = 1. Log-probabilities are summed over tokens, as in the paper, or averaged, as trainers have come to do: then the
/// margin is one for each token, and β means something else. Source: Azar et al. (2023), arXiv 2310.12036, eq. 17.
/// </remarks>
public sealed record IpoObjective : IObjective
{
    /// <summary>β, the paper's τ.</summary>
    public double Beta { get; init => field = Positive.Of(value, nameof(Beta)); } = .1;

    /// <summary>Whether log-probabilities are averaged over the tokens of an answer, not summed.</summary>
    public bool IsAveraged { get; init; }

    /// <inheritdoc/>
    public string Name => "ipo";

    /// <inheritdoc/>
    public void Require(ObjectiveExample example) => PairLoss.RequirePair(example, Name);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(ScoredBatch batch, double size, ReadOnlySpan<double> groupWeights) =>
        PairLoss.Evaluate(batch, size, IsAveraged ? PairLoss.Averaged : PairLoss.Summed, OfMargin);

    internal (double Loss, double Slope) OfMargin(double h)
    {
        double off = h - (.5 / Beta);
        return (off * off, 2 * off);
    }
}
