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
    public static (double? Alpha, string? WhyMissing) Agreement(ImmutableArray<GivenAnswer> answers, bool isOrdinal, long minimumCell)
    {
        string[] people = [.. answers.Select(answer => answer.Seat).Distinct(StringComparer.Ordinal)];
        if (people.Length < minimumCell)
            return (null, $"fewer than {minimumCell} people");
        var code = people.Select((seat, i) => (seat, i)).ToDictionary(pair => pair.seat, pair => pair.i, StringComparer.Ordinal);
        GivenAnswer[] first = [.. answers.OrderBy(answer => answer.At).DistinctBy(answer => (answer.Seat, answer.Unit))];
        int[] units = [.. first.Select(answer => (int)answer.Unit)];
        KrippendorffAlphaResult result = KrippendorffAlpha.Fit(
            ReliabilityTable.Create(units, [.. first.Select(answer => code[answer.Seat])], [.. first.Select(answer => answer.Value)], units.Max() + 1, people.Length),
            isOrdinal ? DisagreementMetric.Ordinal : DisagreementMetric.Nominal);
        return (result.Alpha, result.WhyMissing);
    }

    /// <summary>Whether later answers lie elsewhere than earlier ones on the same units.</summary>
    /// <remarks>
    /// An answer's residual is its distance from its unit's mean: of the level's place where levels are ordered, else of whether it is the unit's most frequent answer. The estimate is the mean
    /// residual of the later half of answers less that of the earlier; its error is a sandwich over people, who may answer in both. Units with one answer say nothing.
    /// Time O(n log n). Randomness: none. Source: Liang &amp; Zeger (1986), Biometrika 73:13–22, for the clusters.
    /// </remarks>
    public static (double? Drift, double? Error) DriftOf(ImmutableArray<GivenAnswer> answers, bool isOrdinal, long minimumCell)
    {
        GivenAnswer[] shared = [.. answers.GroupBy(answer => answer.Unit).Where(unit => unit.Count() > 1).SelectMany(unit => isOrdinal
            ? unit.Select(answer => answer with { Value = answer.Value - unit.Average(other => other.Value) })
            : Centred(unit)).OrderBy(answer => answer.At).ThenBy(answer => answer.Seat, StringComparer.Ordinal)];
        int half = shared.Length / 2;
        if (half < 2 || shared.Select(answer => answer.Seat).Distinct(StringComparer.Ordinal).Count() < minimumCell)
            return (null, null);
        double earlier = shared[..half].Average(answer => answer.Value), later = shared[half..].Average(answer => answer.Value);
        double variance = shared.Select((answer, i) => (answer.Seat, Share: i < half ? -(answer.Value - earlier) / half : (answer.Value - later) / (shared.Length - half)))
            .GroupBy(term => term.Seat, StringComparer.Ordinal).Sum(seat => Math.Pow(seat.Sum(term => term.Share), 2));
        return (later - earlier, Math.Sqrt(variance));
    }

    private static IEnumerable<GivenAnswer> Centred(IEnumerable<GivenAnswer> unit)
    {
        GivenAnswer[] all = [.. unit];
        double most = all.GroupBy(answer => answer.Value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        double mean = all.Average(answer => answer.Value == most ? 1.0 : 0.0);
        return all.Select(answer => answer with { Value = (answer.Value == most ? 1 : 0) - mean });
    }
}
