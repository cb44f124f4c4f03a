using System.Globalization;
using Concordat.Estimators.Agreement;

namespace Concordat.Web.Features.Desk;

/// <summary>How a round stands: what was given, how far its quotas are filled, whether people agree, and whether answers drift.</summary>
/// <param name="Alpha">Krippendorff's α over first answers; null with the reason.</param>
/// <param name="Drift">Later half less earlier half of each answer's distance from its unit's mean; null with the same reason or where there is one half only.</param>
/// <param name="DriftError">Its standard error, clustered by person.</param>
public sealed record RoundFigures(
    string Id, string Title, string Kind, string State, long Judgements, long People, ImmutableArray<GroupFilling> Groups, double? Alpha, string? WhyMissing, double? Drift, double? DriftError)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>Every figure as it is shown: the name of its place on the page → its text. What the page shows when it is read and what is sent while it is open are the same.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts()
    {
        yield return new($"given-{Id}", Judgements.ToString(CultureInfo.InvariantCulture));
        yield return new($"people-{Id}", People.ToString(CultureInfo.InvariantCulture));
        yield return new($"alpha-{Id}", Alpha is { } alpha ? alpha.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture) : WhyMissing ?? "–");
        yield return new($"drift-{Id}", Drift is { } drift && DriftError is { } error
            ? string.Create(CultureInfo.InvariantCulture, $"{drift:+0.00;−0.00;0.00}, 95 % from {drift - (Normal95 * error):+0.00;−0.00;0.00} to {drift + (Normal95 * error):+0.00;−0.00;0.00}")
            : "not yet");
        for (int group = 0; group < Groups.Length; group++)
            yield return new($"filled-{Id}-{group}", Groups[group].Text);
    }

    /// <summary>Agreement over first answers.</summary>
    /// <remarks>Time O(n log n). Randomness: none.</remarks>
    public static (double? Alpha, string? WhyMissing) Agreement(ReadOnlySpan<GivenAnswer> answers, bool isOrdinal, long minimumCell)
    {
        var seen = new HashSet<(int, int)>(answers.Length);
        var people = new HashSet<int>();
        var units = new List<int>(answers.Length);
        var raters = new List<int>(answers.Length);
        var values = new List<double>(answers.Length);
        foreach (GivenAnswer answer in answers)
        {
            people.Add(answer.Seat);
            if (!seen.Add((answer.Seat, answer.Unit)))
                continue;
            units.Add(answer.Unit);
            raters.Add(answer.Seat);
            values.Add(answer.Value);
        }

        if (people.Count < minimumCell)
            return (null, $"fewer than {minimumCell} people");
        KrippendorffAlphaResult result = KrippendorffAlpha.Fit(
            ReliabilityTable.Create([.. units], [.. raters], [.. values], units.Max() + 1, raters.Max() + 1), isOrdinal ? DisagreementMetric.Ordinal : DisagreementMetric.Nominal);
        return (result.Alpha, result.WhyMissing);
    }

    /// <summary>Whether later answers lie elsewhere than earlier ones on the same units.</summary>
    /// <remarks>
    /// An answer's residual is its distance from its unit's mean: of the level's place where levels are ordered, else of whether it is the unit's most frequent answer. The estimate is the mean
    /// residual of the later half of answers less that of the earlier; its error is a sandwich over people, who may answer in both. Units with one answer say nothing.
    /// Time O(n log n). Randomness: none. Source: Liang &amp; Zeger (1986), Biometrika 73:13–22, for the clusters.
    /// </remarks>
    public static (double? Drift, double? Error) DriftOf(ReadOnlySpan<GivenAnswer> answers, bool isOrdinal, long minimumCell)
    {
        if (answers.IsEmpty)
            return (null, null);
        (int Count, double Mean, int Most)[] units = UnitsOf(answers, isOrdinal);
        var shared = new List<GivenAnswer>(answers.Length);
        foreach (GivenAnswer answer in answers)
        {
            if (units[answer.Unit].Count > 1)
                shared.Add(answer);
        }

        shared.Sort(static (one, other) => (one.At, one.Seat, one.Unit).CompareTo((other.At, other.Seat, other.Unit)));
        int half = shared.Count / 2;
        var influence = new SortedDictionary<int, double>();
        foreach (GivenAnswer answer in shared)
            influence[answer.Seat] = 0;
        if (half < 2 || influence.Count < minimumCell)
            return (null, null);
        double[] residuals = [.. shared.Select(answer => (isOrdinal ? answer.Value : answer.Value == units[answer.Unit].Most ? 1 : 0) - units[answer.Unit].Mean)];
        double earlier = residuals[..half].Average(), later = residuals[half..].Average();
        for (int i = 0; i < residuals.Length; i++)
            influence[shared[i].Seat] += i < half ? -(residuals[i] - earlier) / half : (residuals[i] - later) / (residuals.Length - half);
        return (later - earlier, Math.Sqrt(influence.Values.Sum(share => share * share)));
    }

    // The mean of the level's place; or the most frequent answer, the smaller where several are, and the share that gave it.
    private static (int Count, double Mean, int Most)[] UnitsOf(ReadOnlySpan<GivenAnswer> answers, bool isOrdinal)
    {
        int[] sorted = new int[answers.Length];
        long[] keys = new long[answers.Length];
        int last = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            sorted[i] = answers[i].Value;
            keys[i] = ((long)answers[i].Unit << 32) + answers[i].Value + int.MaxValue;
            last = Math.Max(last, answers[i].Unit);
        }

        Array.Sort(keys, sorted);
        var units = new (int Count, double Mean, int Most)[last + 1];
        for (int from = 0, unit; from < keys.Length;)
        {
            unit = (int)(keys[from] >> 32);
            int to = from, most = 0, best = 0;
            double sum = 0;
            while (to < keys.Length && keys[to] >> 32 == unit)
            {
                int run = to;
                while (to < keys.Length && keys[to] == keys[run])
                    sum += sorted[to++];
                if (to - run > best)
                    (most, best) = (sorted[run], to - run);
            }

            units[unit] = (to - from, isOrdinal ? sum / (to - from) : best / (double)(to - from), most);
            from = to;
        }

        return units;
    }
}
