using Concordat.Laboratories;

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

    [Fact]
    public void Proxy_RatioOfMeans_IsWhatTheValuesGive()
    {
        LaboratoryRun run = LaboratoryContractTests.Run("proxy");
        Assert.Equal(0, Of(run, "proxy.gap-closed-ratio-of-means", "all targets", "proxy", "0"));
        Assert.True(Of(run, "proxy.gap-closed-ratio-of-means", "all targets", "proxy", "1") > .3);
    }

    [Fact]
    public void Curation_CuratedSet_HoldsMoreGoodAnswersAndTeachesMore()
    {
        LaboratoryRun run = LaboratoryContractTests.Run("curation");
        Assert.True(Of(run, "curation.share", "curated") > .85);
        Assert.True(Of(run, "curation.good", "curated") > Of(run, "curation.good", "all of the pool"));
        Assert.True(Of(run, "curation.closed", "curated") > Of(run, "curation.closed", "at random"));
        Assert.True(Of(run, "curation.loss", "all of the pool") < Of(run, "curation.loss", "before tuning"));
    }

    private static double Of(LaboratoryRun run, string measure, params string[] scope) => run.Outcome.Result.Findings
        .Single(finding => finding.Measure == measure && finding.Scope.Select(entry => entry.Value).SequenceEqual(scope)).Estimate!.Value.Value;
}
