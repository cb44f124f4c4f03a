using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Persistence;

/// <summary>An empty store of either kind, gone when the test is.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly string? _folder;

    private StoreUnderTest(Database database, string? folder) => (Database, _folder) = (database, folder);

    public Database Database { get; }

    public static StoreUnderTest Empty(Store store)
    {
        if (store == Store.Postgres)
            return new StoreUnderTest(new PostgresDatabase(PostgresServer.NewDatabase()), null);
        string folder = Directory.CreateTempSubdirectory("concordat-store-").FullName;
        return new StoreUnderTest(new SqliteDatabase(Path.Combine(folder, "concordat.sqlite")), folder);
    }

    public static async Task<StoreUnderTest> Migrated(Store store)
    {
        StoreUnderTest subject = Empty(store);
        await Migrations.Run(subject.Database, TimeProvider.System, CancellationToken.None);
        return subject;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
