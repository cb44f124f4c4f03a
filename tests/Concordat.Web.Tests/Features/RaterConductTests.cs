using Concordat.Numerics.Sampling;
using Concordat.Web.Features.Desk;

namespace Concordat.Web.Tests.Features;

public sealed class RaterConductTests
{
    private const int Raters = 60, Items = 80, Repeats = 50;

    [Fact]
    public void LowerTail_OfTrialsAlikeAndUnlike_IsTheSumOfTheirProbabilities()
    {
        // Binomial sums in Python, with math.comb; by hand 0.5·0.2 = 0.1 for none of two, 1 − 0.5·0.8 = 0.6 for at most one.
        Assert.Equal(0.018758432262471, RaterConduct.LowerTail(Enumerable.Repeat(2 / 3.0, 12).ToArray(), 4), 12);
        Assert.Equal(0.621721488362393, RaterConduct.LowerTail(Enumerable.Repeat(0.75, 25).ToArray(), 19), 12);
        Assert.Equal(0.1, RaterConduct.LowerTail([0.5, 0.8], 0), 12);
        Assert.Equal(0.6, RaterConduct.LowerTail([0.5, 0.8], 1), 12);
        Assert.Equal(1, RaterConduct.LowerTail([0.5, 0.8], 2), 12);
    }

    [Fact]
    public void IsTooQuick_ByWhatIsNew_AsksForTheTimeThatItTakes()
    {
        Assert.True(ReadingPace.IsTooQuick(1000, 9_999));
        Assert.False(ReadingPace.IsTooQuick(1000, 10_000));
        Assert.True(ReadingPace.IsTooQuick(10, 299));
        Assert.False(ReadingPace.IsTooQuick(10, 300));
        Assert.Null(ReadingPace.IsTooQuick(0, 5));
        Assert.Null(ReadingPace.IsTooQuick(50, -1));
    }

    [Fact]
    public void Test_WithPlantedRaters_FindsThemAndNoMinority()
    {
        const int simulations = 200;
        var missed = new int[4];
        int honest = 0, minority = 0, falseLists = 0, lists = 0;
        for (int simulation = 0; simulation < simulations; simulation++)
        {
            var random = Xoshiro.Derive(20, (ulong)simulation);
            var answers = new List<ConductAnswer>();
            for (int rater = 0; rater < Raters; rater++)
                answers.AddRange(Rate(ref random, rater, Planted(rater)));
            HashSet<int> found = [.. RaterConduct.Test(ByRater(answers)).Where(test => test.Adjusted <= RaterConduct.FalseDiscoveryRate).Select(test => test.Rater)];
            for (int planted = 0; planted < 4; planted++)
                missed[planted] += found.Contains(planted) ? 0 : 1;
            minority += found.Count(rater => rater is >= 4 and < 10);
            honest += found.Count(rater => rater >= 10);
            lists += found.Count;
            falseLists += found.Count(rater => rater >= 4);
        }

        // Straight-liner in haste, clicker by chance, one who answers otherwise each time, chooser of the first place.
        Assert.All(missed, times => Assert.InRange(times / (double)simulations, 0, 0.05));
        Assert.Equal(0, minority);
        Assert.InRange(honest / (double)(simulations * (Raters - 10)), 0, 0.001);
        Assert.InRange(falseLists / (double)lists, 0, RaterConduct.FalseDiscoveryRate);
    }

    [Fact]
    public void Test_OfPeopleWhoHoldExactlyHalf_FindsNoMoreThanTheRateAllows()
    {
        // The edge of the hypothesis: half of all answers are held, the rest drawn anew. Somebody in the list is then always a mistake, and a list may hold one in a twentieth of all cases.
        const int simulations = 400;
        int wrong = 0;
        for (int simulation = 0; simulation < simulations; simulation++)
        {
            var random = Xoshiro.Derive(21, (ulong)simulation);
            var answers = new List<ConductAnswer>();
            for (int rater = 0; rater < 20; rater++)
            {
                for (int item = 0; item < Items; item++)
                {
                    int first = random.NextInt(3), again = random.NextDouble() < 0.5 ? first : random.NextInt(3);
                    answers.Add(new ConductAnswer(rater, 0, item, 0, item, first, 0, 0, null));
                    if (item < Repeats)
                        answers.Add(new ConductAnswer(rater, 0, item, 0, 100 + item, again, 0, 0, null));
                }
            }

            wrong += RaterConduct.Test(ByRater(answers)).Any(test => test.Adjusted <= RaterConduct.FalseDiscoveryRate) ? 1 : 0;
        }

        // Three standard errors of a twentieth in 400.
        Assert.InRange(wrong / (double)simulations, 0, 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / simulations)));
    }

    [Fact]
    public void Test_OfOneLevelThroughoutAtAnHonestPace_FindsNobody()
    {
        var answers = new List<ConductAnswer>();
        for (int item = 0; item < Items; item++)
        {
            answers.Add(new ConductAnswer(0, 0, item, 0, item, 2, 0, 0, false));
            answers.Add(new ConductAnswer(0, 0, item, 0, 100 + item, 2, 0, 0, null));
        }

        Assert.All(RaterConduct.Test(ByRater(answers)), test => Assert.Equal(1, test.PValue, 6));
    }

    [Fact]
    public void Test_WithTooFewAnswers_TestsNobody() => Assert.Empty(RaterConduct.Test(ByRater(
        [.. from item in Enumerable.Range(0, 9) from time in Enumerable.Range(0, 2) select new ConductAnswer(0, 0, item, 0, item + (100 * time), time, 1, 2, true)])));

    private static IEnumerable<ConductAnswer[]> ByRater(IEnumerable<ConductAnswer> answers) => answers.GroupBy(answer => answer.Rater).Select(rater => rater.ToArray());

    private static string Planted(int rater) => rater switch { 0 => "straight", 1 => "chance", 2 => "otherwise", 3 => "first", < 10 => "minority", _ => "honest" };

    private static IEnumerable<ConductAnswer> Rate(ref Xoshiro random, int rater, string kind)
    {
        var given = new List<ConductAnswer>();
        for (int asking = 0; asking < Items + Repeats; asking++)
        {
            int item = asking % Items, level = item * 3 / Items;
            // A few hold the opposite of what most hold, and hold it: one answer in ten slips, as everyone's does.
            int opinion = kind == "minority" ? 2 - level : level, said = random.NextDouble() < 0.9 ? opinion : random.NextInt(3);
            int value = kind switch { "straight" => 1, "chance" => random.NextInt(3), "otherwise" => (level + (asking / Items)) % 3, _ => said };
            bool isQuick = kind == "straight" ? random.NextDouble() < 0.9 : random.NextDouble() < 0.05;
            given.Add(new ConductAnswer(rater, 0, item, 0, asking, value, 0, 0, asking < Items ? isQuick : null));
            // And choices between two whose places are drawn; the honest choose by what they hold, slips aside.
            int preferred = random.NextInt(2) + 1;
            given.Add(new ConductAnswer(rater, 1, asking, 0, asking, preferred, kind == "first" ? (random.NextDouble() < 0.95 ? 1 : 2) : preferred, 2, null));
        }

        return given;
    }
}
