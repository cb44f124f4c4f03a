using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Numerics.Sampling;

namespace Concordat.Scale.Tests;

/// <summary>Evidence with all three tables of judgements, attributes on rows and repeated judgements, as if it had been imported.</summary>
internal static class PlantedEvidence
{
    public static StoredEvidence Of(int raters, int seed = 1)
    {
        var random = new Xoshiro((ulong)seed);
        var builder = new EvidenceBuilder();
        int kind = builder.Criterion("kind", Evidence.Scale.Numbers(ScaleKind.Interval, 0, 10)), right = builder.Criterion("right", Evidence.Scale.Binary("no", "yes"));
        string[] names = ["one", "two", "three", "four"];
        foreach (string name in names)
        {
            builder.Alternatives.Code(name);
            builder.Systems.Code(name);
        }

        for (int r = 0; r < raters; r++)
        {
            int rater = builder.Raters.Code($"rater {r}");
            builder.Raters.Set(rater, "place", r % 3 == 0 ? "coast" : "hills");
            for (int i = 0; i < 6; i++)
            {
                int item = builder.Items.Code($"item {random.NextInt(40)}");
                builder.AddRating(rater, item, kind, .1 * random.NextInt(100), replicate: i, timeUnixMilliseconds: 1_000L * r);
                int first = random.NextInt(4), second = (first + 1 + random.NextInt(3)) % 4;
                var outcome = (ComparisonOutcome)random.NextInt(5);
                string length = random.NextInt(2) == 0 ? "long" : "short";
                for (int again = 0; again < 1 + i % 2; again++)
                {
                    builder.ComparisonAttributes.TrySet(builder.ComparisonCount, "length", length, out _);
                    builder.AddComparison(i == 5 ? -1 : rater, item, first, second, outcome);
                }
            }
        }

        for (int item = 0; item < builder.Items.Count; item++)
        {
            builder.Items.Set(item, "topic", item % 2 == 0 ? "home" : "work");
            for (int system = 0; system < names.Length; system++)
                builder.AddOutcome(system, item, right, random.NextInt(2));
        }

        return Stored(builder.Build());
    }

    public static StoredEvidence Stored(EvidenceSet evidence, string hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
    {
        evidence = evidence with { ContentHash = hash };
        return new StoredEvidence(evidence, new EvidenceProvenance(
            hash, evidence.Raters.Count, evidence.Items.Count, evidence.Systems.Count, evidence.Ratings.Count, evidence.Comparisons.Count, evidence.Outcomes.Count, []));
    }
}
