using Concordat.Charters.Record;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests;

internal static class RecordEntries
{
    public static async Task<ImmutableArray<RecordEntry>> Read(Database database)
    {
        ImmutableArray<Row> rows = await database.Read(session => session.All<Row>("SELECT sequence, use_case_id, at, kind, seat_id, content, hash FROM record_entries ORDER BY use_case_id, sequence"), CancellationToken.None);
        return [.. rows.Select(row => new RecordEntry(row.Sequence, row.UseCaseId, row.At, row.Kind, row.SeatId, [.. row.Content], row.Hash))];
    }

    private sealed record Row(long Sequence, string UseCaseId, long At, string Kind, string? SeatId, byte[] Content, string Hash);
}
