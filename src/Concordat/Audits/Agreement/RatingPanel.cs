using System.Runtime.InteropServices;
using Concordat.Estimators.Agreement;
using Concordat.Evidence;

namespace Concordat.Audits.Agreement;

/// <summary>The selected ratings in an order that follows from ids and values alone, so that no result depends on the order of rows.</summary>
/// <remarks>
/// A unit is an item, or one response to it where responses were rated. Shapes: n ratings sorted by unit, rater, condition, replicate and value.
/// A rater's further ratings of the same unit stay in the arrays; <see cref="Table"/> keeps the first that is selected.
/// </remarks>
internal sealed class RatingPanel
{
    public const string Repeated = "further rating of the same item by the same rater";

    private readonly EvidenceSet _evidence;
    private readonly int[] _row;
    private readonly int[] _unit;
    private readonly int[] _rater;
    private readonly double[] _value;

    private RatingPanel(EvidenceSet evidence, int[] row, int[] unit, int[] rater, double[] value, int[] raterCode, int[] itemOfUnit)
    {
        _evidence = evidence;
        (_row, _unit, _rater, _value) = (row, unit, rater, value);
        RaterCode = ImmutableCollectionsMarshal.AsImmutableArray(raterCode);
        ItemOfUnit = ImmutableCollectionsMarshal.AsImmutableArray(itemOfUnit);
        ItemCount = itemOfUnit.Length == 0 ? 0 : itemOfUnit[^1] + 1;
    }

    public required DisagreementMetric Metric { get; init; }

    /// <summary>The number of answers that the scale offers; null for a scale of numbers.</summary>
    public required int? AnswerCount { get; init; }

    /// <summary>Ratings of the criterion under the condition.</summary>
    public required long Considered { get; init; }

    /// <summary>Ratings left out already, by reason.</summary>
    public required ImmutableSortedDictionary<string, long> Excluded { get; init; }

    public int Count => _row.Length;

    public ImmutableArray<int> RaterCode { get; }

    /// <summary>Item of each unit, ascending, shape (U).</summary>
    public ImmutableArray<int> ItemOfUnit { get; }

    public int ItemCount { get; }

    public ReadOnlySpan<int> Unit => _unit;

    public ReadOnlySpan<int> Rater => _rater;

    /// <summary>Selects the ratings that the options ask for.</summary>
    /// <returns>The panel, or null with the reason why this evidence has none.</returns>
    public static RatingPanel? Select(EvidenceSet evidence, PanelOptions options, out string whyMissing)
    {
        int criterion = evidence.CriterionIndex(options.Criterion);
        int condition = options.Condition is null ? -1 : evidence.Conditions.CodeOf(options.Condition);
        whyMissing = criterion < 0 ? $"the evidence has no criterion '{options.Criterion}'; it has: {Names(evidence.Criteria.Select(c => c.Id))}"
            : options.Condition is not null && condition < 0 ? $"the evidence has no condition '{options.Condition}'; it has: {Names(evidence.Conditions.Ids)}"
            : "";
        if (whyMissing.Length > 0)
            return null;

        Scale scale = evidence.Criteria[criterion].Scale;
        DisagreementMetric metric = options.MetricFor(scale);
        RatingTable ratings = evidence.Ratings;
        var rows = new List<int>();
        var values = new List<double>();
        long considered = 0, abstentions = 0, numberless = 0;
        for (int row = 0; row < ratings.Count; row++)
        {
            if (ratings.Criterion[row] != criterion || (options.Condition is not null && ratings.Condition[row] != condition))
                continue;
            long times = ratings.Times(row);
            considered += times;
            double value = ratings.Value[row];
            if (scale.IsAbstention(value) && !options.AbstentionIsAnswer)
            {
                abstentions += times;
                continue;
            }

            double number = value;
            if (metric != DisagreementMetric.Nominal && !scale.TryNumber(value, out number))
            {
                numberless += times;
                continue;
            }

            rows.Add(row);
            values.Add(number);
        }

        if (metric == DisagreementMetric.Ratio && values.Exists(value => value < 0))
            whyMissing = "the ratio metric needs values of at least 0, and there are negative ones";
        else if (rows.Count == 0)
            whyMissing = considered == 0 ? $"there are no ratings on '{options.Criterion}'" : $"all {considered} ratings on '{options.Criterion}' are abstentions or answers without a number";
        if (whyMissing.Length > 0)
            return null;

        var excluded = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        if (abstentions > 0)
            excluded.Add("abstention", abstentions);
        if (numberless > 0)
            excluded.Add("answer without a number", numberless);
        int answers = scale.Levels.Count(level => options.AbstentionIsAnswer || !level.IsAbstention);
        return Arrange(evidence, [.. rows], [.. values], panel => new RatingPanel(evidence, panel.Row, panel.Unit, panel.Rater, panel.Value, panel.RaterCode, panel.ItemOfUnit)
        {
            Metric = metric,
            AnswerCount = scale.HasLevels ? answers : null,
            Considered = considered,
            Excluded = excluded.ToImmutable(),
        });
    }

