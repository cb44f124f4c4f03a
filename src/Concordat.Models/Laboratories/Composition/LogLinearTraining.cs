using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Numerics.Optimisation;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>DPO on a log-linear policy to its end, by L-BFGS.</summary>
internal static class LogLinearTraining
{
    /// <returns>π over classes, (56).</returns>
    public static double[] Train(ImmutableArray<ObjectiveExample> pairs, CancellationToken cancellationToken)
    {
        LogLinearPolicy policy = CompositionWorld.Policy();
        var objective = new DpoObjective { Beta = CompositionWorld.Beta };
        double[] reference = policy.ReferenceLogProbabilities(ScoredBatch.Sequences(pairs)), start = new double[policy.Coefficients.Length];
        Lbfgs.Minimise(
            (x, gradient) =>
            {
                x.CopyTo(policy.Coefficients);
                policy.ClearGradient();
                double loss = PolicyStep.Evaluate(policy, objective, pairs, reference: reference).Value.Loss;
                policy.Gradient.CopyTo(gradient);
                return loss;
            },
            start, 200, 1e-7, cancellationToken);
        start.CopyTo(policy.Coefficients, 0);
        return policy.Probabilities();
    }
}
