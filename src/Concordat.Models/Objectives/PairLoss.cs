using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>What pairwise objectives share: a margin h = Σ_t [a_t·ρ_t(y⁺) − b_t·ρ_t(y⁻)] with ρ_t = log π/π_ref of turn t, and a loss of h.</summary>
/// <remarks>Summed turn by turn, so that turns which both sides have in the same place cancel to the last bit.</remarks>
internal static class PairLoss
{
    /// <summary>How much each turn of a sequence counts.</summary>
    public delegate double[] TurnCoefficients(ObjectiveExample example, int sequence);

    /// <summary>ℓ and dℓ/dh.</summary>
    public delegate (double Loss, double Slope) OfMargin(double h);

    public static void RequirePair(ObjectiveExample example, string name)
    {
        if (example.Sequences.Length != 2)
            throw new ArgumentException($"{name} learns from a chosen and a rejected answer; the example has {example.Sequences.Length}", nameof(example));
    }

    public static ObjectiveValue Evaluate(ScoredBatch batch, double size, TurnCoefficients coefficients, OfMargin ofMargin, Func<ObjectiveExample, double>? weight = null)
    {
        int n = batch.Examples.Count;
        double[] slopes = new double[batch.Policy.Length], losses = new double[n], margins = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++)
        {
            ObjectiveExample example = batch.Examples[i];
            double[] chosen = coefficients(example, 0), rejected = coefficients(example, 1);
            TokenSpan[] chosenTurns = [.. batch.Turns(i, 0)], rejectedTurns = [.. batch.Turns(i, 1)];
            for (int t = 0; t < Math.Max(chosen.Length, rejected.Length); t++)
            {
                margins[i] += (t < chosen.Length ? chosen[t] * batch.LogRatio(chosenTurns[t]) : 0)
                    - (t < rejected.Length ? rejected[t] * batch.LogRatio(rejectedTurns[t]) : 0);
            }

            (losses[i], double slope) = ofMargin(margins[i]);
            double w = (weight is null ? example.Weight : weight(example)) / size;
            total += w * losses[i];
            Spread(slopes, chosenTurns, chosen, w * slope);
            Spread(slopes, rejectedTurns, rejected, -w * slope);
        }

        return new ObjectiveValue(total, slopes, [.. losses], [.. margins], []);
    }

    /// <summary>Every turn alike, whatever its length.</summary>
    public static double[] Summed(ObjectiveExample example, int sequence)
    {
        var ones = new double[example.Sequences[sequence].Turns.Length];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>The mean over tokens.</summary>
    public static double[] Averaged(ObjectiveExample example, int sequence)
    {
        var shares = new double[example.Sequences[sequence].Turns.Length];
        Array.Fill(shares, 1.0 / example.Sequences[sequence].ScoredTokens);
        return shares;
    }

    private static void Spread(double[] slopes, TokenSpan[] turns, double[] coefficients, double slope)
    {
        for (int t = 0; t < turns.Length; t++)
            slopes.AsSpan(turns[t].Start, turns[t].Length).Fill(slope * coefficients[t]);
    }
}
