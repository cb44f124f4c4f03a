using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>What one replicate gave: by policy (log-linear, language model), weighting (as it is, evened), share and group.</summary>
/// <param name="Gains">Over the policy's own reference.</param>
/// <param name="Divergences">From that reference, nats, without the groups.</param>
/// <param name="Outside">The most probability that a language model gave to what is no answer.</param>
internal sealed record CompositionReplicate(double[,,,] Gains, double[,,] Divergences, double Outside)
{
    public const int LogLinear = 0, LanguageModel = 1;

    public static CompositionReplicate Draw(CompositionScale scale, ulong seed, CancellationToken cancellationToken)
    {
        int shares = scale.Shares.Length, groups = CompositionWorld.Groups.Length;
        double[,,,] gains = new double[2, 2, shares, groups];
        var divergences = new double[2, 2, shares];
        double outside = 0;
        double[] uniform = CompositionWorld.Candidates.Reference.ToArray();
        var model = new LanguageModelTraining(scale, Xoshiro.DeriveSeed(seed, 1), cancellationToken);
        for (int s = 0; s < shares; s++)
        {
            var panel = new CompositionPanel(scale, scale.Shares[s], Xoshiro.DeriveSeed(seed, 2));
            for (int evened = 0; evened < 2; evened++)
            {
                if (evened == 1 && s == scale.Even)
                {
                    for (int policy = 0; policy < 2; policy++)
                    {
                        divergences[policy, 1, s] = divergences[policy, 0, s];
                        for (int g = 0; g < groups; g++)
                            gains[policy, 1, s, g] = gains[policy, 0, s, g];
                    }

                    continue;
                }

                double[] logLinear = LogLinearTraining.Train(panel.Classes(evened == 1), cancellationToken);
                (double[] answers, divergences[LanguageModel, evened, s], double lost) = model.Train(panel.Answers(evened == 1), Xoshiro.DeriveSeed(seed, 3), cancellationToken);
                divergences[LogLinear, evened, s] = CompositionWorld.Candidates.Divergence(logLinear);
                outside = Math.Max(outside, lost);
                for (int g = 0; g < groups; g++)
                {
                    gains[LogLinear, evened, s, g] = CompositionWorld.Gain(g, logLinear, uniform);
                    gains[LanguageModel, evened, s, g] = CompositionWorld.Gain(g, answers, model.Reference);
                }
            }
        }

        return new CompositionReplicate(gains, divergences, outside);
    }
}
