using System.Data.Common;
using Dapper;

namespace Concordat.Web.Persistence;

/// <summary>One connection while it is at work, inside a transaction where something is written.</summary>
public sealed class Session(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
{
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>All rows.</summary>
    public async Task<ImmutableArray<T>> All<T>(string sql, object? values = null) => [.. await connection.QueryAsync<T>(Command(sql, values))];

    /// <summary>All rows, one after the other: however many there are, few of them are in memory.</summary>
    public IAsyncEnumerable<T> Stream<T>(string sql, object? values = null) => connection.QueryUnbufferedAsync<T>(sql, values, transaction);

    /// <summary>The one row, or null where there is none.</summary>
    public Task<T?> One<T>(string sql, object? values = null) => connection.QuerySingleOrDefaultAsync<T?>(Command(sql, values));

    /// <summary>The single value of the single row.</summary>
    public async Task<long> Count(string sql, object? values = null) => await connection.ExecuteScalarAsync<long>(Command(sql, values));

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows it touched.</returns>
    public Task<int> Execute(string sql, object? values = null) => connection.ExecuteAsync(Command(sql, values));

    private CommandDefinition Command(string sql, object? values) => new(sql, values, transaction, cancellationToken: cancellationToken);
}
