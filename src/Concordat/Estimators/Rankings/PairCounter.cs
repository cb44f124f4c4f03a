using System.Runtime.InteropServices;
using Concordat.Evidence;

namespace Concordat.Estimators.Rankings;

/// <summary>Counts integer-coded comparisons by level, ordered pair and outcome.</summary>
/// <remarks>
/// Model: cell = ((level·m + first)·m + second)·5 + outcome. Dense counters while they fit the cache hierarchy, a dictionary beyond and for rows that were counted already.
/// Time O(n + cells) dense, O(n) expected otherwise.
/// </remarks>
internal static class PairCounter
{
    private const int Outcomes = 5;
    private const long DenseLimit = 1 << 24;

    public static ImmutableArray<PairCounts> Count(KeyIndex alternatives, ComparisonTable table, ReadOnlySpan<int> rowLevels, int levels)
    {
        long cells = (long)levels * alternatives.Count * alternatives.Count * Outcomes;
        var collected = new Collected[levels];
        for (int level = 0; level < levels; level++)
            collected[level] = new Collected();
        if (cells <= DenseLimit && table.Multiplicity.IsEmpty)
            Dense(alternatives.Count, table, rowLevels, (int)cells, collected);
        else
            Sparse(alternatives.Count, table, rowLevels, collected);
        return [.. collected.Select(part => new PairCounts(alternatives, CollectionsMarshal.AsSpan(part.Pairs), part.Neither, part.Abstentions))];
    }

    private static void Dense(int m, ComparisonTable table, ReadOnlySpan<int> rowLevels, int cells, Collected[] collected)
    {
        var counters = new int[cells];
        ReadOnlySpan<int> first = table.First.AsSpan();
        ReadOnlySpan<int> second = table.Second.AsSpan()[..first.Length];
        ReadOnlySpan<ComparisonOutcome> outcome = table.Outcome.AsSpan()[..first.Length];
        for (int row = 0; row < first.Length; row++)
        {
            int level = rowLevels.IsEmpty ? 0 : rowLevels[row];
            if (level < 0)
                continue;
            int a = first[row], b = second[row], chosen = (int)outcome[row];
            if ((uint)a >= (uint)m || (uint)b >= (uint)m || (uint)chosen >= Outcomes || a == b)
                throw BadRow(row, a, b, outcome[row], m);
            counters[(((level * m) + a) * m + b) * Outcomes + chosen]++;
        }

        for (int level = 0; level < collected.Length; level++)
        {
            for (int a = 0; a < m; a++)
            {
                for (int b = a + 1; b < m; b++)
                {
                    ReadOnlySpan<int> one = counters.AsSpan((((level * m) + a) * m + b) * Outcomes, Outcomes);
                    ReadOnlySpan<int> other = counters.AsSpan((((level * m) + b) * m + a) * Outcomes, Outcomes);
                    collected[level].Add(
                        a, b, (long)one[0] + other[1], (long)one[1] + other[0], (long)one[2] + other[2], (long)one[3] + other[3], (long)one[4] + other[4]);
                }
            }
        }
    }

    private static void Sparse(int m, ComparisonTable table, ReadOnlySpan<int> rowLevels, Collected[] collected)
    {
        var counters = new Dictionary<long, long>();
        for (int row = 0; row < table.Count; row++)
        {
            int level = rowLevels.IsEmpty ? 0 : rowLevels[row];
            if (level < 0)
                continue;
            if ((uint)table.First[row] >= (uint)m || (uint)table.Second[row] >= (uint)m || (uint)table.Outcome[row] >= Outcomes || table.First[row] == table.Second[row])
                throw BadRow(row, table.First[row], table.Second[row], table.Outcome[row], m);
            long cell = ((((long)level * m) + table.First[row]) * m + table.Second[row]) * Outcomes + (int)table.Outcome[row];
            CollectionsMarshal.GetValueRefOrAddDefault(counters, cell, out _) += table.Times(row);
        }

        foreach ((long cell, long count) in counters)
        {
            long pair = cell / Outcomes;
            long code = pair % ((long)m * m);
            int outcome = (int)(cell % Outcomes);
            collected[(int)(pair / ((long)m * m))].Add(
                (int)(code / m), (int)(code % m), outcome == 0 ? count : 0, outcome == 1 ? count : 0, outcome == 2 ? count : 0,
                outcome == 3 ? count : 0, outcome == 4 ? count : 0);
        }
    }

    private static ArgumentException BadRow(int row, int first, int second, ComparisonOutcome outcome, int m) =>
        new($"comparison {row}: alternatives {first} and {second} with outcome {(int)outcome}; codes are two of 0 … {m - 1}, outcomes in 0 … {Outcomes - 1}");

    private sealed class Collected
    {
        public List<PairCount> Pairs { get; } = [];

        public long Neither { get; private set; }

        public long Abstentions { get; private set; }

        public void Add(int first, int second, long firstWins, long secondWins, long ties, long neither, long abstentions)
        {
            Neither += neither;
            Abstentions += abstentions;
            if (firstWins + secondWins + ties > 0)
                Pairs.Add(new PairCount(first, second, firstWins, secondWins, ties));
        }
    }
}