    /// <summary>Places of the ratings that belong to a group, or of all; of a rater's several ratings of a unit only the first.</summary>
    public int[] Places(GroupMembership? group)
    {
        var places = new List<int>();
        int lastUnit = -1, lastRater = -1;
        for (int place = 0; place < _row.Length; place++)
        {
            if ((_unit[place] == lastUnit && _rater[place] == lastRater) || !Belongs(place, group))
                continue;
            places.Add(place);
            (lastUnit, lastRater) = (_unit[place], _rater[place]);
        }

        return [.. places];
    }

    /// <summary>How often the rating at that place was given.</summary>
    public long Times(int place) => _evidence.Ratings.Times(_row[place]);

    public bool Belongs(int place, GroupMembership? group)
    {
        if (group is null)
            return true;
        int row = _row[place];
        RatingTable ratings = _evidence.Ratings;
        int response = ratings.Response[row];
        return group.Contains(row, ratings.Rater[row], ratings.Item[row], response < 0 ? -1 : _evidence.Responses.System[response]);
    }

    /// <summary>The reliability data of those places, over all units and raters of the panel.</summary>
    public ReliabilityTable Table(int[] places) => ReliabilityTable.Create(
        Array.ConvertAll(places, place => _unit[place]), Array.ConvertAll(places, place => _rater[place]), Array.ConvertAll(places, place => _value[place]),
        ItemOfUnit.Length, RaterCode.Length);

    /// <summary>Turns how often each item was drawn into how often each unit counts; empty (once each) where items are not drawn.</summary>
    public ReadOnlySpan<int> UnitWeights(ReadOnlySpan<int> itemMultiplicity, Span<int> unitWeights)
    {
        if (itemMultiplicity.IsEmpty)
            return default;
        for (int u = 0; u < unitWeights.Length; u++)
            unitWeights[u] = itemMultiplicity[ItemOfUnit[u]];
        return unitWeights;
    }

    private static RatingPanel Arrange(
        EvidenceSet evidence, int[] rows, double[] values,
        Func<(int[] Row, int[] Unit, int[] Rater, double[] Value, int[] RaterCode, int[] ItemOfUnit), RatingPanel> make)
    {
        RatingTable ratings = evidence.Ratings;
        int[] itemRank = evidence.Items.Keys.Ranks(), raterRank = evidence.Raters.Keys.Ranks(), responseRank = evidence.Responses.Keys.Ranks();
        int[] conditionRank = evidence.Conditions.Ranks();
        long responses = responseRank.Length + 1L;
        long[] unitKey = Array.ConvertAll(rows, row => itemRank[ratings.Item[row]] * responses + (ratings.Response[row] < 0 ? 0 : responseRank[ratings.Response[row]] + 1));
        long[] units = [.. unitKey.Distinct().Order()];
        int[] ranksSeen = [.. rows.Select(row => raterRank[ratings.Rater[row]]).Distinct().Order()];
        var order = new int[rows.Length];
        var key = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            order[i] = i;
            key[i] = (long)Array.BinarySearch(units, unitKey[i]) * ranksSeen.Length + Array.BinarySearch(ranksSeen, raterRank[ratings.Rater[rows[i]]]);
        }

        Array.Sort(key, order);
        int Earlier(int a, int b)
        {
            int ra = rows[a], rb = rows[b];
            int byCondition = Rank(ra).CompareTo(Rank(rb));
            int byReplicate = ratings.Replicate[ra].CompareTo(ratings.Replicate[rb]);
            return byCondition != 0 ? byCondition : byReplicate != 0 ? byReplicate : values[a].CompareTo(values[b]);
        }

        int Rank(int row) => ratings.Condition[row] < 0 ? -1 : conditionRank[ratings.Condition[row]];
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from + 1;
            while (to < order.Length && key[to] == key[from])
                to++;
            if (to - from > 1)
                order.AsSpan(from, to - from).Sort(Earlier);
        }

        var codeOfRank = new int[raterRank.Length];
        for (int code = 0; code < raterRank.Length; code++)
            codeOfRank[raterRank[code]] = code;
        long[] items = [.. units.Select(unit => unit / responses).Distinct()];
        return make((
            Array.ConvertAll(order, i => rows[i]),
            Array.ConvertAll(key, k => (int)(k / ranksSeen.Length)),
            Array.ConvertAll(key, k => (int)(k % ranksSeen.Length)),
            Array.ConvertAll(order, i => values[i]),
            Array.ConvertAll(ranksSeen, rank => codeOfRank[rank]),
            Array.ConvertAll(units, unit => Array.BinarySearch(items, unit / responses))));
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Take(20).DefaultIfEmpty("(none)"));
}
