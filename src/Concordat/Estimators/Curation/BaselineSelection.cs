using Concordat.Numerics.Sampling;

namespace Concordat.Estimators.Curation;

/// <summary>What any selection has to be held against: the best scores alone, and chance.</summary>
public static class BaselineSelection
{
    /// <summary>The best scores; of equal ones the smaller row.</summary>
    public static Selection ByQuality(ReadOnlySpan<double> scores, int size, SelectionQuotas quotas) => Take(SelectionMethod.Quality, SelectionInput.ByScore(scores), size, quotas);

    /// <summary>Uniformly at random without replacement.</summary>
    public static Selection AtRandom(int count, int size, SelectionQuotas quotas, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        var random = new Xoshiro(seed);
        random.Shuffle<int>(rows);
        return Take(SelectionMethod.Random, rows, size, quotas);
    }

    private static Selection Take(SelectionMethod method, int[] order, int size, SelectionQuotas quotas)
    {
        var rows = ImmutableArray.CreateBuilder<int>(size);
        SelectionQuotas.Count left = quotas.Begin();
        foreach (int row in order)
        {
            if (rows.Count == size)
                break;
            if (!left.Allows(row))
                continue;
            left.Take(row);
            rows.Add(row);
        }

        return new Selection(method, rows.ToImmutable(), [], null, rows.Count == size ? null : "there are no more examples that the quotas allow");
    }
}
