using System.Globalization;
using Concordat.Numerics.Intervals;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>Proxy-tuning at several α beside the base, the expert alone and a directly tuned model: what tuning was to bring, how much of it the proxy brings, and what the base knew.</summary>
/// <remarks>
/// v(s) is the share of right answers, or −log probability in nats a token. Gap closed, twice, since they differ: the mean over target measures of (v(α) − v(base))/(v(direct) − v(base)), and over
/// the target measures in shares Σ(v(α) − v(base))/Σ(v(direct) − v(base)). Knowledge: v − v(base) and v − v(direct) of the knowledge measures. Intervals: percentiles over resamples of
/// questions within each measure, the same questions for all systems. Source: Liu et al. (2024), arXiv:2401.08565, tables 2 and 4 (mean of ratios).
/// Randomness: replicate streams from the seed; the same on any number of threads.
/// </remarks>
public static class AlphaSweep
{
    private const int FewestReplicates = 20;

    /// <summary>Runs the sweep.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="members">Base, expert and anti-expert, and the directly tuned model if there is one.</param>
    /// <param name="options">How.</param>
    /// <param name="maxThreads">Upper limit on threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <exception cref="ArgumentException">Members or options do not fit, or a question is too long for a model.</exception>
    public static AlphaSweepResult Run(ImmutableArray<SweepItem> items, ImmutableArray<MixtureMember> members, AlphaSweepOptions options, int maxThreads, CancellationToken cancellationToken)
    {
        options.Validate();
        if (members.Length is not (3 or 4))
            throw new ArgumentException($"{members.Length} models; expected base, expert and anti-expert, and the directly tuned one if there is one", nameof(members));
        ImmutableArray<SweepSystem> systems =
        [
            new("base", null, LogitMixture.Alone), .. options.Alphas.Select(alpha => new SweepSystem("proxy", alpha, LogitMixture.ProxyTuning(alpha))),
            new("expert", null, LogitMixture.Only(1)), .. members.Length == 4 ? [new SweepSystem("direct", null, LogitMixture.Only(3))] : ImmutableArray<SweepSystem>.Empty,
        ];
        var scorer = new SweepScores(members, [.. systems.Select(system => system.Mixture)], maxThreads);
        var scores = new double[items.Length][];
        var tokens = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (scores[i], tokens[i]) = scorer.Of(items[i]);
        }

        ImmutableArray<SweepMeasure> measures =
            [.. items.GroupBy(item => item.Measure).Select(of => new SweepMeasure(of.Key, of.First().Part, of.First().Kind, of.Count()))];
        int[] measureOf = [.. items.Select(item => measures.IndexOf(measures.First(measure => measure.Name == item.Measure)))];
        var statistics = new SweepStatistics(measures, measureOf, scores, tokens, systems);
        var estimates = new double[statistics.Count];
        statistics.Compute([.. Enumerable.Repeat(1, items.Length)], estimates);
        double[][] replicates = ClusterBootstrap.Run(measureOf, statistics.Count, options.Replicates, options.Seed, maxThreads, statistics.Compute, cancellationToken);
        ImmutableArray<Finding> findings = [.. Enumerable.Range(0, statistics.Count).Select(j => Of(statistics.Slots[j], estimates[j], replicates[j], options.ConfidenceLevel, members.Length == 4))];
        return new AlphaSweepResult(options, measures, findings, SweepFigures.Of(measures, findings));
    }

    private static Finding Of(SweepSlot slot, double estimate, double[] replicates, double level, bool hasDirect)
    {
        Finding finding(Estimate? value, string? why) => new(slot.Measure, null, value, why) { Scope = slot.Scope, Unit = SampleUnit.Items, UnitCount = slot.Items };
        if (!hasDirect && slot.NeedsDirect)
            return finding(null, "there is no directly tuned model to compare with");
        if (slot.Items == 0)
            return finding(null, "no target measure is in shares of right answers");
        if (!double.IsFinite(estimate))
            return finding(null, "direct tuning changed nothing in a target measure: there is no gap to close");
        if (replicates.Count(double.IsFinite) < Math.Max(FewestReplicates, replicates.Length * 9 / 10) || BootstrapInterval.Percentile(replicates, level) is not { } interval)
            return finding(null, string.Create(CultureInfo.InvariantCulture, $"the gap that is to be closed vanishes in {replicates.Count(value => !double.IsFinite(value))} of {replicates.Length} resamples"));
        return finding(new Estimate(estimate, interval.Lower, interval.Upper, level, slot.Items, IntervalMethod.PercentileBootstrap), null);
    }
}
