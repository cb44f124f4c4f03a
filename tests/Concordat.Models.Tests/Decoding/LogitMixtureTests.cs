using Concordat.Models.Decoding;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Models.Tests.Decoding;

public sealed class LogitMixtureTests
{
    [Fact]
    public void Combine_BaseExpertAndAnti_IsTheSumByHand()
    {
        // 1 + .5·(2 − 0) = 2; 2 + .5·(2 − 1) = 2.5; 3 + .5·(0 − 1) = 2.5.
        Assert.Equal([2, 2.5f, 2.5f], Combined(LogitMixture.ProxyTuning(.5), [1, 2, 3], [2, 2, 0], [0, 1, 1]));
        // Two experts: 1 + 1·(2 − 0) − .5·(4 − 2) = 2.
        Assert.Equal([2f], Combined(LogitMixture.Shifted(1, -.5), [1], [2], [0], [4], [2]));
    }

    [Fact]
    public void Combine_LogProbabilitiesInPlaceOfLogits_GiveTheSameProbabilities()
    {
        // Emulated fine-tuning is written in log-probabilities, proxy-tuning in logits: constants go.
        float[] large = Small.Normal(30, 1), tuned = Small.Normal(30, 2), small = Small.Normal(30, 3);
        double[] logits = Probabilities(Combined(LogitMixture.ProxyTuning(1), large, tuned, small));
        double[] emulated = Probabilities(Combined(LogitMixture.ProxyTuning(1), Logs(large), Logs(tuned), Logs(small)));
        Assert.Equal(logits, emulated, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Contrastive_ATokenThatBothFindAbsurd_IsLeftOut()
    {
        // Ratios .6/.69, .3/.3, .05/.005: the third is greatest, and has less than a tenth of the greatest probability (.05 < .06).
        float[] strong = Log(.6, .3, .05, .05), weak = Log(.69, .3, .005, .005);
        Assert.Equal(2, Greatest(Combined(LogitMixture.Contrastive(null, 0), strong, weak)));
        float[] limited = Combined(LogitMixture.Contrastive(null), strong, weak);
        Assert.Equal((1, float.NegativeInfinity, float.NegativeInfinity), (Greatest(limited), limited[2], limited[3]));
        // Anchored, α = 1: .6²/.69 = .52 against .3²/.3 = .3.
        Assert.Equal(0, Greatest(Combined(LogitMixture.Contrastive(1), strong, weak)));
    }

    [Fact]
    public void Objectives_OptimaOfLinearRewards_ReachTheClosedForm()
    {
        // πᵢ = π_ref·e^(rᵢ/β)/Zᵢ; with Σw = 1 the product is π_ref·e^(Σ wᵢrᵢ/β)/Z, the optimum of the weighted reward.
        double[] reference = Probabilities(Small.Normal(8, 5));
        double[][] rewards = [Small.Doubles(Small.Normal(8, 6)), Small.Doubles(Small.Normal(8, 7)), Small.Doubles(Small.Normal(8, 8))];
        double[] weights = [.5, .2, .3];
        const double Beta = .7;
        double[] Optimum(Func<int, double> reward) => Normalised([.. reference.Select((p, y) => p * Math.Exp(reward(y) / Beta))]);
        float[][] policies = [.. rewards.Select(reward => Log(Optimum(y => reward[y])))];
        double[] mixed = Probabilities(Combined(LogitMixture.Objectives([.. weights]), policies));
        double[] optimum = Optimum(y => weights.Zip(rewards, (w, reward) => w * reward[y]).Sum());
        Assert.Equal(optimum, mixed, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(.5, .6)]
    [InlineData(-.5, 1.5)]
    public void Objectives_WeightsThatAreNoShares_AreRefused(double first, double second) =>
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => LogitMixture.Objectives(first, second)).Message, StringComparison.Ordinal);

    [Fact]
    public void Combine_AlphaZeroOrExpertEqualToAnti_IsTheBaseBitForBit() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<int>(), (seed, alpha) =>
    {
        float[] z = Small.Normal(20, (ulong)(uint)seed), expert = Small.Normal(20, (ulong)(uint)seed + 1), anti = Small.Normal(20, (ulong)(uint)seed + 2);
        return z.AsSpan().SequenceEqual(Combined(LogitMixture.ProxyTuning(0), z, expert, anti)) && z.AsSpan().SequenceEqual(Combined(LogitMixture.ProxyTuning(alpha / 100.0), z, expert, expert));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Formula_OfEachKind_SaysTheSum()
    {
        Assert.Equal("b + 0.5·(e − a)", LogitMixture.ProxyTuning(.5).Formula(["b", "e", "a"]));
        Assert.Equal("0.7·x + 0.3·y", LogitMixture.Objectives(.7, .3).Formula(["x", "y"]));
        Assert.Equal("b − a, p ≥ 0.1·max under b", LogitMixture.Contrastive(null).Formula(["b", "a"]));
    }

    private static float[] Combined(LogitMixture mixture, params float[][] logits)
    {
        var result = new float[logits[0].Length];
        mixture.Combine([.. logits.Select(one => (ReadOnlyMemory<float>)one)], result);
        return result;
    }

    private static int Greatest(float[] logits) => Array.IndexOf(logits, logits.Max());

    private static float[] Log(params double[] probabilities) => [.. probabilities.Select(p => (float)Math.Log(p))];

    private static float[] Logs(float[] logits) => Log(Probabilities(logits));

    private static double[] Probabilities(float[] logits) => Normalised([.. logits.Select(z => Math.Exp(z))]);

    private static double[] Normalised(double[] values) => [.. values.Select(value => value / values.Sum())];
}
