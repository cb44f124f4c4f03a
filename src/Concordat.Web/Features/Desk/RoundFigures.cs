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

    /// <summary>Agreement over first answers, of which everyone gives one to a unit.</summary>
    /// <remarks>By counts of (unit, answer), whose number does not grow with the answers. Time O(n). Randomness: none.</remarks>
    public static (double? Alpha, string? WhyMissing) Agreement(ReadOnlySpan<GivenAnswer> answers, bool isOrdinal, long minimumCell)
    {
        if (Seats(answers) < minimumCell)
            return (null, $"fewer than {minimumCell} people");
        var counts = new UnitCounts(answers);
        var (units, values, cells) = (new List<int>(), new List<double>(), new List<int>());
        foreach ((int unit, int value, int count) in counts.Cells())
        {
            units.Add(unit);
            values.Add(value);
            cells.Add(count);
        }

        // One rater for each cell stands in its place: α asks only how many gave which answer to which unit.
        ReliabilityTable table = ReliabilityTable.Create([.. units], [.. Enumerable.Range(0, cells.Count)], [.. values], counts.Units, cells.Count);
        int[] inUnit = [.. Enumerable.Range(0, counts.Units).Select(counts.Of)];
        KrippendorffAlphaResult result = KrippendorffAlpha.Fit(new AgreementWorkspace(table, isOrdinal ? DisagreementMetric.Ordinal : DisagreementMetric.Nominal), [.. cells], inUnit, default);
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
        var counts = new UnitCounts(answers);
        var shared = new List<GivenAnswer>(answers.Length);
        foreach (GivenAnswer answer in answers)
        {
            if (counts.Of(answer.Unit) > 1)
                shared.Add(answer);
        }

        ReadOnlySpan<GivenAnswer> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shared);
        int half = all.Length / 2;
        if (half < 2 || Seats(all) < minimumCell)
            return (null, null);
        Func<GivenAnswer, bool> isEarly = Earlier(all, half);
        (double Mean, int Most)[] units = [.. Enumerable.Range(0, counts.Units).Select(unit => counts.Centre(unit, isOrdinal))];
        double Residual(GivenAnswer answer) => (isOrdinal ? answer.Value : answer.Value == units[answer.Unit].Most ? 1 : 0) - units[answer.Unit].Mean;
        double earlier = 0, later = 0;
        foreach (GivenAnswer answer in all)
        {
            double residual = Residual(answer);
            if (isEarly(answer))
                earlier += residual / half;
            else
                later += residual / (all.Length - half);
        }

        var influence = new Dictionary<int, double>();
        foreach (GivenAnswer answer in all)
        {
            double share = isEarly(answer) ? -(Residual(answer) - earlier) / half : (Residual(answer) - later) / (all.Length - half);
            influence[answer.Seat] = influence.GetValueOrDefault(answer.Seat) + share;
        }

        return (later - earlier, Math.Sqrt(influence.Values.Sum(share => share * share)));
    }

    // The first half in time; of answers in the very moment where the halves meet, those of the first seats and units.
    private static Func<GivenAnswer, bool> Earlier(ReadOnlySpan<GivenAnswer> answers, int half)
    {
        var times = new long[answers.Length];
        for (int i = 0; i < answers.Length; i++)
            times[i] = answers[i].At;
        Array.Sort(times);
        long meet = times[half];
        int before = Array.BinarySearch(times, meet);
        while (before > 0 && times[before - 1] == meet)
            before--;
        var meeting = new List<(int, int)>();
        foreach (GivenAnswer answer in answers)
        {
            if (answer.At == meet)
                meeting.Add((answer.Seat, answer.Unit));
        }

        meeting.Sort();
        (int, int) first = meeting[half - before];
        return answer => answer.At < meet || (answer.At == meet && (answer.Seat, answer.Unit).CompareTo(first) < 0);
    }

    private static int Seats(ReadOnlySpan<GivenAnswer> answers)
    {
        var people = new HashSet<int>();
        foreach (GivenAnswer answer in answers)
            people.Add(answer.Seat);
        return people.Count;
    }
}
