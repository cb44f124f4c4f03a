using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Curation;

/// <summary>Few curated examples against many that nobody looked through, at equal optimiser steps.</summary>
public sealed class CurationLaboratory : ILaboratory
{
    private const string Good = "curation.good", True = "curation.true", Closed = "curation.closed", Loss = "curation.loss", Difference = "curation.difference", Share = "curation.share", Size = "curation.size", Prompts = "curation.prompts";
    private const int All = 1, Curated = 2, Random = 4;

    public LaboratoryDescription Description { get; } = new(
        "curation",
        "A thousand curated examples against twenty thousand that nobody looked through",
        "At equal optimiser steps, does a small set chosen by a judge's quality and diversity teach a model more than all of the pool it was chosen from, than as many at random, and than the best-rated alone?",
        [
            "The pool holds, by planted shares, half good answers (true, and closed with thanks), 15% true ones without the closing, 15% that say what everyone says, 10% wrong and 10% rambling ones; places are asked about unequally often, and the same is asked in sixteen authors' words.",
            "The judge's quality is the kind of the answer seen through noise (standard deviation .25 where kinds lie .2 to .3 apart), with a liking for the places that everyone asks about. Curation sees this and the words, and never the kind.",
            "The model has read the facts before and knows them; tuning can only teach it how to answer. What is measured are good answers to questions in words that no author of the pool uses.",
            "Every set is trained on for the same number of steps of the same size, from the same model, in orders drawn alike: at full scale each example of the pool is seen once, those of the small sets many times.",
            "A model tuned on the whole pool is to close a true answer as often as the pool does: 77 times in a hundred.",
        ],
        [
            "The pool is invented, since no set of 20,000 instructions with recorded quality may ship; how large the flaws of real pools are, and how well a judge sees them, is planted here and not found.",
            "The curated set is as good as the judge: a judge whose noise drowns the kinds, or whose liking is for wrong answers, would give another result.",
            "Tuning teaches a manner and no facts. Where examples carry knowledge that the model lacks, more of them can teach more.",
            "A model of a hundred thousand parameters and one learning rate; equal steps are not equal passes, and more steps on the pool are not tried.",
            "One method of curation (DEITA) with one threshold is run; others choose otherwise.",
        ],
        "Zhou et al. (2023), arXiv:2305.11206 (LIMA), for the question; Liu et al. (2024), arXiv:2312.15685 (DEITA), for the choice; the world is this project's own.",
        [
            LaboratoryDescription.Measure(Good, "Good answers", "Probability of the true value with the closing, mean over held-out questions.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(True, "True values", "Probability that the answer starts with the true value, mean over held-out questions.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Closed, "Closed with thanks", "Probability of the closing after the true value, mean over held-out questions.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Loss, "Loss", "−log probability of the good answer, nats a token.", MeasureUnit.Scale),
            LaboratoryDescription.Measure(Difference, "Good answers, less those of the whole pool", "Good answers after tuning on the set less those after tuning on the whole pool, in the same replicate.", MeasureUnit.ProportionDifference),
            LaboratoryDescription.Measure(Size, "Examples in the set", "How many there are; a choice by diversity can end before its size.", MeasureUnit.Count),
            LaboratoryDescription.Measure(Share, "Good answers within the set", "Share of the examples that are of the good kind.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Prompts, "Questions within the set", "Different questions in the set as a share of all that can be asked in the pool's words.", MeasureUnit.Proportion),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 10 : 2;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        var scale = CurationScale.Of(request.Scale);
        CurationReplicate[] drawn = request.ForEachReplicate((_, seed) => CurationReplicate.Draw(scale, seed, cancellationToken), cancellationToken);
        var findings = new LaboratoryFindings(request, Description.Measures);
        int sets = CurationReplicate.Sets.Length;
        Estimate[] good = new Estimate[sets], losses = new Estimate[sets], differences = new Estimate[sets], shares = new Estimate[sets];
        var closed = new Estimate[sets];
        for (int s = 0; s < sets; s++)
        {
            int at = s;
            var of = new ScopeEntry("set", CurationReplicate.Sets[s]);
            good[s] = findings.Add(Good, null, drawn.Select(one => one.Good[at]), of) ?? default;
            findings.Add(True, null, drawn.Select(one => one.True[at]), of);
            closed[s] = findings.Add(Closed, null, drawn.Select(one => one.Closed[at]), of) ?? default;
            losses[s] = findings.Add(Loss, null, drawn.Select(one => one.Loss[at]), of) ?? default;
            if (s != All)
                differences[s] = findings.Add(Difference, null, drawn.Select(one => one.Good[at] - one.Good[All]), of) ?? default;
            if (s == 0)
                continue;
            findings.Add(Size, null, drawn.Select(one => one.Sizes[at]), of);
            shares[s] = findings.Add(Share, null, drawn.Select(one => one.Chosen[at]), of) ?? default;
            findings.Add(Prompts, null, drawn.Select(one => one.Pairs[at]), of);
        }

        double of100(CurationPool.Kind kind) => CurationPool.Shares.First(share => share.Kind == kind).Share;
        double whole = of100(CurationPool.Kind.Good) / (of100(CurationPool.Kind.Good) + of100(CurationPool.Kind.Unclosed));
        return new LaboratoryOutcome(
            Answers(scale, good, losses, differences, shares),
            [
                new("Pool", LaboratoryText.Invariant($"{scale.Pool:N0} examples on {scale.Places} places and {Almanac.AlmanacWorld.Fields} fields by {CurationPool.Authors} authors")),
                new("Small sets", LaboratoryText.Invariant($"{scale.Size:N0} examples: DEITA (largest cosine .9, exact duplicates left out), the best-rated of the different ones, and at random from the pool")),
                new("Held out", LaboratoryText.Invariant($"{2 * scale.Places * Almanac.AlmanacWorld.Fields} questions in other words")),
                new("Model", LaboratoryText.Invariant($"2 layers of width {scale.Width}, {scale.BaseSteps:N0} steps of 16 windows of 32 tokens on the text")),
                new("Tuning", LaboratoryText.Invariant($"{scale.Steps} steps of {CurationScale.Batch} examples for every set: {(double)scale.Steps * CurationScale.Batch / scale.Size:0.0} passes over a small set, {(double)scale.Steps * CurationScale.Batch / scale.Pool:0.00} over the pool")),
            ],
            [
                new PlantedValue("closes a true answer, tuned on the whole pool", MeasureUnit.Proportion, whole, closed[All]),
                new PlantedValue("good answers within the whole pool", MeasureUnit.Proportion, of100(CurationPool.Kind.Good), shares[All]),
                new PlantedValue("good answers within the set at random", MeasureUnit.Proportion, of100(CurationPool.Kind.Good), shares[Random]),
            ],
            new AuditResult(Description.Id, findings.All, [], ExclusionCounts.None(request.Replicates)) { Figures = [Figure(good, shares)] });
    }

    private static ImmutableArray<string> Answers(CurationScale scale, Estimate[] good, Estimate[] losses, Estimate[] differences, Estimate[] shares) =>
    [
        LaboratoryText.Invariant($"Tuned on {scale.Size:N0} curated examples the model gives the good answer with probability {LaboratoryText.Share(good[Curated])}; on all {scale.Pool:N0} at as many steps {LaboratoryText.Share(good[All])}; the difference is {LaboratoryText.Points(differences[Curated])}."),
        LaboratoryText.Invariant($"On {scale.Size:N0} at random {LaboratoryText.Share(good[Random])}, on the {scale.Size:N0} best-rated {LaboratoryText.Share(good[3])}, before tuning {LaboratoryText.Share(good[0])}."),
        $"Loss on the good answer, nats a token: curated {LaboratoryText.Number(losses[Curated])}, the whole pool {LaboratoryText.Number(losses[All])}, at random {LaboratoryText.Number(losses[Random])}, best-rated {LaboratoryText.Number(losses[3])}.",
        $"Within the sets good answers make up {LaboratoryText.Share(shares[Curated])} of the curated, {LaboratoryText.Share(shares[3])} of the best-rated and {LaboratoryText.Share(shares[All])} of the whole pool.",
    ];

    private static CurveFigure Figure(Estimate[] good, Estimate[] shares) => new(
        "Good answers to held-out questions, by how many good ones the set holds",
        "Each point is a set of examples; bars are intervals for the mean over replicates.",
        new FigureAxis("good answers within the set", MeasureUnit.Proportion), new FigureAxis("good answers after tuning", MeasureUnit.Proportion),
        [
            .. Enumerable.Range(1, good.Length - 1).Select(s => new Curve(
                CurationReplicate.Sets[s], false, [new CurvePoint(shares[s].Value, good[s].Value, good[s].Lower, good[s].Upper, CurationReplicate.Sets[s])])),
        ]);
}
