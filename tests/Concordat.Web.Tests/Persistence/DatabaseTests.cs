using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Persistence;

/// <summary>What both stores must do alike.</summary>
public sealed class DatabaseTests
{
    [Theory]
    [Stores]
    public async Task Write_ThatFails_LeavesNothingBehind(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await Assert.ThrowsAsync<FormatException>(() => subject.Database.Write(async session =>
        {
            await AddUseCase(session, "letters");
            throw new FormatException();
        }, CancellationToken.None));
        Assert.Equal(0, await Count(subject, "use_cases"));
    }

    [Theory]
    [Stores]
    public async Task IsConflict_TellsAKeyTwiceAndAMissingRowFromOtherFaults(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await subject.Database.Write(session => AddUseCase(session, "letters"), CancellationToken.None);
        Exception twice = await Assert.ThrowsAnyAsync<Exception>(() => subject.Database.Write(session => AddUseCase(session, "letters"), CancellationToken.None));
        Exception orphan = await Assert.ThrowsAnyAsync<Exception>(() => subject.Database.Write(session => AddSeat(session, "s", "nowhere"), CancellationToken.None));
        Exception nonsense = await Assert.ThrowsAnyAsync<Exception>(() => subject.Database.Write(session => session.Execute("SELEKT"), CancellationToken.None));
        Assert.True(subject.Database.IsConflict(twice));
        Assert.True(subject.Database.IsConflict(orphan));
        Assert.False(subject.Database.IsConflict(nonsense));
    }

    [Theory]
    [Stores]
    public async Task Write_OfTheWrongType_IsRefused(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await Assert.ThrowsAnyAsync<Exception>(() => subject.Database.Write(
            session => session.Execute("INSERT INTO use_cases (id, title, summary, created_at) VALUES ('a', 'b', 'c', 'yesterday')"), CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task Write_TextsThatLookLikeSql_ComeBackAsTheyWere(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        const string hostile = "'; DROP TABLE people; -- \" ${int} @id \u202e ✓ 𝛼";
        await subject.Database.Write(session => session.Execute("INSERT INTO use_cases (id, title, summary, created_at) VALUES ('a', @hostile, @hostile, 1)", new { hostile }), CancellationToken.None);
        UseCaseRow? row = await subject.Database.Read(session => session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases"), CancellationToken.None);
        Assert.Equal(hostile, row?.Title);
    }

    [Theory]
    [Stores]
    public async Task Append_ByManyAtOnce_MakesOneChainWithoutGaps(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await subject.Database.Write(async session =>
        {
            await AddUseCase(session, "letters");
            for (int i = 0; i < 4; i++)
                await AddSeat(session, $"seat{i}", "letters");
        }, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var seat = new SeatRow($"seat{i}", "letters", Role.Participant, "", 1, 1);
            for (int entry = 0; entry < 5; entry++)
                await subject.Database.Write(session => RecordBook.AppendSealed(session, TimeProvider.System, seat, "vote", new { entry }), CancellationToken.None);
        }));
        ImmutableArray<Charters.Record.RecordEntry> entries = await RecordEntries.Read(subject.Database);
        var check = Charters.Record.RecordCheck.Of(entries);
        Assert.True(check.Holds, check.WhyBroken);
        Assert.Equal(20, check.Entries);
    }

    private static Task<int> AddUseCase(Session session, string id) =>
        session.Execute("INSERT INTO use_cases (id, title, summary, created_at) VALUES (@id, 'Letters', 'Reading letters aloud', 1)", new { id });

    private static Task<int> AddSeat(Session session, string id, string useCase) =>
        session.Execute("INSERT INTO seats (id, use_case_id, role, joined_at) VALUES (@id, @useCase, 'Participant', 1)", new { id, useCase });

    private static Task<long> Count(StoreUnderTest subject, string table) => subject.Database.Read(session => session.Count($"SELECT count(*) FROM {table}"), CancellationToken.None);
}
