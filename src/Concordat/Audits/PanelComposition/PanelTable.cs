using Concordat.Evidence;

namespace Concordat.Audits.PanelComposition;

/// <summary>One criterion's ratings by rater: counts and sums by (rater, item), raters in bins that no scenario ever splits.</summary>
/// <remarks>
/// Raters, items and cells stand in the order of their ids, so that the order of rows changes nothing. A response that was rated counts as an item of its own.
/// Shapes: r raters, m items, c cells; <see cref="Start"/> is (r + 1), the cells of rater i are Start[i] … Start[i + 1] − 1.
/// </remarks>
internal sealed class PanelTable
{
    /// <summary>Strata with fewer raters are drawn from together: a lone rater would never vary.</summary>
    private const int SmallestStratum = 5;

    public int Raters => Start.Length - 1;

    public required int Items { get; init; }

    public required int Bins { get; init; }

    public int Versions => Sum.Length;

    public required int[] Start { get; init; }

    public required int[] ItemOf { get; init; }

    /// <summary>Σ of the ratings' weights, which is their number where each counts once, (c).</summary>
    public required double[] Count { get; init; }

    /// <summary>Σ of their squared weights, (c).</summary>
    public required double[] Squares { get; init; }

    /// <summary>Number of ratings, (c).</summary>
    public required int[] Ratings { get; init; }

    /// <summary>Weighted sums of the scores, and of the scores collapsed to fewer points: <c>Sum[version][cell]</c>.</summary>
    public required double[][] Sum { get; init; }

    /// <summary>What tells each bin, by code.</summary>
    public required ImmutableArray<string> BinKeys { get; init; }

    public required int[] BinOf { get; init; }

    /// <summary>Within what each rater is resampled, (r).</summary>
    public required int[] Stratum { get; init; }

    public int RatersIn(PanelPart part) => BinOf.Count(part.Has);

    public long RatingsIn(PanelPart part)
    {
        long total = 0;
        foreach (int cell in CellsOf(part))
            total += Ratings[cell];
        return total;
    }

    /// <summary>Mean effective number (Σw)²/Σw² of the part's ratings on an item that has any: their number where each counts once.</summary>
    public double RatingsPerItem(PanelPart part)
    {
        var sums = new double[Items];
        var squares = new double[Items];
        foreach (int cell in CellsOf(part))
        {
            sums[ItemOf[cell]] += Count[cell];
            squares[ItemOf[cell]] += Squares[cell];
        }

        double total = 0;
        int items = 0;
        for (int item = 0; item < Items; item++)
        {
            if (squares[item] <= 0)
                continue;
            items++;
            total += sums[item] * sums[item] / squares[item];
        }

        return items == 0 ? 0 : total / items;
    }

    /// <summary>Whether a collapsed version holds the scores unchanged.</summary>
    public bool IsSameAsGiven(int version) => Sum[version].AsSpan().SequenceEqual(Sum[0]);

    private IEnumerable<int> CellsOf(PanelPart part) =>
        Enumerable.Range(0, Raters).Where(rater => part.Has(BinOf[rater])).SelectMany(rater => Enumerable.Range(Start[rater], Start[rater + 1] - Start[rater]));

    /// <summary>Builds the table.</summary>
    /// <param name="evidence">The tables.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="scores">Score of each of those rows.</param>
    /// <param name="weights">Weight of each of those rows, positive.</param>
    /// <param name="binKey">What tells a rater's bin.</param>
    /// <param name="stratumKey">What tells a rater's stratum.</param>
    /// <param name="collapse">The version of a score, 0 for the score itself.</param>
    /// <param name="versions">Number of versions.</param>
    public static PanelTable Build(
        EvidenceSet evidence, ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights,
        Func<int, string> binKey, Func<int, string> stratumKey, Func<int, double, double> collapse, int versions)
    {
        RatingTable ratings = evidence.Ratings;
        int[] raterRank = evidence.Raters.Keys.Ranks();
        int[] itemRank = evidence.Items.Keys.Ranks();
        int[] responseRank = evidence.Responses.Keys.Ranks();
        var order = new (int Rater, int Item, int Response, double Score, double Weight, int Row)[rows.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int row = rows[i];
            int response = ratings.Response[row];
            order[i] = (raterRank[ratings.Rater[row]], itemRank[ratings.Item[row]], response < 0 ? -1 : responseRank[response], scores[i], weights[i], row);
        }

        int[] objects = Objects(order, out int items);
        Array.Sort(order, objects);
        var start = new List<int>();
        var bins = new List<int>();
        var strata = new List<string>();
        var itemOf = new List<int>();
        var count = new List<double>();
        var squares = new List<double>();
        var number = new List<int>();
        List<double>[] sum = [.. Enumerable.Range(0, versions).Select(_ => new List<double>())];
        var binCodes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < order.Length; i++)
        {
            bool newRater = i == 0 || order[i].Rater != order[i - 1].Rater;
            if (newRater)
            {
                int rater = ratings.Rater[order[i].Row];
                string key = binKey(rater);
                binCodes.TryAdd(key, binCodes.Count);
                bins.Add(binCodes[key]);
                strata.Add(stratumKey(rater));
                start.Add(itemOf.Count);
            }

            if (newRater || objects[i] != objects[i - 1])
            {
                itemOf.Add(objects[i]);
                count.Add(0);
                squares.Add(0);
                number.Add(0);
                foreach (List<double> version in sum)
                    version.Add(0);
            }

            double weight = order[i].Weight;
            long times = ratings.Times(order[i].Row);
            number[^1] = checked((int)(number[^1] + times));
            for (long time = 0; time < times; time++) // not times · x, which rounds otherwise than the same rows one by one
            {
                count[^1] += weight;
                squares[^1] += weight * weight;
                for (int version = 0; version < versions; version++)
                    sum[version][^1] += weight * collapse(version, order[i].Score);
            }
        }

        start.Add(itemOf.Count);
        return new PanelTable
        {
            Items = items,
            Bins = binCodes.Count,
            BinKeys = [.. binCodes.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            Start = [.. start],
            ItemOf = [.. itemOf],
            Count = [.. count],
            Squares = [.. squares],
            Ratings = [.. number],
            Sum = [.. sum.Select(version => version.ToArray())],
            BinOf = [.. bins],
            Stratum = Strata([.. strata]),
        };
    }

    private static int[] Strata(string[] keys)
    {
        Dictionary<string, int> sizes = keys.CountBy(key => key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        var strata = new int[keys.Length];
        for (int rater = 0; rater < keys.Length; rater++)
        {
            string key = sizes[keys[rater]] < SmallestStratum ? "\0few" : keys[rater];
            codes.TryAdd(key, codes.Count);
            strata[rater] = codes[key];
        }

        return strata;
    }

    private static int[] Objects((int Rater, int Item, int Response, double Score, double Weight, int Row)[] order, out int count)
    {
        var codes = new SortedSet<(int Item, int Response)>();
        foreach ((_, int item, int response, _, _, _) in order)
            codes.Add((item, response));
        var index = new Dictionary<(int Item, int Response), int>(codes.Count);
        foreach ((int Item, int Response) key in codes)
            index.Add(key, index.Count);
        count = index.Count;
        return [.. order.Select(row => index[(row.Item, row.Response)])];
    }
}
