using Concordat.Models.Laboratories.Almanac;
using Concordat.Models.Laboratories.Curation;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests.Laboratories;

public sealed class AlmanacTests
{
    [Fact]
    public void World_PopularValues_AreTrueOfNoPlaceAndWrongOnesAreNeither()
    {
        var world = new AlmanacWorld(40, 3);
        var random = new Xoshiro(1);
        Assert.Equal(40, world.Places.Distinct(StringComparer.Ordinal).Count());
        for (int place = 0; place < 40; place++)
        {
            for (int field = 0; field < AlmanacWorld.Fields; field++)
            {
                Assert.NotEqual(AlmanacWorld.Popular(field), world.True(place, field));
                string wrong = world.Wrong(place, field, ref random);
                Assert.True(wrong != world.True(place, field) && wrong != AlmanacWorld.Popular(field));
                Assert.Contains(Enumerable.Range(0, AlmanacWorld.ValuesOf(field)), value => AlmanacWorld.Value(field, value) == wrong);
            }
        }
    }

    // Shares of 20,000 draws lie within four standard errors, at most .0142, of what was planted.
    [Fact]
    public void Pool_Kinds_HaveThePlantedShares()
    {
        var pool = new CurationPool(new AlmanacWorld(24, 1), 20_000, 2);
        Assert.Equal(1, CurationPool.Shares.Sum(share => share.Share), 12);
        foreach ((CurationPool.Kind kind, double share) in CurationPool.Shares)
            Assert.Equal(share, pool.Examples.Count(one => one.Kind == kind) / 20_000.0, .0142);
    }

    [Fact]
    public void Pool_HeldOutQuestions_AreAskedByNobodyInIt()
    {
        var world = new AlmanacWorld(6, 1);
        var pool = new CurationPool(world, 2000, 2);
        HashSet<string> asked = [.. pool.Examples.Select(one => one.Example.Prompt)];
        Assert.All(CurationPool.HeldOut(world), one => Assert.DoesNotContain(one.Prompt, asked));
        Assert.Equal(2 * 6 * AlmanacWorld.Fields, CurationPool.HeldOut(world).Length);
    }

    [Fact]
    public void Choose_ByANoisyJudge_FindsMoreGoodAnswersThanThePoolHolds()
    {
        var pool = new CurationPool(new AlmanacWorld(8, 4), 1500, 5);
        (ImmutableArray<int> curated, ImmutableArray<int> quality) = pool.Choose(100, default);
        foreach (ImmutableArray<int> rows in new[] { curated, quality })
        {
            Assert.Equal(100, rows.Distinct().Count());
            Assert.True(rows.Count(row => pool.Examples[row].Kind == CurationPool.Kind.Good) > 75);
        }
    }
}
