using System.Data;
using System.Data.Common;

namespace Concordat.Web.Persistence;

/// <summary>Where everything that people give is kept: SQLite in a folder, or PostgreSQL for several replicas.</summary>
/// <remarks>
/// Both speak the same hand-written SQL. Times are microseconds since 1970 in UTC, truth values are 0 and 1, closed lists are words; so that one statement
/// and one row type serve both.
/// </remarks>
public abstract class Database : IAsyncDisposable
{
    static Database()
    {
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        Dapper.SqlMapper.TypeMapProvider = type => new RowMap(type);
    }

    /// <summary>What this store calls the types that migrations name by <c>${word}</c>.</summary>
    internal abstract ImmutableDictionary<string, string> Words { get; }

    /// <summary>Reads, and sees each statement's own moment.</summary>
    public async Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await Open(cancellationToken);
        return await work(new Session(connection, null, cancellationToken));
    }

    /// <summary>Reads, and every statement sees the same moment: for what is read piece by piece and must fit together.</summary>
    public async Task<T> ReadMoment<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await Open(cancellationToken);
        await using DbTransaction transaction = await BeginMoment(connection, cancellationToken);
        return await work(new Session(connection, transaction, cancellationToken));
    }

    /// <summary>Writes all or nothing. When this returns, what was written outlives a killed server.</summary>
    public async Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        using IDisposable? turn = await WaitForTurn(cancellationToken);
        await using DbConnection connection = await Open(cancellationToken);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        T value = await work(new Session(connection, transaction, cancellationToken));
        await transaction.CommitAsync(CancellationToken.None);
        return value;
    }

    /// <summary>Writes all or nothing.</summary>
    public Task Write(Func<Session, Task> work, CancellationToken cancellationToken) =>
        Write(async session =>
        {
            await work(session);
            return 0;
        }, cancellationToken);

    /// <summary>Whether an exception says that a key which must be unique, or a row that is referred to, stands in the way.</summary>
    public abstract bool IsConflict(Exception exception);

    /// <summary>Whether an exception says that a text holds what this store has no place for.</summary>
    public virtual bool IsUnstorable(Exception exception) => false;

    /// <summary>Makes what was deleted leave the store's own files now, not when its room happens to be used again. Copies and archives of them are their keepers' to destroy.</summary>
    public abstract Task Forget(CancellationToken cancellationToken);

    /// <summary>Waits until no other server changes the schema; held to the end of the transaction.</summary>
    internal abstract Task LockSchema(Session session);

    /// <summary>Every column and index as the store knows them, one a line, in order: what two schemas are compared by.</summary>
    internal abstract Task<ImmutableArray<string>> DescribeSchema(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Waits until this server may write, where the store lets one write at a time; given up by disposing.</summary>
    protected virtual Task<IDisposable?> WaitForTurn(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    /// <summary>A transaction that only reads, holds nobody up and sees one moment.</summary>
    protected abstract ValueTask<DbTransaction> BeginMoment(DbConnection connection, CancellationToken cancellationToken);

    protected abstract Task<DbConnection> Open(CancellationToken cancellationToken);
}
