using System.Text;
using System.Text.Json;
using Concordat.Charters.Record;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Record;

/// <summary>Appends to the record, inside the transaction that does what is recorded: both happen, or neither.</summary>
public static class RecordBook
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web);

    /// <summary>Records what someone gave, sealed by their key.</summary>
    public static async Task AppendSealed<T>(Session session, TimeProvider clock, SeatRow seat, string kind, T content)
    {
        byte[]? key = await session.One<byte[]>("SELECT key FROM record_keys WHERE seat_id = @Id", new { seat.Id });
        if (key is null)
        {
            // Two first entries of one person may meet here: the key that was stored first is the one that counts.
            await session.Execute("INSERT INTO record_keys (seat_id, key) VALUES (@Id, @Key) ON CONFLICT (seat_id) DO NOTHING", new { seat.Id, Key = RecordSeal.NewKey() });
            key = await session.One<byte[]>("SELECT key FROM record_keys WHERE seat_id = @Id", new { seat.Id }) ?? throw new InvalidOperationException("a key was stored and is not there");
        }

        await Append(session, clock, seat.UseCaseId, kind, seat.Id, RecordSeal.Close(key, seat.UseCaseId, kind, seat.Id, JsonSerializer.SerializeToUtf8Bytes(content, s_format)));
    }

    /// <summary>Records what is open to all.</summary>
    public static Task AppendOpen<T>(Session session, TimeProvider clock, string useCase, string kind, T content) =>
        Append(session, clock, useCase, kind, null, JsonSerializer.SerializeToUtf8Bytes(content, s_format));

    /// <summary>Entries of a use case after a sequence number, in order.</summary>
    public static async Task<ImmutableArray<RecordEntry>> Entries(Session session, string useCase, long after, int most) =>
    [
        .. (await session.All<Row>(
            "SELECT sequence, use_case_id, at, kind, seat_id, content, hash FROM record_entries WHERE use_case_id = @useCase AND sequence > @after ORDER BY sequence LIMIT @most", new { useCase, after, most }))
            .Select(row => row.Entry()),
    ];

    /// <summary>What someone gave under their seats, opened by their keys.</summary>
    public static async Task<ImmutableArray<(RecordEntry Entry, string? Content)>> Opened(Session session, string person)
    {
        var keys = (await session.All<(string Seat, byte[] Key)>("SELECT seat_id, key FROM record_keys WHERE seat_id IN (SELECT id FROM seats WHERE person_id = @person)", new { person })).ToDictionary(pair => pair.Seat, pair => pair.Key, StringComparer.Ordinal);
        ImmutableArray<Row> rows = await session.All<Row>(
            """
            SELECT record_entries.sequence, record_entries.use_case_id, record_entries.at, record_entries.kind, record_entries.seat_id, record_entries.content, record_entries.hash
            FROM record_entries JOIN seats ON seats.id = record_entries.seat_id WHERE seats.person_id = @person ORDER BY record_entries.use_case_id, record_entries.sequence
            """, new { person });
        return [.. rows.Select(row => row.Entry()).Select(entry => (entry, keys.TryGetValue(entry.Seat!, out byte[]? key) && RecordSeal.Open(key, entry) is { } content ? Encoding.UTF8.GetString(content) : null))];
    }

    private static async Task Append(Session session, TimeProvider clock, string useCase, string kind, string? seat, byte[] content)
    {
        // The update holds the head until the transaction ends: writers queue here, on one server or on many.
        await session.Execute("INSERT INTO record_heads (use_case_id, sequence, hash) VALUES (@useCase, 0, @Start) ON CONFLICT (use_case_id) DO NOTHING", new { useCase, RecordChain.Start });
        (long sequence, string previous) = await session.One<(long, string)>("UPDATE record_heads SET sequence = sequence + 1 WHERE use_case_id = @useCase RETURNING sequence, hash", new { useCase });
        RecordEntry entry = RecordChain.Append(previous, sequence, useCase, Moment.Of(clock), kind, seat, content);
        await session.Execute(
            "INSERT INTO record_entries (sequence, use_case_id, at, kind, seat_id, content, hash) VALUES (@Sequence, @UseCase, @At, @Kind, @Seat, @content, @Hash)",
            new { entry.Sequence, entry.UseCase, entry.At, entry.Kind, entry.Seat, content, entry.Hash });
        await session.Execute("UPDATE record_heads SET hash = @Hash WHERE use_case_id = @useCase", new { entry.Hash, useCase });
    }

    private sealed record Row(long Sequence, string UseCaseId, long At, string Kind, string? SeatId, byte[] Content, string Hash)
    {
        public RecordEntry Entry() => new(Sequence, UseCaseId, At, Kind, SeatId, [.. Content], Hash);
    }
}
