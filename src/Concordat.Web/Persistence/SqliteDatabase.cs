using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Concordat.Web.Persistence;

/// <summary>SQLite in one file: write-ahead log, foreign keys, strict types, and a commit that is on disk when it returns.</summary>
public sealed class SqliteDatabase : Database
{
    private const int ConstraintFailed = 19;

    // Deleted content is overwritten, so that a destroyed key cannot be read from the file's free pages.
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 10000;";

    private readonly string _connection;

    // Writers queue here in their order; SQLite itself lets whoever asks at the right moment in, and the others sleep and try again.
    private readonly SemaphoreSlim _writer = new(1);

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <param name="path">The file; made where it does not exist.</param>
    public SqliteDatabase(string path) =>
        _connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = true, DefaultTimeout = 30 }.ToString();

    internal override ImmutableDictionary<string, string> Words { get; } =
        ImmutableDictionary<string, string>.Empty.Add("int", "INTEGER").Add("bytes", "BLOB").Add("real", "REAL").Add("strict", " STRICT");

    public override bool IsConflict(Exception exception) => exception is SqliteException { SqliteErrorCode: ConstraintFailed };

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_connection));
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Empties the log, whose older pages still hold what the file itself has overwritten.</summary>
    public override async Task Forget(CancellationToken cancellationToken)
    {
        using IDisposable? turn = await WaitForTurn(cancellationToken);
        await Read(session => session.All<long>("PRAGMA wal_checkpoint(TRUNCATE)"), cancellationToken);
    }

    /// <summary>Nothing to do: a transaction that may write is alone from its start.</summary>
    internal override Task LockSchema(Session session) => Task.CompletedTask;

    internal override Task<ImmutableArray<string>> DescribeSchema(CancellationToken cancellationToken) =>
        Read(session => session.All<string>("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1"), cancellationToken);

    protected override async Task<IDisposable?> WaitForTurn(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    // Deferred: it takes no lock that a writer waits for, and from its first statement on it reads the same snapshot of the log.
    protected override ValueTask<DbTransaction> BeginMoment(DbConnection connection, CancellationToken cancellationToken) => ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    protected override async Task<DbConnection> Open(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using SqliteCommand settings = connection.CreateCommand();
        settings.CommandText = Settings;
        await settings.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
