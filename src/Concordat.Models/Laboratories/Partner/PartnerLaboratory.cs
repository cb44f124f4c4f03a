using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;
using Concordat.Models.Partners;

namespace Concordat.Models.Laboratories.Partner;

/// <summary>Partner-aware training against plain policy gradient, the prefix alone and DPO, on a card game with helpful and misleading partners.</summary>
public sealed class PartnerLaboratory : ILaboratory
{
    private const string Accuracy = "partner.accuracy", Good = "partner.adoption-good", Bad = "partner.adoption-bad", Dependence = "partner.dependence";
    private const string Features = "features", Model = "language model";
    private const double HelpfulShare = .5;

    public LaboratoryDescription Description { get; } = new(
        "partner",
        "Partner-aware training: adoption of good and of bad advice",
        "Does training that penalises dependence on the partner, under a prefix saying that the partner will not help, make a player refuse bad advice without refusing good advice?",
        [
            "Four cards of four kinds, drawn freely; the rule is that a vowel has an even number behind it, so that vowels and odd numbers must be turned, and no others. One card is smudged: the player can only guess it, the partner reads it.",
            "A helpful partner speaks truly of the smudged card and, but for one time in twenty, of a card that both can read; a misleading one lies of the smudged card and, three times in four, of the other. Nothing else tells them apart.",
            "The reason given for the readable card is confirmed or refuted by the rule. A player who knows the rule and adopts only what comes with a reason that holds is right .5 of the time alone, .975 with a helpful and .375 with a misleading partner, adopting .95 of good and .096 of bad advice.",
            "The reward is whether exactly the right cards are turned in the end. Half of the partners in training are helpful. Players start out knowing most of the rule, adopting .7 of all advice, and .15 after the prefix.",
        ],
        [
            "Partners follow a script and do not change their ways in answer to the player's; people do.",
            "The language model has under twenty thousand parameters and a vocabulary of this game alone: nothing follows for models of another size or for talk outside the game.",
            "What the prefix means was taught to the players before training. Where a model reads it otherwise, the penalty is another.",
            "The settings were not fixed beforehand: the share of helpful partners, β, rates, steps and DPO's rate were chosen after trial runs whose outcomes had been seen, and tuned by no rule for any method. The order of the methods is no ranking and confirms nothing.",
            "Intervals are for the mean over repetitions of this very design, not for another.",
        ],
        "Nath and Krishnaswamy (2025), arXiv:2510.22462, for the objective; Karadzhov et al. (2023), DeliData, Proc. ACM HCI 7:CSCW2, and Wason (1968), for the task; the game is this project's own.",
        [
            LaboratoryDescription.Measure(Accuracy, "Games right", "Share of fresh games in which exactly the right cards were turned in the end.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Good, "Good advice adopted", "Of advice that says of a card what the rule says, against what stood, the share that was adopted; as many games with either partner.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Bad, "Bad advice adopted", "Of advice that says the contrary of what the rule says, against what stood, the share that was adopted; as many games with either partner.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Dependence, "Dependence on the partner", "KL(π(·|s) ‖ π(·|s with the prefix)), nats, mean over decisions on advice; 0 is invariance.", MeasureUnit.Coefficient),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 8 : 2;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        var scale = PartnerScale.Of(request.Scale);
        PartnerReplicate[] drawn = request.ForEachReplicate((_, seed) => PartnerReplicate.Draw(scale, HelpfulShare, seed, cancellationToken), cancellationToken);
        var findings = new LaboratoryFindings(request, Description.Measures);
        ImmutableArray<PolicyRow> features = Rows(findings, Features, PartnerReplicate.FeaturePolicies, policy => [.. drawn.Select(replicate => replicate.Features[policy])]);
        ImmutableArray<PolicyRow> model = Rows(findings, Model, PartnerReplicate.ModelPolicies, policy => [.. drawn.Select(replicate => replicate.Model[policy])]);
        PlantedValue Planted(string what, double planted, Func<PartnerOutcome, double> of) => new(what, MeasureUnit.Proportion, planted, findings.Mean(drawn.Select(replicate => of(replicate.Logic))));
        PlantedValue Ignored(string who, Func<PartnerReplicate, PartnerOutcome> of) => new(
            $"games right with a helpful partner less alone, of the {who} that never adopts", MeasureUnit.ProportionDifference, 0, findings.Mean(drawn.Select(replicate => of(replicate).Helpful - of(replicate).Alone)));
        return new LaboratoryOutcome(
            [
                .. Said("Log-linear policy", features, .2), .. Said("Language model", model, PartnerReplicate.ModelLambdas[0]),
                .. new[] { ("the log-linear policy", features), ("the language model", model) }.Select(player => LaboratoryText.Invariant(
                    $"Invariance alone is no merit: {player.Item1} made to never adopt has a dependence of {player.Item2[^1].Dependence.Value:0}, none can have less, and is right in {LaboratoryText.Share(player.Item2[^1].Helpful)} of games with a helpful partner, as alone.")),
            ],
            [
                new("Helpful partners in training", "half"),
                new("Steps × games × plays, features", LaboratoryText.Invariant($"{scale.Features.Steps} × {scale.Features.Games} × 4")),
                new("Steps × games × plays, language model", LaboratoryText.Invariant($"{scale.Model.Steps} × {scale.Model.Games} × 4, after {scale.ImitationSteps} steps of {scale.ImitationGames} games of imitation")),
                new("Language model", "one layer of width 32, a token for each word"),
                new("Games of an evaluation, with each partner and with none", LaboratoryText.Invariant($"{scale.FeatureGames} (features), {scale.ModelGames} (language model); wordings that training did not play with")),
                new("DPO: games for pairs, steps", LaboratoryText.Invariant($"{scale.Features.PairGames}, {scale.Features.Steps} (features); {scale.Model.PairGames}, {scale.Model.PairSteps} (language model)")),
                new("β of policy gradient, features and language model; of DPO", ".02, .05; .1"),
            ],
            [
                Planted("right alone, by the game's logic", .5, outcome => outcome.Alone),
                Planted("right with a helpful partner, by the game's logic", .975, outcome => outcome.Helpful),
                Planted("right with a misleading partner, by the game's logic", .375, outcome => outcome.Misleading),
                Planted("good advice adopted, by the game's logic", .95, outcome => outcome.GoodAdopted ?? 0),
                Planted("bad advice adopted, by the game's logic", .125 / 1.3, outcome => outcome.BadAdopted ?? 0),
                Ignored("log-linear policy", replicate => replicate.Features[^1]),
                Ignored("language model", replicate => replicate.Model[^1]),
            ],
            new AuditResult(Description.Id, findings.All, [], ExclusionCounts.None(request.Replicates)) { Figures = [Adoption(features, model), Lambda(features)] });
    }

    private static ImmutableArray<PolicyRow> Rows(LaboratoryFindings findings, string player, ImmutableArray<string> policies, Func<int, PartnerOutcome[]> at)
    {
        var rows = ImmutableArray.CreateBuilder<PolicyRow>(policies.Length);
        for (int p = 0; p < policies.Length; p++)
        {
            PartnerOutcome[] each = at(p);
            ScopeEntry who = new("player", player), policy = new("policy", policies[p]);
            Estimate Right(string partner, Func<PartnerOutcome, double> of) => findings.Add(Accuracy, null, each.Select(of), who, policy, new("partner", partner)) ?? default;
            rows.Add(new PolicyRow(
                policies[p], Right("none", outcome => outcome.Alone), Right("helpful", outcome => outcome.Helpful), Right("misleading", outcome => outcome.Misleading),
                findings.Add(Good, null, each.Select(outcome => outcome.GoodAdopted ?? double.NaN), who, policy) ?? default,
                findings.Add(Bad, null, each.Select(outcome => outcome.BadAdopted ?? double.NaN), who, policy) ?? default,
                findings.Add(Dependence, null, each.Select(outcome => outcome.Dependence), who, policy) ?? default));
        }

        return rows.MoveToImmutable();
    }

    private static IEnumerable<string> Said(string player, ImmutableArray<PolicyRow> rows, double lambda) =>
        from policy in new[] { PartnerReplicate.Plain, PartnerReplicate.Aware(lambda), PartnerReplicate.PrefixOnly, PartnerReplicate.Dpo }
        let row = rows.First(row => row.Policy == policy)
        select $"{player}, {policy}: good advice adopted {LaboratoryText.Share(row.Good)}, bad {LaboratoryText.Share(row.Bad)}; right alone {LaboratoryText.Share(row.Alone)}, with a helpful partner {LaboratoryText.Share(row.Helpful)}, with a misleading one {LaboratoryText.Share(row.Misleading)}.";

    private static CurveFigure Adoption(ImmutableArray<PolicyRow> features, ImmutableArray<PolicyRow> model) => new(
        "Adoption of good against bad advice",
        "Up is good advice taken, right is bad advice taken. On the diagonal a policy does not tell them apart; at the origin it ignores the partner, whose dependence is 0. Bars are intervals for the mean over replicates.",
        new FigureAxis("bad advice adopted", MeasureUnit.Proportion),
        new FigureAxis("good advice adopted", MeasureUnit.Proportion),
        [Points(Features, features), Points(Model, model)]);

    private static Curve Points(string player, ImmutableArray<PolicyRow> rows) =>
        new(player, false, [.. rows.Where(row => row.Bad.Count > 0 && row.Good.Count > 0).Select(row => new CurvePoint(row.Bad.Value, row.Good.Value, row.Good.Lower, row.Good.Upper, row.Policy))]);

    private static CurveFigure Lambda(ImmutableArray<PolicyRow> features)
    {
        (double Lambda, PolicyRow Row)[] along = [(0, features[1]), .. PartnerReplicate.FeatureLambdas.Select((lambda, i) => (lambda, features[i + 2]))];
        Curve Of(string name, Func<PolicyRow, Estimate> of) => new(name, true, [.. along.Where(at => of(at.Row).Count > 0).Select(at => new CurvePoint(at.Lambda, of(at.Row).Value, of(at.Row).Lower, of(at.Row).Upper))]);
        return new CurveFigure(
            "What λ does to adoption, log-linear policy",
            "Where both fall together, the penalty was met by ignoring the partner. Bars are intervals for the mean over replicates.",
            new FigureAxis("λ", MeasureUnit.Coefficient),
            new FigureAxis("advice adopted", MeasureUnit.Proportion),
            [Of("good advice", row => row.Good), Of("bad advice", row => row.Bad)]);
    }

    private sealed record PolicyRow(string Policy, Estimate Alone, Estimate Helpful, Estimate Misleading, Estimate Good, Estimate Bad, Estimate Dependence);
}
