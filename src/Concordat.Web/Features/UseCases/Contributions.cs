using Concordat.Web.Persistence;

namespace Concordat.Web.Features.UseCases;

/// <summary>The one explicit list of what people give under their seat: a feature that stores something of theirs adds a line here.</summary>
internal static class Contributions
{
    private static readonly ImmutableArray<(string Table, string Column)> s_tables =
    [
        ("description_answers", "seat_id"),
    ];

    /// <summary>Erases everything that was given under a seat.</summary>
    public static async Task Erase(Session session, string seat)
    {
        foreach ((string table, string column) in s_tables)
            await session.Execute($"DELETE FROM {table} WHERE {column} = @seat", new { seat });
    }
}
