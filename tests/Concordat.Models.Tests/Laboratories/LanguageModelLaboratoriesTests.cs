using Concordat.Laboratories;
using Concordat.Models.Decoding.Sweep;
using Concordat.Models.Laboratories;
using Concordat.Models.Laboratories.Almanac;
using Concordat.Models.Laboratories.Curation;
using Concordat.Models.Laboratories.Proxy;

namespace Concordat.Models.Tests.Laboratories;

/// <summary>What holds of the laboratories that train language models already at test scale.</summary>
public sealed class LanguageModelLaboratoriesTests
{
    [Fact]
    public void Proxy_AtAlphaZero_IsTheBaseAndAtOneHasTakenOnTheForm()
    {
        LaboratoryRun run = LaboratoryContractTests.Run("proxy");
        foreach (string measure in new[] { "truth", "form", "statements" })
            Assert.Equal(Of(run, "proxy.value", measure, "base", "–"), Of(run, "proxy.value", measure, "proxy", "0"));
        Assert.True(Of(run, "proxy.value", "form", "base", "–") < .2);
        Assert.True(Of(run, "proxy.value", "form", "proxy", "1") > .8);
        Assert.True(Of(run, "proxy.value", "form", "direct", "–") > .8);
        Assert.Equal(0, Of(run, "proxy.gap-closed", "form", "proxy", "0"));
    }

    // t₀.₉₇₅ with one degree of freedom is 12.7062; two replicates a, b have s/√2 = |a − b|/2.
    [Fact]
    public void Proxy_GapsClosedAndTheirIntervals_AreWhatTheReplicatesGive()
    {
        LaboratoryRun run = LaboratoryContractTests.Run("proxy");
        Assert.Equal(2, run.Replicates);
        var request = new LaboratoryRequest(LaboratoryScale.Test, run.Seed, run.Replicates);
        ProxyReplicate[] drawn = [.. Enumerable.Range(0, 2).Select(k => ProxyReplicate.Draw(ProxyScale.Of(LaboratoryScale.Test), request.SeedOf(k), default))];
        string[] targets = ["truth", "truth, field not tuned on", "form"];
        double[] means = [.. drawn.Select(one => targets.Sum(target => Gained(one, target)) / targets.Sum(target => Gap(one, target)))], ratios = [.. drawn.Select(one => targets.Average(target => Gained(one, target) / Gap(one, target)))];
        Check(means, Found("proxy.gap-closed-ratio-of-means"));
        Check(ratios, Found("proxy.gap-closed-mean-of-ratios"));

        Finding Found(string measure) => run.Outcome.Result.Findings.Single(finding => finding.Measure == measure && finding.Scope.Select(entry => entry.Value).SequenceEqual(["all targets", "proxy", "1"]));
        static void Check(double[] each, Finding found)
        {
            if (each.Any(value => !double.IsFinite(value)))
            {
                Assert.Null(found.Estimate);
                return;
            }

            Assert.Equal((each[0] + each[1]) / 2, found.Estimate!.Value.Value, 1e-12);
            Assert.Equal(12.7062 * Math.Abs(each[0] - each[1]) / 2, found.Estimate.Value.Upper - found.Estimate.Value.Value, 1e-4);
        }

        static double Gained(ProxyReplicate one, string target) => Value(one, target, "proxy", "1") - Value(one, target, "base", "–");
        static double Gap(ProxyReplicate one, string target) => Value(one, target, "direct", "–") - Value(one, target, "base", "–");
        static double Value(ProxyReplicate one, params string[] scope) => one.Findings
            .Single(finding => finding.Measure == AlphaSweepResult.Value && finding.Scope.Select(entry => entry.Value).SequenceEqual(scope)).Estimate!.Value.Value;
    }

    [Fact]
    public void Curation_CuratedSet_HoldsMoreGoodAnswersAndTeachesMore()
    {
        LaboratoryRun run = LaboratoryContractTests.Run("curation");
        Assert.True(Of(run, "curation.share", "curated") > .85);
        Assert.Equal((1200, 60, 60, 60), (Of(run, "curation.size", "all of the pool"), Of(run, "curation.size", "curated"), Of(run, "curation.size", "quality alone"), Of(run, "curation.size", "at random")));
        Assert.True(Of(run, "curation.good", "curated") > Of(run, "curation.good", "all of the pool"));
        Assert.True(Of(run, "curation.closed", "curated") > Of(run, "curation.closed", "at random"));
        Assert.True(Of(run, "curation.loss", "all of the pool") < Of(run, "curation.loss", "before tuning"));
    }

    [Fact]
    public void Curation_AtFullScale_ChoosesAThousandAndTakesInAllTwentyThousandOnce()
    {
        var scale = CurationScale.Of(LaboratoryScale.Full);
        Assert.Equal((20_000, 1_000, 20_000), (scale.Pool, scale.Size, scale.Steps * CurationScale.Batch));
        var pool = new CurationPool(new AlmanacWorld(scale.Places, 1), scale.Pool, 2);
        (ImmutableArray<int> curated, ImmutableArray<int> quality) = pool.Choose(scale.Size, default);
        Assert.Equal((1_000, 1_000), (curated.Distinct().Count(), quality.Distinct().Count()));
    }

    private static double Of(LaboratoryRun run, string measure, params string[] scope) => run.Outcome.Result.Findings
        .Single(finding => finding.Measure == measure && finding.Scope.Select(entry => entry.Value).SequenceEqual(scope)).Estimate!.Value.Value;
}
