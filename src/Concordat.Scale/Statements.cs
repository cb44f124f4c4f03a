namespace Concordat.Scale;

/// <summary>Every statement that Concordat sends to a server, in one place.</summary>
/// <remarks>
/// All of them run on 18.16 and on current servers: no common table expressions, windows, parameters, <c>::</c> casts, LowCardinality or <c>DELETE FROM</c>. None names another
/// server, so that <c>skip_unavailable_shards</c> has nothing to skip. Names in braces are filled in: {db} the database, {table} a table of <see cref="ClusterTable"/>.
/// A batch counts once its load stands in the ledger; of several loads of one batch the smallest counts. What a broken attempt left is in no ledger and is never read.
/// </remarks>
internal static class Statements
{
    /// <summary>Creates the database; the only statement that is sent before the database is there.</summary>
    public const string CreateDatabase = "CREATE DATABASE IF NOT EXISTS {db}";

    /// <summary>What was pushed here: begun (complete = 0) and, once every shard has all of it, complete (1). Repeated rows say the same.</summary>
    public const string CreatePush =
        "CREATE TABLE IF NOT EXISTS {db}.concordat_push (version UInt32, content String, shard UInt32, shards UInt32, batch UInt32, complete UInt8, "
        + "comparisons UInt64, ratings UInt64, outcomes UInt64, frame UInt64) ENGINE = MergeTree() ORDER BY version";

    /// <summary>Which load of which batch is whole. A row that a retry wrote twice says the same twice.</summary>
    public const string CreateLedger =
        "CREATE TABLE IF NOT EXISTS {db}.concordat_ledger (tbl UInt8, batch UInt32, load UInt64, size UInt64) ENGINE = MergeTree() ORDER BY (tbl, batch, load)";

    /// <summary>A table of judgements, or of the frame's files; {columns} are those of <see cref="ClusterTable"/>. Sorted by load, so that a batch is checked without reading the others.</summary>
    public const string CreateTable = "CREATE TABLE IF NOT EXISTS {db}.{table} (load UInt64, {columns}) ENGINE = MergeTree() ORDER BY load";

    /// <summary>Whether anything was ever pushed here.</summary>
    public const string HasPush = "SELECT count() FROM system.tables WHERE database = '{db}' AND name = 'concordat_push' FORMAT RowBinary";

    /// <summary>The versions of the schema, asked apart from the rest, which another version may have in another shape.</summary>
    public const string Versions = "SELECT DISTINCT version FROM {db}.concordat_push FORMAT RowBinary";

    /// <summary>What was pushed here and whether it is complete.</summary>
    public const string Pushes =
        "SELECT content, shard, shards, batch, comparisons, ratings, outcomes, frame, max(complete) FROM {db}.concordat_push "
        + "GROUP BY content, shard, shards, batch, comparisons, ratings, outcomes, frame FORMAT RowBinary";

    /// <summary>The batches that are whole: table, batch, the load that counts, and its rows.</summary>
    public const string Ledger = "SELECT tbl, batch, min(load), any(size) FROM {db}.concordat_ledger GROUP BY tbl, batch FORMAT RowBinary";

    /// <summary>Writes rows, in the body, in the order of the table's columns.</summary>
    public const string Insert = "INSERT INTO {db}.{table} FORMAT RowBinary";

    /// <summary>How many rows of a load arrived: all of them, or the load is left alone and sent again under another number.</summary>
    public const string Arrived = "SELECT count() FROM {db}.{table} WHERE load = {load} FORMAT RowBinary";

    /// <summary>One part of one file of the frame.</summary>
    public const string FramePart = "SELECT name, part, bytes FROM {db}.concordat_frame WHERE load = {load} FORMAT RowBinary";

    /// <summary>
    /// The only statement that computes: distinct tuples of {keys} with their number (kind 0), how many rows these stand for (kind 1) and how many rows the shard has (kind 2), {zeros} filling
    /// the columns of the last two, without names, which would hide the columns that {filter} means. An answer without both totals, or whose tuples do not add up to them, is a part of an answer and is refused. {filter} is empty or a list of criteria.
    /// </summary>
    public const string Count =
        "SELECT toUInt8(0) AS kind, {keys}, count() AS times FROM {db}.{table} WHERE load IN ({loads}){filter} GROUP BY {keys}"
        + " UNION ALL SELECT toUInt8(1) AS kind, {zeros}, count() AS times FROM {db}.{table} WHERE load IN ({loads}){filter}"
        + " UNION ALL SELECT toUInt8(2) AS kind, {zeros}, count() AS times FROM {db}.{table} WHERE load IN ({loads})"
        + " FORMAT RowBinary";

    /// <summary>The loads of a table that count.</summary>
    public const string Loads = "SELECT min(load) FROM {db}.concordat_ledger WHERE tbl = {tbl} GROUP BY batch";
}
