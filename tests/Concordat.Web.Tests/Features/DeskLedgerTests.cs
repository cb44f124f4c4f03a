using Concordat.Numerics.Sampling;
using Concordat.Web.Access;
using Concordat.Web.Features.Desk;

namespace Concordat.Web.Tests.Features;

public sealed class DeskLedgerTests
{
    [Theory]
    [Stores]
    public async Task Figures_ThroughAnswersUndoingWithdrawalAndDeletion_AreThoseOfAReadingOfEverything(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        (Visitor steward, ImmutableArray<Visitor> voices) = await JudgingTests.Panel(server, JudgingTale.Responses(6), people: 8);
        string[] rounds = [await JudgingTale.OpenRound(steward, "Rating", ("again-percent", "30"), ("group-attribute", "community"), ("quotas", "north: 3")), await JudgingTale.OpenRound(steward, "Pairwise"), await JudgingTale.OpenRound(steward, "BestOf")];
        UseCaseRow useCase = (await server.Database.Read(session => session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases WHERE id = 'letters'"), CancellationToken.None))!;
        var watch = new DeskWatch(server.Database);
        var random = new Xoshiro(9);
        string[] levels = ["not at all", "partly", "wholly"];
        for (int step = 0; step < 90; step++)
        {
            Visitor voice = voices[random.NextInt(step < 40 ? 8 : 6)];
            int round = random.NextInt(3);
            if (step == 40)
                await Tale.Consent(voices[7], "TakePart", "no");
            else if (step == 50)
                await Tale.Consent(voices[7], "TakePart", "yes");
            else if (step == 60)
                await voices[6].Send("/account/delete", "/account/delete", ("password", Visitor.Password), ("name", "north6"));
            else if (random.NextInt(6) == 0)
                await voice.Send(rounds[round], rounds[round] + "/undo");
            else
                await JudgingTale.Give(voice, rounds[round], round == 0 ? levels[random.NextInt(3)] : $"{1 + random.NextInt(2)}", random.NextInt(8) == 0 ? "Pass" : "Value");
            if (step % 5 != 0)
                continue;
            DeskState followed = await watch.Now(useCase, TimeSpan.Zero, CancellationToken.None), anew = await new DeskWatch(server.Database).Now(useCase, TimeSpan.Zero, CancellationToken.None);
            Assert.Equal(anew.Texts, followed.Texts);
        }

        long given = await server.Database.Read(session => session.Count("SELECT count(*) FROM judgements"), CancellationToken.None);
        Assert.True(given > 20, $"{given} judgements");
        DeskState last = await watch.Now(useCase, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(given, last.Rounds.Sum(round => round.Judgements));
    }

    [Fact]
    public async Task Now_ForManyWhoLookOnAtOnce_IsComputedOnceForEachChange()
    {
        await using TestServer server = await TestServer.Start();
        (_, ImmutableArray<Visitor> voices) = await DeskTale.Begin(server);
        UseCaseRow useCase = (await server.Database.Read(session => session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases WHERE id = 'letters'"), CancellationToken.None))!;
        var watch = new DeskWatch(server.Database);
        Task<DeskState[]> All() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => watch.Now(useCase, TimeSpan.FromHours(1), CancellationToken.None)));
        DeskState first = Assert.Single((await All()).Distinct(ReferenceEqualityComparer.Instance).Cast<DeskState>());
        // Nothing changed: even who asks for this very moment gets the same figures.
        Assert.Same(first, await watch.Now(useCase, TimeSpan.Zero, CancellationToken.None));
        string rating = (await server.Database.Read(session => session.One<string>("SELECT id FROM judging_rounds WHERE kind = 'Rating'"), CancellationToken.None))!;
        await voices[0].Send(JudgingTale.Judge + "/" + rating, $"{JudgingTale.Judge}/{rating}/undo");
        Assert.NotSame(first, await watch.Now(useCase, TimeSpan.Zero, CancellationToken.None));
        Assert.Single((await All()).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void Agreement_ByCounts_IsThatOfTheRatings()
    {
        // Krippendorff (2011), section C: four observers, twelve units, nominal α = .743 and ordinal .815. Missing answers are absent.
        string[] observers = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."];
        GivenAnswer[] answers = [.. from observer in Enumerable.Range(0, 4) let said = observers[observer].Split(' ') from unit in Enumerable.Range(0, 12) where said[unit] != "." select new GivenAnswer(observer, unit, int.Parse(said[unit], System.Globalization.CultureInfo.InvariantCulture), unit)];
        Assert.Equal(0.743, RoundFigures.Agreement(answers, isOrdinal: false, 4).Alpha!.Value, 3);
        Assert.Equal(0.815, RoundFigures.Agreement(answers, isOrdinal: true, 4).Alpha!.Value, 3);
        Assert.Equal("fewer than 5 people", RoundFigures.Agreement(answers, isOrdinal: true, 5).WhyMissing);
    }
}
