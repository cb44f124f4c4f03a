using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Sdpo;

/// <summary>Segment-level DPO against DPO of whole sessions and of the error turn alone, on pairs from the pipeline of segments.</summary>
public sealed class SdpoLaboratory : ILaboratory
{
    private const string Goal = "sdpo.goal", Gain = "sdpo.gain", Trades = "sdpo.trades", Nonsense = "sdpo.nonsense";
    private const int SdpoAt = 1;

    public LaboratoryDescription Description { get; } = new(
        "sdpo",
        "Segment-level DPO against whole sessions and single turns",
        "A policy is trained on pairs from conversations that missed their goal: what is gained by comparing the segment that made the difference, not the whole session or the error turn alone, and what by equal lengths?",
        [
            "A scripted negotiation of nine exchanges: chatter that matters to nothing, a conflict in the third, a follow-up and an end that build on it, chatter again.",
            "To insist at the conflict loses 3 points and leaves the partner cold, to trade gains 1 and leaves the partner warm; warm, to close gains 3 and makes a deal; cold, to apologise gains 1 and makes one; after a deal thanks gain 1. At best a session has 5 points.",
            "People, whose sessions are recorded, insist at the conflict six times in ten and never talk nonsense; the policy starts out like them, but talks nonsense two times in a hundred, which loses 2 points.",
            "Pairs without a preference: both sides are chatter of people in the same wordings of the partner, one called the better by nobody. All that a policy makes of them is the objective's own doing.",
            "Error turn, best of five continuations by the untrained policy and segment come from the pipeline with an oracle that is told the points. What follows the segment in the better session is the policy's too, nonsense included. The expected points of a policy are computed, not sampled.",
        ],
        [
            "A log-linear policy over twenty-nine contexts and seven acts, no language model: what is said in words cannot be learnt or lost.",
            "That people and policy differ in nonsense is planted. It is what whole sessions teach here, since the better one ends in the policy's words; where both sessions are the policy's own there is no such difference.",
            "Cancelling needs the same partition function at both sides' turns. Here, as elsewhere, the two sides are in different states after the first turn, so that equal lengths cancel part of it.",
            "The oracle makes no errors. Real judges do, and errors in the turn or the end of the segment hurt methods differently.",
            "The settings were not fixed beforehand: β, rate, steps, the probabilities of the policy before training and who talks nonsense were chosen after trial runs whose outcomes had been seen. They are the same for all objectives and were tuned by no rule for any.",
            "The order of the objectives after so many steps was not announced before it was seen, is another after other numbers of steps, and confirms nothing: a ranking would need settings tuned alike for each, and a design fixed beforehand.",
            "The partner's script is the same in training and evaluation.",
            "Intervals are for the mean over repetitions of this very design, not for another.",
        ],
        "Kong et al. (2025), arXiv:2501.01821, for the objective, the pipeline and the failure of unequal segments; Rafailov et al. (2023), arXiv:2305.18290, for DPO; the negotiation is this project's own.",
        [
            LaboratoryDescription.Measure(Goal, "Expected points of a session", "E[Σ points] under the policy, by recursion over the contexts that follow each other; 5 at best.", MeasureUnit.Scale),
            LaboratoryDescription.Measure(Gain, "Less SDPO's", "Expected points of the policy less those of SDPO in the same replicate.", MeasureUnit.Scale),
            LaboratoryDescription.Measure(Trades, "Trades at the conflict", "P(trade) at the conflict.", MeasureUnit.Proportion),
            LaboratoryDescription.Measure(Nonsense, "Nonsense", "Expected share of nonsense among the agent's turns.", MeasureUnit.Proportion),
        ]);

    public int DefaultReplicates(LaboratoryScale scale) => scale == LaboratoryScale.Full ? 20 : 3;

