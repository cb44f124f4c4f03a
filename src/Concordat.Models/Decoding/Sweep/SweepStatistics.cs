namespace Concordat.Models.Decoding.Sweep;

/// <summary>All numbers of a sweep from how often each question counts.</summary>
internal sealed class SweepStatistics
{
    private readonly ImmutableArray<SweepMeasure> _measures;
    private readonly int[] _measureOf, _tokens;
    private readonly double[][] _scores;
    private readonly ImmutableArray<SweepSystem> _systems;
    private readonly int[] _targets, _shares, _proxies;
    private readonly int _direct;

    public SweepStatistics(ImmutableArray<SweepMeasure> measures, int[] measureOf, double[][] scores, int[] tokens, ImmutableArray<SweepSystem> systems)
    {
        (_measures, _measureOf, _scores, _tokens, _systems) = (measures, measureOf, scores, tokens, systems);
        _targets = [.. Enumerable.Range(0, measures.Length).Where(m => measures[m].Part == SweepPart.Target)];
        _shares = [.. _targets.Where(m => measures[m].Kind != SweepKind.Text)];
        _proxies = [.. Enumerable.Range(0, systems.Length).Where(s => systems[s].Alpha is not null)];
        _direct = Enumerable.Range(0, systems.Length).FirstOrDefault(s => systems[s].Name == "direct", -1);
        Slots = [.. Described()];
    }

    public ImmutableArray<SweepSlot> Slots { get; }

    public int Count => Slots.Length;

    /// <summary>Fills the numbers in the order of <see cref="Slots"/>; NaN where one cannot be computed.</summary>
    public void Compute(ReadOnlySpan<int> multiplicity, Span<double> values)
    {
        var v = new double[_measures.Length, _systems.Length];
        var weight = new double[_measures.Length];
        for (int i = 0; i < multiplicity.Length; i++)
        {
            int m = _measureOf[i];
            weight[m] += multiplicity[i] * (_measures[m].Kind == SweepKind.Text ? _tokens[i] : 1.0);
            for (int s = 0; s < _systems.Length && multiplicity[i] > 0; s++)
                v[m, s] += multiplicity[i] * _scores[i][s];
        }

        int at = 0;
        for (int m = 0; m < _measures.Length; m++)
        {
            for (int s = 0; s < _systems.Length; s++)
                values[at++] = v[m, s] /= weight[m];
            for (int s = 1; s < _systems.Length; s++)
                values[at++] = v[m, s] - v[m, 0];
            foreach (int s in _proxies)
                values[at++] = _direct < 0 ? double.NaN : v[m, s] - v[m, _direct];
        }

        foreach (int s in _proxies)
        {
            double ratios = 0, gained = 0, gap = 0;
            foreach (int m in _targets)
                ratios += _direct < 0 ? double.NaN : Ratio(v[m, s] - v[m, 0], v[m, _direct] - v[m, 0]);
            foreach (int m in _shares)
            {
                gained += v[m, s] - v[m, 0];
                gap += _direct < 0 ? double.NaN : v[m, _direct] - v[m, 0];
            }

            values[at++] = ratios / _targets.Length;
            values[at++] = Ratio(gained, gap);
        }
    }

    // A gap of rounding is none.
    private static double Ratio(double gained, double gap) => Math.Abs(gap) > 1e-12 ? gained / gap : double.NaN;

    private IEnumerable<SweepSlot> Described()
    {
        foreach (SweepMeasure measure in _measures)
        {
            var of = new ScopeEntry("measure", measure.Name);
            foreach (SweepSystem system in _systems)
                yield return new SweepSlot(AlphaSweepResult.Value, [of, .. system.Scope], measure.Items, false);
            foreach (SweepSystem system in _systems.Skip(1))
                yield return new SweepSlot(AlphaSweepResult.Change, [of, .. system.Scope], measure.Items, false);
            foreach (int s in _proxies)
                yield return new SweepSlot(AlphaSweepResult.OverDirect, [of, .. _systems[s].Scope], measure.Items, true);
        }

        var all = new ScopeEntry("measure", "all targets");
        foreach (int s in _proxies)
        {
            yield return new SweepSlot(AlphaSweepResult.MeanOfRatios, [all, .. _systems[s].Scope], _targets.Sum(m => _measures[m].Items), true);
            yield return new SweepSlot(AlphaSweepResult.RatioOfMeans, [all, .. _systems[s].Scope], _shares.Sum(m => _measures[m].Items), true);
        }
    }
}
