using Concordat.Numerics.Testing;

namespace Concordat.Web.Features.Desk;

/// <summary>Finds raters of whose answers more than half cannot be about what was asked. What they answer is never compared with what anyone else answers.</summary>
/// <remarks>
/// Each sign has a share that would be 0 for a perfect rater, and the hypothesis that it is at most one half is tested exactly, one-sided:
/// repeats — an answer is held with probability π and else drawn anew from the rater's own answers q, so that two in the same words agree with probability π + (1 − π)Σq²; the hypothesis is π ≥ ½
/// (Converse's model; the first two answers to each unit under one frame);
/// places — a choice hangs on its place with probability b and else falls on each of n places alike, since their order is drawn: 1/n + b(1 − 1/n); the hypothesis is b ≤ ½, for whichever place,
/// with Bonferroni's factor for looking at each;
/// haste — the share of answers that came before what was new could be read; the hypothesis is ≤ ½.
/// On the sound side of its edge a sign has p = 1. Over all raters and signs the false-discovery rate is held by Benjamini and Hochberg's steps. So nobody is found for an opinion, however rare, that they hold when asked again; and who always
/// answers alike, at a pace at which texts can be read, is not found either: nothing here tells that from meaning it.
/// Time O(Σ n²) over raters with n repeats or choices. Randomness: none. Sources: Converse (1970), in Tufte (ed.), The Quantitative Analysis of Social Problems; Benjamini &amp; Hochberg (1995), J. R. Stat. Soc. B 57:289–300.
/// </remarks>
public static class RaterConduct
{
    /// <summary>Fewest repeats, choices and measured times; with fewer a rater is not tested for the sign.</summary>
    public const int FewestRepeats = 10, FewestChoices = 20, FewestTimes = 20;

    /// <summary>The share of those found who may have been found by chance.</summary>
    public const double FalseDiscoveryRate = 0.05;

    /// <summary>Tests everyone; all tests are returned, found or not.</summary>
    /// <param name="raters">Each rater's answers, which carry their rater's number.</param>
    public static ImmutableArray<ConductFinding> Test(IEnumerable<ConductAnswer[]> raters)
    {
        ConductFinding[] tests = [.. raters.Where(own => own.Length > 0).SelectMany(own => new[] { Repeats(own[0].Rater, own), Places(own[0].Rater, own), Haste(own[0].Rater, own) }.OfType<ConductFinding>())];
        double[] adjusted = BenjaminiHochberg.Adjust([.. tests.Select(test => test.PValue)]);
        return [.. tests.Select((test, i) => test with { Adjusted = adjusted[i] })];
    }

    /// <summary>P(X ≤ x) for the number X of successes in independent trials, each with its own probability.</summary>
    internal static double LowerTail(ReadOnlySpan<double> probabilities, int x)
    {
        // Counts beyond x cannot come back under it: x + 1 cells are enough.
        var counts = new double[x + 1];
        counts[0] = 1;
        foreach (double p in probabilities)
        {
            for (int k = x; k > 0; k--)
                counts[k] = (counts[k] * (1 - p)) + (counts[k - 1] * p);
            counts[0] *= 1 - p;
        }

        return Math.Min(1, counts.Sum());
    }

    private static ConductFinding? Repeats(int rater, ConductAnswer[] own)
    {
        var expected = new List<double>();
        int alike = 0;
        ConductAnswer[] asked = [.. own.Where(answer => answer.Value is not null)];
        Array.Sort(asked, static (one, other) => (one.Round, one.Unit, one.Condition, one.Position).CompareTo((other.Round, other.Unit, other.Condition, other.Position)));
        for (int from = 0, to; from < asked.Length; from = to)
        {
            // One round: how often each answer stands among the first ones, and the repeats of the same in the same words.
            var first = new Dictionary<int, int>();
            int units = 0, repeats = 0;
            for (to = from; to < asked.Length && asked[to].Round == asked[from].Round; to++)
            {
                int time = 0;
                while (to - time > from && time < 2 && asked[to - time - 1].Unit == asked[to].Unit && asked[to - time - 1].Condition == asked[to].Condition)
                    time++;
                if (time == 0)
                {
                    units++;
                    first[asked[to].Value!.Value] = first.GetValueOrDefault(asked[to].Value!.Value) + 1;
                }
                else if (time == 1)
                {
                    repeats++;
                    alike += asked[to].Value == asked[to - 1].Value ? 1 : 0;
                }
            }

            double chance = first.Values.Sum(count => (double)count * count) / ((double)units * units);
            expected.AddRange(Enumerable.Repeat((1 + chance) / 2, repeats));
        }

        if (expected.Count < FewestRepeats)
            return null;
        double edge = expected.Average();
        return new ConductFinding(rater, ConductSign.UnlikeThemselves, alike, expected.Count, 0, edge, alike >= edge * expected.Count ? 1 : LowerTail([.. expected], alike), 1);
    }

    private static ConductFinding? Places(int rater, ConductAnswer[] own)
    {
        int looks = 0, choices = 0;
        foreach (ConductAnswer answer in own)
        {
            looks = answer.Place > 0 ? Math.Max(looks, answer.Places) : looks;
            choices += answer.Place > 0 ? 1 : 0;
        }

        if (choices < FewestChoices)
            return null;
        ConductFinding? least = null;
        for (int place = 1; place <= looks; place++)
        {
            int chosen = 0;
            var elsewhere = new List<double>(choices);
            foreach (ConductAnswer answer in own)
            {
                if (answer.Place == 0 || answer.Places < place)
                    continue;
                chosen += answer.Place == place ? 1 : 0;
                elsewhere.Add(0.5 - (0.5 / answer.Places));
            }

            if (elsewhere.Count < FewestChoices)
                continue;
            double edge = 1 - elsewhere.Average(), p = chosen <= edge * elsewhere.Count ? 1 : Math.Min(1, looks * LowerTail([.. elsewhere], elsewhere.Count - chosen));
            if (least is null || p < least.PValue)
                least = new ConductFinding(rater, ConductSign.ByPlace, chosen, elsewhere.Count, place, edge, p, 1);
        }

        return least;
    }

    private static ConductFinding? Haste(int rater, ConductAnswer[] own)
    {
        int timed = own.Count(answer => answer.IsTooQuick is not null), quick = own.Count(answer => answer.IsTooQuick == true);
        if (timed < FewestTimes)
            return null;
        double[] half = new double[timed];
        half.AsSpan().Fill(0.5);
        return new ConductFinding(rater, ConductSign.BeforeReading, quick, timed, 0, 0.5, 2 * quick <= timed ? 1 : LowerTail(half, timed - quick), 1);
    }
}
