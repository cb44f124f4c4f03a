namespace Concordat.Estimators.Curation;

/// <summary>Runs over rows in blocks on several threads; what a row gets never depends on how they are shared out.</summary>
internal static class RowBlocks
{
    private const int Size = 512;

    public static void ForEach(int rows, int maxThreads, Action<int, int> block, CancellationToken cancellationToken)
    {
        int blocks = (rows + Size - 1) / Size;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = maxThreads, CancellationToken = cancellationToken }, i => block(i * Size, Math.Min(rows, (i + 1) * Size)));
    }
}
