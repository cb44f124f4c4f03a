using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>π̃ and π̃_ref among the candidates of one prompt.</summary>
internal sealed class CandidateProbabilities
{
    private readonly ScoredBatch _batch;
    private readonly int _example;
    private readonly double[] _policy, _logRatio;

    public CandidateProbabilities(ScoredBatch batch, int example, CandidateOrigin origin)
    {
        (_batch, _example) = (batch, example);
        ObjectiveExample of = batch.Examples[example];
        int n = of.Sequences.Length;
        double[] policy = new double[n], reference = new double[n];
        for (int y = 0; y < n; y++)
        {
            double draws = Math.Log(of.SequenceWeights.IsEmpty ? 1 : of.SequenceWeights[y]), ratio = batch.LogRatio(example, y);
            policy[y] = draws + (origin == CandidateOrigin.Listed ? batch.LogPolicy(example, y) : ratio);
            reference[y] = policy[y] - ratio;
        }

        double policySum = LogSum(policy), referenceSum = LogSum(reference);
        _policy = [.. policy.Select(value => Math.Exp(value - policySum))];
        // A candidate of weight 0 is absent, and the ratio of its two zeros is not needed.
        _logRatio = [.. policy.Zip(reference, (p, q) => double.IsNegativeInfinity(p) ? 0 : p - policySum - (q - referenceSum))];
    }

    /// <summary>E_π̃[value].</summary>
    public double Expect(Func<int, double> value)
    {
        double sum = 0;
        for (int y = 0; y < _policy.Length; y++)
            sum += _policy[y] * value(y);
        return sum;
    }

    /// <summary>Adds w·∂ℓ/∂log π and returns ℓ = −E_π̃[r] + β KL.</summary>
    public double AddSlopes(double[] rewards, double beta, double w, double[] slopes)
    {
        double Penalised(int y) => rewards[y] - (beta * _logRatio[y]);
        double mean = Expect(Penalised);
        for (int y = 0; y < rewards.Length; y++)
        {
            TokenSpan tokens = _batch.Span(_example, y);
            slopes.AsSpan(tokens.Start, tokens.Length).Fill(-w * _policy[y] * (Penalised(y) - mean));
        }

        return -mean;
    }

    private static double LogSum(double[] values)
    {
        double max = values.Max();
        return max + Math.Log(values.Sum(value => Math.Exp(value - max)));
    }
}
