using System.Data.Common;
using Npgsql;

namespace Concordat.Web.Persistence;

/// <summary>PostgreSQL 15 or later, shared by any number of replicas.</summary>
public sealed class PostgresDatabase(string connection) : Database
{
    // Any fixed number of our own: what replicas that start together queue on.
    private const long SchemaLock = 0x434f4e434f524441;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connection);

    internal override ImmutableDictionary<string, string> Words { get; } =
        ImmutableDictionary<string, string>.Empty.Add("int", "bigint").Add("bytes", "bytea").Add("real", "double precision").Add("strict", "");

    public override bool IsConflict(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation };

    // A text there has no character of number zero, which a form in several parts may carry.
    public override bool IsUnstorable(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Writes the tables anew that hold who someone is and the keys of what they gave; each has a few short rows for each person.</summary>
    public override Task Forget(CancellationToken cancellationToken) => Read(session => session.Execute("VACUUM (FULL) record_keys, personal_tokens, passkeys, people"), cancellationToken);

    internal override Task LockSchema(Session session) => session.Execute("SELECT pg_advisory_xact_lock(@SchemaLock)", new { SchemaLock });

    internal override Task<ImmutableArray<string>> DescribeSchema(CancellationToken cancellationToken) =>
        Read(session => session.All<string>(
            """
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            ORDER BY 1
            """), cancellationToken);

    protected override ValueTask<DbTransaction> BeginMoment(DbConnection connection, CancellationToken cancellationToken) => connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);

    protected override async Task<DbConnection> Open(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);
}
