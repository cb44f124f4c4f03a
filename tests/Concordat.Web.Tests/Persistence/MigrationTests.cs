using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Persistence;

public sealed class MigrationTests
{
    [Theory]
    [Stores]
    public async Task Run_FromEveryStep_ReachesTheSameSchemaAndKeepsEveryRow(Store store)
    {
        await using StoreUnderTest fresh = StoreUnderTest.Empty(store);
        await Migrations.Run(fresh.Database, TimeProvider.System, CancellationToken.None);
        ImmutableArray<string> whole = await fresh.Database.DescribeSchema(CancellationToken.None);

        for (long step = 1; step <= Migrations.Known.Length; step++)
        {
            await using StoreUnderTest old = StoreUnderTest.Empty(store);
            await Migrations.Run(old.Database, TimeProvider.System, CancellationToken.None, upTo: step);
            await Seed(old.Database);
            await Migrations.Run(old.Database, TimeProvider.System, CancellationToken.None);
            Assert.Equal<string>(whole, await old.Database.DescribeSchema(CancellationToken.None));
            Assert.Equal(1, await old.Database.Read(session => session.Count("SELECT count(*) FROM seats JOIN people ON people.id = seats.person_id JOIN use_cases ON use_cases.id = seats.use_case_id WHERE seats.role = 'Steward'"), CancellationToken.None));
        }
    }

    [Theory]
    [Stores]
    public async Task Run_Twice_ChangesNothing(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        ImmutableArray<string> before = await subject.Database.DescribeSchema(CancellationToken.None);
        await Migrations.Run(subject.Database, TimeProvider.System, CancellationToken.None);
        Assert.Equal<string>(before, await subject.Database.DescribeSchema(CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task Run_OnAStoreOfALaterProgram_Refuses(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await subject.Database.Write(session => session.Execute("INSERT INTO schema_steps (number, name, sha256, at) VALUES (999, 'later', 'x', 0)"), CancellationToken.None);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.Run(subject.Database, TimeProvider.System, CancellationToken.None));
        Assert.Contains("later program", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Stores]
    public async Task Run_WhereAStepReadsOtherwise_Refuses(Store store)
    {
        await using StoreUnderTest subject = await StoreUnderTest.Migrated(store);
        await subject.Database.Write(session => session.Execute("UPDATE schema_steps SET sha256 = 'x' WHERE number = 1"), CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.Run(subject.Database, TimeProvider.System, CancellationToken.None));
    }

    [PostgresFact]
    public async Task Run_ByManyReplicasAtOnce_RunsEachStepOnce()
    {
        await using StoreUnderTest subject = StoreUnderTest.Empty(Store.Postgres);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrations.Run(subject.Database, TimeProvider.System, CancellationToken.None)));
        Assert.Equal(Migrations.Known.Length, await subject.Database.Read(session => session.Count("SELECT count(*) FROM schema_steps"), CancellationToken.None));
    }

    // Columns of the first step alone, so that it can be run at any.
    private static Task Seed(Database database) => database.Write(async session =>
    {
        await session.Execute("INSERT INTO people (id, sign_in_name, normalized_name, security_stamp, created_at) VALUES ('p', 'ada', 'ADA', 's', 1)");
        await session.Execute("INSERT INTO use_cases (id, title, summary, created_at) VALUES ('letters', 'Letters', 'Reading letters aloud', 1)");
        await session.Execute("INSERT INTO seats (id, use_case_id, person_id, role, joined_at) VALUES ('s', 'letters', 'p', 'Steward', 1)");
    }, CancellationToken.None);
}
