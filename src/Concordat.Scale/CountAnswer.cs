using System.Globalization;
using Concordat.Evidence.Counts;

namespace Concordat.Scale;

/// <summary>Asks one shard for the distinct tuples of a query and makes sure that it got all of them.</summary>
internal static class CountAnswer
{
    /// <summary>The statement for a query.</summary>
    public static string Statement(CountQuery query)
    {
        string loads = ShardClient.Filled(Statements.Loads, ("tbl", ((int)query.Table).ToString(CultureInfo.InvariantCulture)));
        return ShardClient.Filled(
            Statements.Count,
            ("keys", string.Join(", ", query.Columns.Select(ClusterTable.NameOf))),
            ("zeros", string.Join(", ", query.Columns.Select(column => $"to{ClusterTable.TypeOf(column)}(0)"))),
            ("table", ClusterTable.NameOf(query.Table)),
            ("loads", loads),
            ("filter", query.Criteria is { } criteria ? $" AND `criterion` IN ({string.Join(", ", criteria.Select(code => code.ToString(CultureInfo.InvariantCulture)))})" : ""));
    }

    /// <summary>Counts on one shard.</summary>
    /// <param name="client">The shard.</param>
    /// <param name="query">What to count.</param>
    /// <param name="expected">Rows that the shard has of that table.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ClusterException">The answer is not whole.</exception>
    public static CountTable Read(ShardClient client, CountQuery query, long expected, CancellationToken cancellationToken) =>
        client.AskAll(Statement(query), reader => Read(client, query, expected, reader, cancellationToken), cancellationToken);

    private static CountTable Read(ShardClient client, CountQuery query, long expected, RowBinaryReader reader, CancellationToken cancellationToken)
    {
        int width = query.Columns.Length;
        bool hasValue = query.Columns[^1] == CountColumn.Value;
        var builder = new CountTableBuilder(width);
        var key = new long[width];
        long sum = 0, taken = -1, all = -1;
        while (!reader.IsAtEnd)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte kind = reader.Byte();
            if (kind > 2)
                throw client.Fault("wrote something else among the rows of its answer; it is refused as a whole: " + (char)kind + reader.Rest(200).ReplaceLineEndings(" "));
            for (int i = 0; i < width; i++)
                key[i] = hasValue && i == width - 1 ? reader.Int64() : reader.Int32();
            long times = checked((long)reader.UInt64());
            if (kind == 0)
            {
                builder.Add(key, times);
                sum = checked(sum + times);
            }
            else if ((kind == 1 ? taken : all) >= 0)
            {
                throw client.Fault("gave a total twice; its answer is refused as a whole");
            }
            else if (kind == 1)
            {
                taken = times;
            }
            else
            {
                all = times;
            }
        }

        if (taken < 0 || all < 0)
            throw client.Fault("gave a part of an answer, without its totals; it is refused as a whole", mayPass: true);
        if (sum != taken)
            throw client.Fault($"gave tuples for {sum} of {taken} rows; its answer is refused as a whole");
        if (all != expected)
            throw client.Fault($"has {all} rows in {ClusterTable.NameOf(query.Table)}, where {expected} were pushed; push the evidence again into another database");
        return builder.Build(query);
    }
}
