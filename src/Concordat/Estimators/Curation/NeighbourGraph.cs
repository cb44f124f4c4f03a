using Concordat.Estimators.Embeddings;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Estimators.Curation;

/// <summary>The m most similar others of every example: what is left of all pairs once small similarities are left out.</summary>
/// <remarks>
/// Similarity is the cosine, those not above zero count as none. Made tile by tile, so that the n² cosines never stand in memory together: time O(n²·d) multiply-adds, memory O(n·m).
/// Equal cosines: the smaller row first; the graph does not depend on the number of threads. Randomness: none.
/// </remarks>
public sealed class NeighbourGraph
{
    private readonly int[] _start;
    private readonly int[] _other;
    private readonly float[] _similarity;

    private NeighbourGraph(int[] start, int[] other, float[] similarity) => (_start, _other, _similarity) = (start, other, similarity);

    public int Count => _start.Length - 1;

    /// <summary>The neighbours of a row.</summary>
    public ReadOnlySpan<int> Others(int row) => _other.AsSpan(_start[row].._start[row + 1]);

    /// <summary>Their similarities.</summary>
    public ReadOnlySpan<float> Similarities(int row) => _similarity.AsSpan(_start[row].._start[row + 1]);

    /// <param name="vectors">Unit vectors, (n, d).</param>
    /// <param name="neighbours">m; n − 1 or more keeps all.</param>
    /// <param name="maxThreads">Upper limit on threads.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    public static NeighbourGraph Of(EmbeddingMatrix vectors, int neighbours, int maxThreads, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        int n = vectors.Count;
        var best = new Best[n];
        for (int row = 0; row < n; row++)
            best[row] = new Best(Math.Min(neighbours, Math.Max(1, n - 1)));
        var gates = new object[(n + PairwiseProducts.TileSize - 1) / PairwiseProducts.TileSize];
        for (int block = 0; block < gates.Length; block++)
            gates[block] = new object();
        PairwiseProducts.ForEachTile(vectors.Values, vectors.Dimensions, maxThreads, (row, column, tile) =>
        {
            lock (gates[row / PairwiseProducts.TileSize])
            {
                for (int i = 0; i < tile.Rows; i++)
                {
                    ReadOnlySpan<float> pairs = tile.Pairs(i);
                    int first = column + tile.Columns - pairs.Length;
                    for (int j = 0; j < pairs.Length; j++)
                        best[row + i].Add(first + j, pairs[j]);
                }
            }

            lock (gates[column / PairwiseProducts.TileSize])
            {
                for (int i = 0; i < tile.Rows; i++)
                {
                    ReadOnlySpan<float> pairs = tile.Pairs(i);
                    int first = column + tile.Columns - pairs.Length;
                    for (int j = 0; j < pairs.Length; j++)
                        best[first + j].Add(row + i, pairs[j]);
                }
            }
        }, cancellationToken);

        var start = new int[n + 1];
        for (int row = 0; row < n; row++)
            start[row + 1] = start[row] + best[row].Finish();
        var other = new int[start[n]];
        var similarity = new float[start[n]];
        for (int row = 0; row < n; row++)
            best[row].CopyTo(other.AsSpan(start[row]..start[row + 1]), similarity.AsSpan(start[row]..start[row + 1]));
        return new NeighbourGraph(start, other, similarity);
    }

    /// <summary>The same edges from the other end: whose neighbour each row is.</summary>
    public NeighbourGraph Transposed()
    {
        int n = Count;
        var start = new int[n + 1];
        foreach (int other in _other)
            start[other + 1]++;
        for (int row = 0; row < n; row++)
            start[row + 1] += start[row];
        int[] next = start[..n], from = new int[_other.Length];
        var similarity = new float[_other.Length];
        for (int row = 0; row < n; row++)
        {
            for (int edge = _start[row]; edge < _start[row + 1]; edge++)
            {
                int place = next[_other[edge]]++;
                (from[place], similarity[place]) = (row, _similarity[edge]);
            }
        }

        return new NeighbourGraph(start, from, similarity);
    }

    // Keeps up to 2m candidates and cuts to the best m when full: amortised constant time for each.
    private sealed class Best(int capacity)
    {
        private (float Similarity, int Other)[] _kept = new (float, int)[Math.Min(2 * capacity, 16)];
        private int _count;
        private (float Similarity, int Other) _floor = (0, int.MaxValue);
        private bool _isFull;

        public void Add(int other, float similarity)
        {
            if (!(similarity > 0) || (_isFull && !IsBefore((similarity, other), _floor)))
                return;
            if (_count == 2 * capacity)
                Cut();
            if (_count == _kept.Length)
                Array.Resize(ref _kept, Math.Min(2 * capacity, 2 * _kept.Length));
            _kept[_count++] = (similarity, other);
        }

        public int Finish()
        {
            Cut();
            Array.Sort(_kept, 0, _count, Comparer<(float Similarity, int Other)>.Create((a, b) => a.Other.CompareTo(b.Other)));
            return _count;
        }

        public void CopyTo(Span<int> other, Span<float> similarity)
        {
            for (int i = 0; i < _count; i++)
                (other[i], similarity[i]) = (_kept[i].Other, _kept[i].Similarity);
            _kept = [];
        }

        private void Cut()
        {
            if (_count <= capacity)
                return;
            Array.Sort(_kept, 0, _count, Comparer<(float Similarity, int Other)>.Create((a, b) => IsBefore(a, b) ? -1 : a == b ? 0 : 1));
            _count = capacity;
            (_floor, _isFull) = (_kept[capacity - 1], true);
        }

        private static bool IsBefore((float Similarity, int Other) a, (float Similarity, int Other) b) => a.Similarity > b.Similarity || (a.Similarity == b.Similarity && a.Other < b.Other);
    }
}
