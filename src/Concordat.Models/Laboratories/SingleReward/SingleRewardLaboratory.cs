using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Choice.Policies;
using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.SingleReward;

/// <summary>One reward for everyone against max–min over a mixture, at three ratios of majority to minority.</summary>
/// <remarks>The study itself is <see cref="SingleRewardStudy"/>; here it is repeated over seeds.</remarks>
public sealed class SingleRewardLaboratory : ILaboratory
{
    private const string Gain = "single-reward.gain", Difference = "single-reward.difference", Share = "single-reward.share", Divergence = "single-reward.divergence";
    private const double Beta = .5;
    private const int SamePlace = 1, MaxMin = 2;
    private static readonly ImmutableArray<int> s_ratios = [1, 3, 10];
    private static readonly ImmutableArray<string> s_policies = ["one reward", "one reward, at the divergence of max–min", "max–min over the mixture", "a reward of its own"];
    private static readonly ImmutableArray<GroupKey> s_camps = [new("camp", "majority"), new("camp", "minority")];

    public LaboratoryDescription Description { get; } = new(
        "single-reward",
        "One reward for all against max–min over a mixture",
        "What does a minority get when one reward is fitted to everyone and a policy follows it, and what does it get under max–min over a mixture of rewards, as the majority grows?",
        [
            "Two camps of raters agree on one direction of six and are opposed, equally strongly, on another; four directions matter to nobody.",
            "Choices follow Bradley–Terry with the camp's true reward; 220 raters compare 40 pairs each, at majorities of 1, 3 and 10 to one.",
            "No method is told the camps or their sizes. What a policy gives a camp is measured by the camp's true reward on prompts that no reward was fitted to.",
            "At one to one the camps are alike but for the sign of one direction, so that one reward gives both the same. Max–min with the true rewards gives both the same at every ratio.",
        ],
        [
            "Policies are exact optima over eight candidates a prompt with known features: no language model is trained, and a candidate that nobody wrote cannot be chosen.",
            "The mixture is told that there are two clusters. With more camps, camps that differ by degrees, or raters who give few comparisons each, clusters can fail to be found.",
            "Camps are opposed and equally decided; real groups overlap, and the size of the effect here says nothing about theirs.",
            "Intervals are for the mean over repetitions of this very design, not for another.",
        ],
        "Chakraborty et al. (2024), arXiv:2402.08925, for the question and the ratios; the design is this project's own.",
        [
            LaboratoryDescription.Measure(
                Gain, "Gain over the reference", "P(a response of the policy is preferred by the camp to one of the reference) − ½, by the camp's true reward.", MeasureUnit.ProportionDifference, MeasurePopulations.Each),
            LaboratoryDescription.Measure(
                Difference, "One reward less max–min, at equal divergence",
                "The camp's gain under one reward less its gain under max–min, in the same replicate and at the same divergence from the reference.", MeasureUnit.ProportionDifference, MeasurePopulations.Each),
            LaboratoryDescription.Measure(Share, "Share of the smaller cluster", "Estimated share of raters in the smaller cluster of the mixture.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Divergence, "Divergence from the reference", "KL(π ‖ π_ref), nats, mean over prompts.", MeasureUnit.Coefficient),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 100 : 4;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        StudyReplicate[][] drawn = request.ForEachReplicate(
            (_, seed) => s_ratios.Select((ratio, i) => SingleRewardStudy.Planted(ratio, Beta, seed, i, cancellationToken)).ToArray(), cancellationToken);
        var findings = new LaboratoryFindings(request, Description.Measures);
        var gains = new Estimate[s_ratios.Length, s_policies.Length, s_camps.Length];
        var differences = new Estimate[s_ratios.Length, s_camps.Length];
        var planted = ImmutableArray.CreateBuilder<PlantedValue>();
        for (int i = 0; i < s_ratios.Length; i++)
        {
            StudyReplicate[] at = [.. drawn.Select(replicate => replicate[i])];
            var ratio = new ScopeEntry("ratio", $"{s_ratios[i]} : 1");
            for (int p = 0; p < s_policies.Length; p++)
            {
                for (int g = 0; g < s_camps.Length; g++)
                    gains[i, p, g] = findings.Add(Gain, s_camps[g], at.Select(one => one.Gains[p][g] / 100), ratio, new("policy", s_policies[p])) ?? default;
                findings.Add(Divergence, null, at.Select(one => one.Divergences[p]), ratio, new("policy", s_policies[p]));
            }

            for (int g = 0; g < s_camps.Length; g++)
                differences[i, g] = findings.Add(Difference, s_camps[g], at.Select(one => (one.Gains[SamePlace][g] - one.Gains[MaxMin][g]) / 100), ratio) ?? default;
            Estimate? share = findings.Add(Share, null, at.Select(one => one.Shares[^1]), ratio);
            // At one to one the smaller of two estimates lies below a half on average, whatever the method.
            if (s_ratios[i] > 1 && share is { } found)
                planted.Add(new PlantedValue($"share of the smaller cluster at {s_ratios[i]} : 1", MeasureUnit.Proportion, 1.0 / (1 + s_ratios[i]), found));
            else
                planted.Add(Between(findings, at, SamePlace, "one reward", s_ratios[i]));
            planted.Add(Between(findings, at, MaxMin, "max–min", s_ratios[i]));
        }

        return new LaboratoryOutcome(
            Answers(gains, differences),
            [
                new("Raters", "220, each with 40 comparisons"),
                new("Features", "6"),
                new("Prompts the policies are measured on", "150, with 8 candidates each"),
                new("Majority to minority", string.Join(", ", s_ratios.Select(ratio => $"{ratio} : 1"))),
                new("β", ".5 standard deviations of reward for each nat"),
            ],
            planted.ToImmutable(),
            new AuditResult(Description.Id, findings.All, [], ExclusionCounts.None(request.Replicates))
            {
                Figures = [Figure(gains, 1, "The minority"), Figure(gains, 0, "The majority")],
            });
    }

    private static PlantedValue Between(LaboratoryFindings findings, StudyReplicate[] at, int policy, string name, int ratio) => new(
        $"majority less minority under {name} at {ratio} : 1", MeasureUnit.ProportionDifference, 0, findings.Mean(at.Select(one => (one.Gains[policy][0] - one.Gains[policy][1]) / 100)));

    private static ImmutableArray<string> Answers(Estimate[,,] gains, Estimate[,] differences) =>
    [
        .. s_ratios.Select((ratio, i) =>
            $"At {ratio} : 1 the minority's gain over the reference is {LaboratoryText.Points(gains[i, SamePlace, 1])} under one reward and {LaboratoryText.Points(gains[i, MaxMin, 1])} under max–min, "
            + $"both equally far from the reference; what one reward changes against max–min is {LaboratoryText.Points(differences[i, 1])} for the minority and {LaboratoryText.Points(differences[i, 0])} for the majority."),
    ];

    private static CurveFigure Figure(Estimate[,,] gains, int camp, string who) => new(
        $"{who}: gain by policy as the majority grows",
        "Zero is the reference, that is, no tuning. The second and third policy are equally far from it. Bars are intervals for the mean over replicates.",
        new FigureAxis("majority to one of the minority", MeasureUnit.Count, IsLogarithmic: true),
        new FigureAxis("gain over the reference", MeasureUnit.ProportionDifference),
        [
            .. Enumerable.Range(0, s_policies.Length).Select(p => new Curve(
                s_policies[p], true,
                [.. s_ratios.Select((ratio, i) => new CurvePoint(ratio, gains[i, p, camp].Value, gains[i, p, camp].Lower, gains[i, p, camp].Upper))])),
        ]);
}
