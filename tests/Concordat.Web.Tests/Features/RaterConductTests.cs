using Concordat.Numerics.Sampling;
using Concordat.Web.Features.Desk;
using Concordat.Web.Tests.Load;

namespace Concordat.Web.Tests.Features;

public sealed class RaterConductTests
{
    private const string Page = "/use-cases/letters/desk/raters";
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

    [Theory]
    [Stores]
    public async Task Page_OfAPanelWithThreeWhoAnswerOtherwise_ListsTheirPseudonymsAndSignsAndNobodyElse(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        Assert.Contains("Nobody has given enough answers yet", (await steward.Page(Page)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await BigUseCase.Fill(server.Database, people: 30, judgements: 30 * 120);
        string[] seats = await server.Database.Write(async session =>
        {
            string[] seats = [.. await session.All<string>("SELECT id FROM seats WHERE takes_part = 1 ORDER BY id LIMIT 3")];
            const string tasks = "SELECT judging_tasks.id FROM judging_tasks JOIN judging_rounds ON judging_rounds.id = round_id WHERE seat_id = @seat AND kind = @kind";
            // The first says otherwise each time the same is asked again, the second takes the first place, the third needs a tenth of a second.
            await session.Execute(
                $"""
                UPDATE judgements SET value = (SELECT CASE first_ones.value WHEN 'wholly' THEN 'partly' ELSE 'wholly' END FROM judgements first_ones JOIN judging_tasks first_tasks ON first_tasks.id = first_ones.task_id
                    JOIN judging_tasks again ON again.id = judgements.task_id WHERE first_tasks.round_id = again.round_id AND first_tasks.seat_id = again.seat_id AND first_tasks.unit = again.unit AND first_tasks.is_first = 1)
                WHERE task_id IN ({tasks} AND is_first = 0)
                """, new { seat = seats[0], kind = "Rating" });
            await session.Execute($"UPDATE judgements SET value = '1' WHERE task_id IN ({tasks})", new { seat = seats[1], kind = "Pairwise" });
            await session.Execute("UPDATE judgements SET took_milliseconds = 100 WHERE seat_id = @seat", new { seat = seats[2] });
            return seats;
        }, CancellationToken.None);
        byte[] key = await ExportedJudgements.Key(server.Database, "letters", CancellationToken.None);
        var rows = (await steward.Page(Page)).QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr");
        Assert.Equal(seats.Select(seat => ExportedJudgements.Pseudonym(key, seat)), rows.Select(row => row.QuerySelector("code")!.TextContent));
        Assert.StartsWith("0 of 12 repeats answered as before", rows[0].QuerySelector("td")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("60 of 60 choices fell on what stood in place 1", rows[1].QuerySelector("td")!.TextContent, StringComparison.Ordinal);
        // Forty-eight letters, sixty pairs of which forty-eight go with a letter that was read: whatever was new took longer than a tenth of a second.
        Assert.Matches("^(?<count>[0-9]+) of \\k<count> answers came before", rows[2].QuerySelector("td")!.TextContent);
        Assert.DoesNotContain(seats[0], (await steward.Page(Page)).DocumentElement.OuterHtml, StringComparison.Ordinal);

        // Whoever withdraws their consent is tested no more.
        await server.Database.Write(session => session.Execute("UPDATE seats SET takes_part = 0 WHERE id = @Id", new { Id = seats[1] }), CancellationToken.None);
        Assert.Equal(2, (await steward.Page(Page)).QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr").Length);
    }

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
