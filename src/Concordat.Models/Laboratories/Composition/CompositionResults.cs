using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>The replicates as findings, sentences, figures and planted values.</summary>
internal sealed class CompositionResults
{
    private readonly CompositionScale _scale;
    private readonly double[,] _endless;
    private readonly Estimate[,,,] _gains;
    private readonly Estimate[,,] _differences;

    public CompositionResults(LaboratoryRequest request, CompositionScale scale, CompositionReplicate[] drawn, double[,] endless, ImmutableArray<MeasureDescription> measures)
    {
        (_scale, _endless) = (scale, endless);
        int shares = scale.Shares.Length, groups = CompositionWorld.Groups.Length;
        (_gains, _differences) = (new Estimate[2, 2, shares, groups], new Estimate[2, 2, shares]);
        var findings = new LaboratoryFindings(request, measures);
        var planted = ImmutableArray.CreateBuilder<PlantedValue>();
        for (int policy = 0; policy < 2; policy++)
        {
            for (int evened = 0; evened < 2; evened++)
            {
                for (int s = 0; s < shares; s++)
                {
                    if (evened == 1 && s == scale.Even)
                        continue;
                    (int p, int e, int at) = (policy, evened, s);
                    ImmutableArray<ScopeEntry> scope = [new("policy", CompositionLaboratory.Policies[p]), new("weighting", CompositionLaboratory.Weightings[e]), new("panel", Panel(s))];
                    for (int g = 0; g < groups; g++)
                    {
                        int who = g;
                        Estimate gain = findings.Add(CompositionLaboratory.Gain, CompositionWorld.Groups[g], drawn.Select(one => one.Gains[p, e, at, who]), scope) ?? default;
                        _gains[p, e, s, g] = gain;
                        if (s != scale.Even)
                            findings.Add(CompositionLaboratory.Change, CompositionWorld.Groups[g], drawn.Select(one => one.Gains[p, e, at, who] - one.Gains[p, 0, scale.Even, who]), scope);
                        if (p == CompositionReplicate.LogLinear)
                            planted.Add(new PlantedValue($"gain of the {CompositionWorld.Groups[g].Label} group, panel {Panel(s)}, {CompositionLaboratory.Weightings[e]}", MeasureUnit.ProportionDifference, endless[e == 1 ? scale.Even : s, g], gain));
                    }

                    _differences[p, e, s] = findings.Add(CompositionLaboratory.Difference, null, drawn.Select(one => one.Gains[p, e, at, 0] - one.Gains[p, e, at, 1]), scope) ?? default;
                    findings.Add(CompositionLaboratory.Divergence, null, drawn.Select(one => one.Divergences[p, e, at]), scope);
                }
            }
        }

        planted.Add(new PlantedValue("language model, first group less second, even panel", MeasureUnit.ProportionDifference, 0, _differences[CompositionReplicate.LanguageModel, 0, scale.Even]));
        (Findings, Planted) = (findings.All, planted.ToImmutable());
    }

    public ImmutableArray<Finding> Findings { get; }

    public ImmutableArray<PlantedValue> Planted { get; }

    public ImmutableArray<string> Answers()
    {
        var answers = ImmutableArray.CreateBuilder<string>();
        int few = 0, many = _scale.Shares.Length - 1;
        for (int policy = CompositionReplicate.LanguageModel; policy >= 0; policy--)
        {
            answers.Add(
                $"Tuned by DPO on a panel of {Panel(many)}, the {CompositionLaboratory.Policies[policy]} gives the first group {LaboratoryText.Points(_gains[policy, 0, many, 0])} over the reference and the second "
                + $"{LaboratoryText.Points(_gains[policy, 0, many, 1])}; on {Panel(_scale.Even)} {LaboratoryText.Points(_gains[policy, 0, _scale.Even, 0])} and {LaboratoryText.Points(_gains[policy, 0, _scale.Even, 1])}; "
                + $"on {Panel(few)} {LaboratoryText.Points(_gains[policy, 0, few, 0])} and {LaboratoryText.Points(_gains[policy, 0, few, 1])}.");
        }

        for (int policy = CompositionReplicate.LanguageModel; policy >= 0; policy--)
        {
            answers.Add(
                $"With each group counting for half, the first group gets {LaboratoryText.Points(_differences[policy, 1, many])} more than the second from the {CompositionLaboratory.Policies[policy]} tuned on {Panel(many)}, "
                + $"against {LaboratoryText.Points(_differences[policy, 0, many])} where each choice counts once.");
        }

        return answers.ToImmutable();
    }

    public ImmutableArray<Figure> Figures() =>
    [
        Figure("The language model: what each group gets, by composition of the panel", CompositionReplicate.LanguageModel, 0,
            "Thin lines without intervals: where the log-linear policy ends under endless feedback of the same composition. The language model knows nothing of the kinds of words and may stay behind or go too far."),
        Figure("The log-linear policy: what each group gets, by composition of the panel", CompositionReplicate.LogLinear, 0,
            "Found, with intervals over replicates, beside where endless feedback of the same composition leads."),
        Figure("Each group counting for half: what each group gets, by composition of the panel", CompositionReplicate.LanguageModel, 1,
            "The language model, its pairs weighted by group; beside it where an even panel leads the log-linear policy under endless feedback. Few raters of a group leave wide intervals."),
    ];

    private CurveFigure Figure(string title, int policy, int evened, string caption)
    {
        Curve Found(int g) => new($"{CompositionWorld.Groups[g].Label} group, found", true,
        [
            .. _scale.Shares.Select((share, s) =>
            {
                Estimate gain = _gains[policy, s == _scale.Even ? 0 : evened, s, g];
                return new CurvePoint(share, gain.Value, gain.Lower, gain.Upper);
            }),
        ]);
        Curve Ends(int g) => new($"{CompositionWorld.Groups[g].Label} group, endless feedback", true, [.. _scale.Shares.Select((share, s) => new CurvePoint(share, _endless[evened == 1 ? _scale.Even : s, g]))]);
        return new CurveFigure(
            title, caption, new FigureAxis("share of the first group in the panel", MeasureUnit.Proportion), new FigureAxis("gain over the reference", MeasureUnit.ProportionDifference),
            [Found(0), Found(1), Ends(0), Ends(1)]);
    }

    private string Panel(int s) => LaboratoryText.Invariant($"{100 * _scale.Shares[s]:0} : {100 * (1 - _scale.Shares[s]):0}");
}