    public LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken)
    {
        (int sessions, ImmutableArray<int> steps, int told) = request.Scale == LaboratoryScale.Full ? (400, [25, 50, 100, 200, 300], 2) : (80, ImmutableArray.Create(10, 40), 1);
        SdpoReplicate[] drawn = request.ForEachReplicate((_, seed) => SdpoReplicate.Draw(sessions, steps, seed, cancellationToken), cancellationToken);
        var findings = new LaboratoryFindings(request, Description.Measures);
        int policies = SdpoReplicate.Policies.Length;
        var goals = new Estimate[policies, steps.Length];
        var nonsense = new Estimate[policies, steps.Length];
        var gains = new Estimate[policies];
        for (int policy = 0; policy < policies; policy++)
        {
            for (int step = 0; step < steps.Length; step++)
            {
                (int p, int at) = (policy, step);
                ImmutableArray<ScopeEntry> scope = [new("policy", SdpoReplicate.Policies[p]), new("steps", LaboratoryText.Invariant($"{steps[at]}"))];
                goals[p, at] = findings.Add(Goal, null, drawn.Select(replicate => replicate.Outcomes[p][at].Goal), scope) ?? default;
                nonsense[p, at] = findings.Add(Nonsense, null, drawn.Select(replicate => replicate.Outcomes[p][at].Nonsense), scope) ?? default;
                findings.Add(Trades, null, drawn.Select(replicate => replicate.Outcomes[p][at].Trades), scope);
                if (p == SdpoAt)
                    continue;
                Estimate gain = findings.Add(Gain, null, drawn.Select(replicate => replicate.Outcomes[p][at].Goal - replicate.Outcomes[SdpoAt][at].Goal), scope) ?? default;
                if (at == told)
                    gains[p] = gain;
            }
        }

        Estimate pairs = findings.Mean(drawn.Select(replicate => (double)replicate.Pairs)), single = findings.Mean(drawn.Select(replicate => (double)replicate.OfOneTurn / replicate.Pairs));
        string Said(int p) => LaboratoryText.Invariant(
            $"{SdpoReplicate.Policies[p]}, {steps[told]} steps: {LaboratoryText.Number(goals[p, told])} points a session, {LaboratoryText.Number(gains[p])} against SDPO, nonsense in {LaboratoryText.Share(nonsense[p, told])} of turns.");
        return new LaboratoryOutcome(
            [
                LaboratoryText.Invariant($"Before training a session has {LaboratoryText.Number(goals[0, 0])} points; after {steps[told]} steps of SDPO {LaboratoryText.Number(goals[SdpoAt, told])}, with nonsense in {LaboratoryText.Share(nonsense[SdpoAt, told])} of turns."),
                .. Enumerable.Range(SdpoAt + 1, policies - SdpoAt - 1).Select(Said),
                LaboratoryText.Invariant($"After {steps[^1]} steps: {string.Join("; ", Enumerable.Range(SdpoAt, policies - SdpoAt).Select(p => $"{SdpoReplicate.Policies[p]} {LaboratoryText.Number(goals[p, steps.Length - 1])} points, nonsense {LaboratoryText.Share(nonsense[p, steps.Length - 1])}"))}."),
            ],
            [
                new("Sessions that were recorded", LaboratoryText.Invariant($"{sessions}")),
                new("Pairs", $"{LaboratoryText.Number(pairs)}, {LaboratoryText.Share(single)} of them of one turn"),
                new("β, Adam's rate, steps over all pairs at once", LaboratoryText.Invariant($".1, .02, up to {steps[^1]}")),
                new("Features of the policy", "one for each act in each context, one for each act"),
            ],
            [
                new("points of a recorded session", MeasureUnit.Scale, Bargain.Goal(Bargain.People()), findings.Mean(drawn.Select(replicate => replicate.Recorded))),
                new("share of insisting that the pipeline found to be the error turn", MeasureUnit.Proportion, 1, findings.Mean(drawn.Select(replicate => replicate.ErrorFound))),
            ],
            new AuditResult(Description.Id, findings.All, [], ExclusionCounts.None(request.Replicates)) { Figures = [Along("Points", "expected points of a session", MeasureUnit.Scale, goals, steps), Along("Nonsense", "nonsense among the agent's turns", MeasureUnit.Proportion, nonsense, steps)] });
    }

    private static CurveFigure Along(string what, string axis, MeasureUnit unit, Estimate[,] values, ImmutableArray<int> steps) => new(
        $"{what} along training, by objective",
        "Bars are intervals for the mean over replicates. Where nonsense rises, an objective is served by making what was said improbable.",
        new FigureAxis("steps", MeasureUnit.Count),
        new FigureAxis(axis, unit),
        [.. SdpoReplicate.Policies.Select((policy, p) => new Curve(policy, true, [.. steps.Select((step, at) => new CurvePoint(step, values[p, at].Value, values[p, at].Lower, values[p, at].Upper))]))]);
}
