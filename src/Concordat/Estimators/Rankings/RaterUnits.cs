using System.Runtime.InteropServices;
using Concordat.Evidence;

namespace Concordat.Estimators.Rankings;

/// <summary>The comparisons of a table by independent unit: a rater with several comparisons, or a cell of single ones.</summary>
/// <remarks>
/// Comparisons whose rater gave no other, or that name none, are independent of each other: those with the same pattern, pair and outcome have the same score, so that
/// c of them are kept as one unit with weight √c. Time and memory of what follows then depend on raters and distinct pairs, not on comparisons.
/// A rater's equal comparisons are kept as one row with their number. The order is by rater id and then by cell, within a rater by cell too, whatever the order of
/// the rows, so that a seed gives each the same draw and a sum the same bits.
/// </remarks>
internal sealed class RaterUnits
{
    /// <param name="Pattern">The row's pattern, from which its sets follow.</param>
    /// <param name="First">Alternative, in the ordinal order of ids as in <see cref="PairCounts.Alternatives"/>.</param>
    /// <param name="Second">The other alternative.</param>
    /// <param name="Outcome">1, ½ or 0.</param>
    /// <param name="Count">How many comparisons are alike.</param>
    /// <param name="Weight">What each of them weighs.</param>
    public readonly record struct Row(int Pattern, int First, int Second, double Outcome, long Count, double Weight);

    private readonly int _raters;

    private RaterUnits(ImmutableArray<Row[]> units, int raters) => (Units, _raters) = (units, raters);

    public ImmutableArray<Row[]> Units { get; }

    /// <summary>Collects them.</summary>
    /// <param name="alternatives">The keys that the table's alternatives refer to.</param>
    /// <param name="raters">The keys that its raters refer to.</param>
    /// <param name="table">The comparisons.</param>
    /// <param name="rowPatterns">A pattern for each row, (n), negative to leave it out; empty for 0 throughout.</param>
    /// <param name="rowWeights">Weight of each row, (n); empty for one throughout.</param>
    public static RaterUnits Of(KeyIndex alternatives, KeyIndex raters, ComparisonTable table, ReadOnlySpan<int> rowPatterns, ReadOnlySpan<double> rowWeights = default)
    {
        int[] place = alternatives.Ranks(), raterPlace = raters.Ranks();
        var perRater = new int[raters.Count];
        var isRepeated = new bool[raters.Count];
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Rater[row] >= 0 && table.Outcome[row] <= ComparisonOutcome.Tie && (rowPatterns.IsEmpty || rowPatterns[row] >= 0))
            {
                perRater[raterPlace[table.Rater[row]]]++;
                isRepeated[raterPlace[table.Rater[row]]] |= table.Times(row) > 1;
            }
        }

        var byRater = new Row[perRater.Length][];
        for (int rater = 0; rater < perRater.Length; rater++)
            byRater[rater] = perRater[rater] > 1 || isRepeated[rater] ? new Row[perRater[rater]] : [];
        var cells = new Dictionary<(int Pattern, int First, int Second, int Outcome, double Weight), long>();
        for (int row = 0; row < table.Count; row++)
        {
            int pattern = rowPatterns.IsEmpty ? 0 : rowPatterns[row];
            if (pattern < 0 || table.Outcome[row] > ComparisonOutcome.Tie)
                continue;
            int first = place[table.First[row]], second = place[table.Second[row]];
            int halves = table.Outcome[row] switch { ComparisonOutcome.First => 2, ComparisonOutcome.Second => 0, _ => 1 };
            if (first > second)
                (first, second, halves) = (second, first, 2 - halves);
            double weight = rowWeights.IsEmpty ? 1 : rowWeights[row];
            int rater = table.Rater[row] < 0 ? -1 : raterPlace[table.Rater[row]];
            if (rater >= 0 && byRater[rater].Length > 0)
                byRater[rater][--perRater[rater]] = new Row(pattern, first, second, .5 * halves, table.Times(row), weight);
            else
                CollectionsMarshal.GetValueRefOrAddDefault(cells, (pattern, first, second, halves, weight), out _) += table.Times(row);
        }

        Row[][] several = [.. byRater.Where(rows => rows.Length > 0).Select(Merged)];
        return new RaterUnits(
        [
            .. several,
            .. cells.OrderBy(cell => cell.Key).Select(cell => new[] { new Row(cell.Key.Pattern, cell.Key.First, cell.Key.Second, .5 * cell.Key.Outcome, cell.Value, cell.Key.Weight) }),
        ],
        several.Length);
    }

    private static Row[] Merged(Row[] rows)
    {
        rows.AsSpan().Sort((a, b) =>
        {
            int order = a.Pattern != b.Pattern ? a.Pattern.CompareTo(b.Pattern) : a.First != b.First ? a.First.CompareTo(b.First) : a.Second.CompareTo(b.Second);
            return order != 0 ? order : a.Outcome.CompareTo(b.Outcome) is var byOutcome and not 0 ? byOutcome : a.Weight.CompareTo(b.Weight);
        });
        int last = 0;
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] with { Count = rows[last].Count } == rows[last])
                rows[last] = rows[last] with { Count = rows[last].Count + rows[i].Count };
            else
                rows[++last] = rows[i];
        }

        return rows[..(last + 1)];
    }

    /// <summary>The summed score of each unit under a fit, and how many units that is.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="inSet">Whether the rows of a pattern are among those fitted; empty for all.</param>
    public UnitScores Scores(BradleyTerryFit fit, ReadOnlySpan<bool> inSet)
    {
        var place = new int[fit.Counts.Alternatives.Count];
        place.AsSpan().Fill(-1);
        for (int i = 0; i < fit.Ranked.Length; i++)
            place[fit.Ranked[i]] = i;
        double[] theta = fit.Theta(), sum = new double[theta.Length];
        var scores = new (int Alternative, double Score)[Units.Length][];
        long count = 0;
        double comparisons = 0, squares = 0;
        var touched = new SortedSet<int>();
        for (int unit = 0; unit < scores.Length; unit++)
        {
            long own = 0;
            double weighed = 0;
            bool areSingle = unit >= _raters;
            foreach (Row row in Units[unit])
            {
                int first = place[row.First], second = place[row.Second];
                if (first < 0 || second < 0 || (!inSet.IsEmpty && !inSet[row.Pattern]))
                    continue;
                double residual = row.Weight * (areSingle ? Math.Sqrt(row.Count) : row.Count) * (row.Outcome - 1 / (1 + Math.Exp(theta[second] - theta[first])));
                sum[first] += residual;
                sum[second] -= residual;
                touched.Add(first);
                touched.Add(second);
                own += row.Count;
                weighed += row.Count * row.Weight;
            }

            count += areSingle ? own : own > 0 ? 1 : 0;
            comparisons += weighed;
            squares += areSingle ? own > 0 ? weighed * weighed / own : 0 : weighed * weighed;
            scores[unit] = [.. touched.Select(alternative => (alternative, sum[alternative]))];
            foreach (int alternative in touched)
                sum[alternative] = 0;
            touched.Clear();
        }

        return new UnitScores(scores, count, squares > 0 ? comparisons / squares * comparisons : 0);
    }
}
