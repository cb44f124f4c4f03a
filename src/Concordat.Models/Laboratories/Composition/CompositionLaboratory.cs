using Concordat.Audits;
using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>From the composition of the feedback population through a trained policy to what each group gets.</summary>
public sealed class CompositionLaboratory : ILaboratory
{
    internal const string Gain = "composition.gain", Change = "composition.change", Difference = "composition.difference", Divergence = "composition.divergence";
    internal static readonly ImmutableArray<string> Policies = ["log-linear policy", "language model"];
    internal static readonly ImmutableArray<string> Weightings = ["each choice counts once", "each group counts for half"];

    public LaboratoryDescription Description { get; } = new(
        "composition",
        "From the composition of a panel to what each group gets",
        "When a policy is tuned on the choices of a panel, how does the panel's composition change what each group gets from it, and does weighting the choices by group undo that?",
        [
            "Two groups of raters. Of six kinds of words one is worth +1 to both groups and one −1, one is worth +1.2 to the first and −1.2 to the second, one the reverse, and two are worth nothing; an answer is three words and is worth their sum.",
            "A rater chooses between two answers drawn at random by Bradley–Terry with the group's worth; raters of a group do not differ. Panels of one replicate meet the same answers and differ only in who belongs to which group, so that where one lies off, the others are likely to.",
            "The log-linear policy sees how often an answer has each kind of word, so that the truth is within its reach. Its end under endless feedback of the same composition is computed, and stands beside what was found.",
            "The language model, a small decoder, is told nothing: which word is of which kind differs from topic to topic, and it learns that from the choices alone.",
            "The groups are mirror images: at even shares both get the same, and evened weights lead, with endless feedback, to where an even panel leads.",
        ],
        [
            "Groups have one reward each and are opposed on purpose; real groups differ within themselves and agree on more, and how much a panel's composition moves outcomes there is not shown.",
            "Raters are independent and always answer. Who declines, tires or imitates is another question.",
            "The language model has thousands of parameters and answers of three words; nothing is said of large models, or of prompts unlike those of the feedback.",
            "Weights by group need the group of each rater and enough raters in it: what ten raters did not say no weight brings back. An intersection that nobody declared stays as it is.",
            "A gain is over random answers and in how often an answer is preferred; it is no measure of harm.",
        ],
        "Rafailov et al. (2023), arXiv:2305.18290, for DPO; Kirk et al. (2024), arXiv:2404.16019, for the question of whose feedback; the design is this project's own.",
        [
            LaboratoryDescription.Measure(
                Gain, "Gain over the reference", "P(the group prefers an answer of the policy to one of the policy before tuning) − ½, over all answers by the group's planted worth.", MeasureUnit.ProportionDifference, MeasurePopulations.Each),
            LaboratoryDescription.Measure(
                Change, "Change against the even panel", "The group's gain less its gain from the even panel of the same replicate.", MeasureUnit.ProportionDifference, MeasurePopulations.Each),
            LaboratoryDescription.Measure(Difference, "First group less second", "The first group's gain less the second's, in the same replicate.", MeasureUnit.ProportionDifference),
            LaboratoryDescription.Measure(Divergence, "Divergence from the reference", "KL(π ‖ π_ref) of whole answers, nats, mean over topics.", MeasureUnit.Coefficient),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 24 : 3;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        var scale = CompositionScale.Of(request.Scale);
        CompositionReplicate[] drawn = request.ForEachReplicate((_, seed) => CompositionReplicate.Draw(scale, seed, cancellationToken), cancellationToken);
        var results = new CompositionResults(request, scale, drawn, Endless(scale, cancellationToken), Description.Measures);
        return new LaboratoryOutcome(
            results.Answers(),
            [
                new("Raters", LaboratoryText.Invariant($"{scale.Raters} in each panel, each with {scale.Each} comparisons")),
                new("Shares of the first group", string.Join(", ", scale.Shares.Select(share => LaboratoryText.Invariant($"{share:0%}")))),
                new("World", LaboratoryText.Invariant($"{CompositionWorld.Topics} topics with {CompositionWorld.Answers} answers of {CompositionWorld.Length} words each; the reference answers at random")),
                new("Objective", LaboratoryText.Invariant($"DPO, β = {CompositionWorld.Beta}")),
                new("Language model", LaboratoryText.Invariant($"{scale.Layers} layers of width {scale.Width}; {scale.BaseSteps} steps on random answers, {scale.Steps} steps of DPO by AdamW")),
            ],
            results.Planted,
            new AuditResult(Description.Id, results.Findings, Diagnostics(drawn), ExclusionCounts.None(request.Replicates)) { Figures = results.Figures() });
    }

    /// <summary>What each group gets from the log-linear policy under endless feedback, by share.</summary>
    internal static double[,] Endless(CompositionScale scale, CancellationToken cancellationToken)
    {
        double[,] gains = new double[scale.Shares.Length, CompositionWorld.Groups.Length];
        double[] uniform = CompositionWorld.Candidates.Reference.ToArray();
        for (int s = 0; s < scale.Shares.Length; s++)
        {
            double[] policy = LogLinearTraining.Train(CompositionPanel.Endless(scale.Shares[s]), cancellationToken);
            for (int g = 0; g < CompositionWorld.Groups.Length; g++)
                gains[s, g] = CompositionWorld.Gain(g, policy, uniform);
        }

        return gains;
    }

    private static ImmutableArray<Diagnostic> Diagnostics(CompositionReplicate[] drawn)
    {
        double outside = drawn.Max(replicate => replicate.Outside);
        return
        [
            Diagnostic.Note(
                "outside-the-answers",
                LaboratoryText.Invariant($"The language model gave at most {outside:0.0%} of its probability to what is no answer of the topic; its outcomes are over answers alone.")),
        ];
    }
}
