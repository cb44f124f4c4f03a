using System.Collections.Immutable;
using System.Numerics.Tensors;
using Concordat.Estimators.Curation;
using Concordat.Estimators.Embeddings;
using Concordat.Numerics.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Estimators.Curation;

public sealed class SelectionTests
{
    [Fact]
    public void KCentre_SmallSets_IsWithinTwiceTheBestRadius() => ForAll((random, _) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 11, 3);
        const int k = 3;
        Selection greedy = KCentreSelection.Choose(vectors, Scores(random, 11), k, SelectionQuotas.None, 2, default);
        double best = Subsets(11, k).Min(set => Radius(vectors, set));
        Assert.InRange(greedy.Objective!.Value, best - 1e-3, 2 * best + 1e-3);
        Near(Radius(vectors, [.. greedy.Rows]), greedy.Objective!.Value, 1e-3);
    });

    [Fact]
    public void FacilityLocation_SmallSets_ReachesItsShareOfTheBestSetAndEqualsPlainGreedy() => ForAll((random, _) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 10, 3);
        double[] scores = Scores(random, 10);
        const int k = 4;
        Selection lazy = FacilityLocationSelection.Choose(vectors, scores, .5, k, 10, SelectionQuotas.None, 2, default);
        double best = Subsets(10, k).Max(set => Facility(vectors, scores, set));
        Near(Facility(vectors, scores, [.. lazy.Rows]), lazy.Objective!.Value, 1e-4);
        Assert.True(lazy.Objective >= (1 - 1 / Math.E) * best - 1e-4, $"{lazy.Objective} of {best}");
        var plain = new List<int>();
        while (plain.Count < k)
            plain.Add(Enumerable.Range(0, 10).Except(plain).MaxBy(row => Facility(vectors, scores, [.. plain, row])));
        Near(Facility(vectors, scores, [.. plain]), lazy.Objective!.Value, 1e-4);
    });

    [Fact]
    public void Dpp_SmallSets_EqualsGreedyOnWholeDeterminants() => ForAll((random, _) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 12, 8);
        double[] qualities = [.. Scores(random, 12).Select(score => .2 + score)];
        const int k = 5;
        Selection fast = DppSelection.Choose(vectors, qualities, k, SelectionQuotas.None, 2, default);
        var plain = new List<int>();
        while (plain.Count < k)
            plain.Add(Enumerable.Range(0, 12).Except(plain).MaxBy(row => LogDeterminant(vectors, qualities, [.. plain, row])));
        Assert.Equal(plain, fast.Rows);
        Near(LogDeterminant(vectors, qualities, [.. plain]), fast.Objective!.Value, 1e-3);
    });

    /// <summary>Three dimensions hold three independent vectors: the fourth has a determinant of zero.</summary>
    [Fact]
    public void Dpp_MoreThanTheDimensionsHold_StopsAndSaysWhy()
    {
        Selection selection = DppSelection.Choose(Vectors(new Xoshiro(5), 20, 3), Enumerable.Repeat(1.0, 20).ToArray(), 8, SelectionQuotas.None, 1, default);
        Assert.Equal(3, selection.Rows.Length);
        Assert.Contains("combination", selection.WhyFewer, StringComparison.Ordinal);
    }

    [Fact]
    public void Deita_AnyVectors_KeepsAllBelowTheThresholdAndNamesWhatItPassedOver() => ForAll((random, seed) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 30, 4);
        double[] scores = Scores(random, 30);
        double threshold = .2 + .6 * random.NextDouble();
        Selection selection = DeitaSelection.Choose(vectors, scores, 12, threshold, SelectionQuotas.None, default);
        var chosen = new List<int>();
        foreach (int row in Enumerable.Range(0, 30).OrderByDescending(row => scores[row]))
        {
            if (chosen.Count < 12 && chosen.All(other => Cosine(vectors, row, other) <= threshold))
                chosen.Add(row);
        }

        Assert.Equal(chosen, selection.Rows);
        Assert.All(selection.TooNear, near => Assert.True(near.Similarity > threshold && selection.Rows.Contains(near.Chosen) && !selection.Rows.Contains(near.Row)));
    });

    [Fact]
    public void EveryMethod_WithQuotas_FillsThemAndNoMore()
    {
        var random = new Xoshiro(3);
        EmbeddingMatrix vectors = Vectors(random, 60, 12);
        double[] scores = Scores(random, 60);
        var quotas = new SelectionQuotas([.. Enumerable.Range(0, 60).Select(row => row % 6 == 5 ? -1 : row % 6 == 0 ? 0 : 1)], [4, 3]);
        Selection[] all =
        [
            DeitaSelection.Choose(vectors, scores, 7, 1, quotas, default), KCentreSelection.Choose(vectors, scores, 7, quotas, 2, default),
            FacilityLocationSelection.Choose(vectors, scores, 1, 7, 60, quotas, 2, default), DppSelection.Choose(vectors, [.. scores.Select(score => score + .1)], 7, quotas, 2, default),
            BaselineSelection.ByQuality(scores, 7, quotas), BaselineSelection.AtRandom(60, 7, quotas, 9),
        ];
        Assert.All(all, selection =>
        {
            Assert.Equal(7, selection.Rows.Distinct().Count());
            Assert.Equal((4, 3), (selection.Rows.Count(row => quotas.Group[row] == 0), selection.Rows.Count(row => quotas.Group[row] == 1)));
        });
        Assert.NotNull(BaselineSelection.ByQuality(scores, 20, quotas).WhyFewer);
    }

    /// <summary>Ten tight clusters, the best scores all in one: what looks for coverage takes one of each, the score alone none of nine.</summary>
    [Fact]
    public void EveryDiverseMethod_PlantedClusters_TakesOneOfEach()
    {
        var random = new Xoshiro(11);
        const int d = 10, n = 200;
        var values = new float[n * d];
        var scores = new double[n];
        for (int row = 0; row < n; row++)
        {
            for (int j = 0; j < d; j++)
                values[row * d + j] = (float)((row % 10 == j ? 1 : 0) + .02 * random.NextNormal());
            scores[row] = (row % 10 == 0 ? .9 : .1) + .01 * random.NextDouble();
        }

        EmbeddingMatrix vectors = Unit(values, d);
        Selection[] diverse =
        [
            DeitaSelection.Choose(vectors, scores, 10, .5, SelectionQuotas.None, default), KCentreSelection.Choose(vectors, scores, 10, SelectionQuotas.None, 2, default),
            FacilityLocationSelection.Choose(vectors, scores, 1, 10, 50, SelectionQuotas.None, 2, default), DppSelection.Choose(vectors, scores, 10, SelectionQuotas.None, 2, default),
        ];
        Assert.All(diverse, selection => Assert.Equal(10, selection.Rows.Select(row => row % 10).Distinct().Count()));
        Assert.All(diverse, selection => Assert.True(CoverageCurve.Of(vectors, selection.Rows, 4, 2, default)[^1].Radius < .3));
        Assert.True(CoverageCurve.Of(vectors, BaselineSelection.ByQuality(scores, 10, SelectionQuotas.None).Rows, 4, 2, default)[^1].Radius > 1.2);
    }

    [Fact]
    public void EveryMethod_AnyNumberOfThreads_ChoosesTheSame()
    {
        var random = new Xoshiro(17);
        EmbeddingMatrix vectors = Vectors(random, 1100, 24);
        double[] scores = Scores(random, 1100);
        ImmutableArray<int>[] Run(int threads) =>
        [
            KCentreSelection.Choose(vectors, scores, 40, SelectionQuotas.None, threads, default).Rows,
            FacilityLocationSelection.Choose(vectors, scores, 1, 40, 30, SelectionQuotas.None, threads, default).Rows,
            DppSelection.Choose(vectors, [.. scores.Select(score => score + .1)], 20, SelectionQuotas.None, threads, default).Rows,
        ];
        ImmutableArray<int>[] one = Run(1), four = Run(4);
        for (int i = 0; i < one.Length; i++)
            Assert.Equal(one[i].AsEnumerable(), four[i]);
    }

    [Fact]
    public void NeighbourGraph_AnyVectors_HoldsTheMostSimilarOthers() => ForAll((random, _) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 40, 4);
        NeighbourGraph graph = NeighbourGraph.Of(vectors, 5, 3, default), turned = graph.Transposed();
        for (int row = 0; row < 40; row++)
        {
            double[] expected = [.. Enumerable.Range(0, 40).Where(other => other != row).Select(other => Cosine(vectors, row, other)).Where(cosine => cosine > 0).OrderDescending().Take(5)];
            double[] found = [.. graph.Similarities(row).ToArray().Select(similarity => (double)similarity).OrderDescending()];
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < expected.Length; i++)
                Near(expected[i], found[i], 1e-5);
            foreach (int other in graph.Others(row))
                Assert.True(turned.Others(other).Contains(row));
        }
    });

    [Fact]
    public void CoverageCurve_AnySelection_EqualsThePlainMaximum() => ForAll((random, _) =>
    {
        EmbeddingMatrix vectors = Vectors(random, 25, 4);
        ImmutableArray<int> chosen = [.. Enumerable.Range(0, 25).Where(_ => random.NextInt(3) == 0).DefaultIfEmpty(0)];
        ImmutableArray<CoveragePoint> curve = CoverageCurve.Of(vectors, chosen, 5, 2, default);
        Assert.Equal(chosen.Length, curve[^1].Size);
        Near(Radius(vectors, [.. chosen]), curve[^1].Radius, 1e-3);
        Assert.Equal(curve.OrderByDescending(point => point.Radius).Select(point => point.Size), curve.Select(point => point.Size).Order());
    });

    private static void Near(double expected, double found, double tolerance) => Assert.InRange(found, expected - tolerance, expected + tolerance);

    private static void ForAll(Action<Xoshiro, ulong> body) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed => body(new Xoshiro(seed), seed)));

    private static EmbeddingMatrix Vectors(Xoshiro random, int n, int d)
    {
        var values = new float[n * d];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextNormal();
        return Unit(values, d);
    }

    private static EmbeddingMatrix Unit(float[] values, int d)
    {
        for (int row = 0; row * d < values.Length; row++)
            TensorPrimitives.Divide(values.AsSpan(row * d, d), TensorPrimitives.Norm<float>(values.AsSpan(row * d, d)), values.AsSpan(row * d, d));
        return new EmbeddingMatrix(d, values);
    }

    private static double[] Scores(Xoshiro random, int n)
    {
        var scores = new double[n];
        for (int i = 0; i < n; i++)
            scores[i] = random.NextDouble();
        return scores;
    }

    private static double Cosine(EmbeddingMatrix vectors, int a, int b)
    {
        double sum = 0;
        for (int j = 0; j < vectors.Dimensions; j++)
            sum += (double)vectors.Row(a)[j] * vectors.Row(b)[j];
        return sum;
    }

    private static double Radius(EmbeddingMatrix vectors, int[] set) =>
        Enumerable.Range(0, vectors.Count).Max(row => set.Min(chosen => chosen == row ? 0 : Math.Sqrt(Math.Max(0, 2 - 2 * Cosine(vectors, row, chosen)))));

    private static double Facility(EmbeddingMatrix vectors, double[] scores, int[] set) =>
        Enumerable.Range(0, vectors.Count).Sum(row => set.Max(chosen => chosen == row ? 1 : Math.Max(0, Cosine(vectors, row, chosen)))) + .5 * set.Sum(row => scores[row]);

    private static IEnumerable<int[]> Subsets(int n, int k) =>
        Enumerable.Range(0, 1 << n).Where(mask => int.PopCount(mask) == k).Select(mask => Enumerable.Range(0, n).Where(row => (mask >> row & 1) == 1).ToArray());

    // Gaussian elimination on the kernel of the set, with nothing kept between sets.
    private static double LogDeterminant(EmbeddingMatrix vectors, double[] qualities, int[] set)
    {
        int k = set.Length;
        var kernel = new double[k, k];
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                kernel[i, j] = qualities[set[i]] * qualities[set[j]] * Cosine(vectors, set[i], set[j]);
        }

        double log = 0;
        for (int pivot = 0; pivot < k; pivot++)
        {
            log += Math.Log(kernel[pivot, pivot]);
            for (int i = pivot + 1; i < k; i++)
            {
                double factor = kernel[i, pivot] / kernel[pivot, pivot];
                for (int j = pivot; j < k; j++)
                    kernel[i, j] -= factor * kernel[pivot, j];
            }
        }

        return log;
    }
}
