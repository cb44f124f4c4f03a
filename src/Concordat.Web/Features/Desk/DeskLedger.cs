using System.Globalization;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>A use case's judgements in memory, so that figures cost what is new and not what is there.</summary>
/// <remarks>
/// What arrived and what was taken back since the last look is read by the time of its arrival, with an overlap for transactions that ended later than they began. Where the store stood
/// still while it was read and holds another number of answers than the ledger (somebody was deleted, or a clock was wrong), everything is read anew: the ledger is a copy that can be
/// thrown away at any time, and each server has its own.
/// </remarks>
internal sealed class DeskLedger(string useCase)
{
    private const long Overlap = 10_000_000;

    private readonly Dictionary<string, LedgerRound> _rounds = new(StringComparer.Ordinal);
    private long _arrived = -1, _undone = -1;

    /// <summary>Codes of seats, groups and frames.</summary>
    public NameCodes Seats { get; private set; } = new();

    public NameCodes Groups { get; private set; } = new();

    public NameCodes Conditions { get; private set; } = new();

    public int Count => _rounds.Values.Sum(round => round.Count);

    public LedgerRound? Round(string id) => _rounds.GetValueOrDefault(id);

    /// <summary>Brings it to what the store holds now.</summary>
    public async Task Refresh(Session session)
    {
        if (_arrived < 0)
        {
            await Load(session);
            return;
        }

        long before = await Answered(session);
        await Arrived(session, _arrived - Overlap);
        foreach ((string id, long at) in await session.All<(string, long)>(
            "SELECT judgements_undone.id, judgements_undone.at FROM judgements_undone JOIN seats ON seats.id = judgements_undone.seat_id WHERE seats.use_case_id = @useCase AND judgements_undone.at >= @Since", new { useCase, Since = _undone - Overlap }))
        {
            _undone = Math.Max(_undone, at);
            foreach (LedgerRound round in _rounds.Values)
                round.Remove(Number(id));
        }

        if (Count != before && await Answered(session) == before)
            await Load(session);
    }

    private async Task Load(Session session)
    {
        _rounds.Clear();
        (Seats, Groups, Conditions) = (new NameCodes(), new NameCodes(), new NameCodes());
        _undone = await session.Count("SELECT coalesce(max(at), 0) FROM judgements_undone");
        _arrived = 0;
        await FindRounds(session);
        foreach (LedgerRound round in _rounds.Values)
            await Add(session, "judging_tasks.round_id = @Round", new { Round = round.Id });
    }

    private async Task Arrived(Session session, long since)
    {
        await FindRounds(session);
        await Add(session, "judgements.received_at >= @since", new { since });
    }

    private async Task FindRounds(Session session)
    {
        foreach (RoundEntry round in await session.All<RoundEntry>("SELECT id, kind, levels, choices FROM judging_rounds WHERE use_case_id = @useCase AND opened_at IS NOT NULL", new { useCase }))
        {
            if (!_rounds.ContainsKey(round.Id))
                _rounds.Add(round.Id, new LedgerRound(round.Id, round.Kind, round.Levels, (int)round.Choices));
        }
    }

    // Of a round all, or of all use cases what arrived: never by the use case, which would have the store look at every row of it.
    private async Task Add(Session session, string condition, object values)
    {
        await foreach (Row row in session.Stream<Row>(
            $"""
            SELECT judgements.id, judging_tasks.round_id AS round, judgements.seat_id AS seat, judging_tasks.unit, judging_tasks.shown, judging_tasks.condition, judging_tasks.position,
                judging_tasks.group_name AS of_group, judging_tasks.is_first AS first, judgements.value, judgements.took_milliseconds AS took, judgements.given_at AS at, judgements.received_at AS received
            FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id WHERE {condition}
            """, values).WithCancellation(session.CancellationToken))
        {
            _arrived = Math.Max(_arrived, row.Received);
            if (!_rounds.TryGetValue(row.Round, out LedgerRound? round))
                continue;
            (short value, byte place) = round.Read(row.Value, row.Shown);
            round.Add(Number(row.Id), new JudgedAnswer(
                Seats.Code(row.Seat), (int)row.Unit, Groups.Code(row.OfGroup), Conditions.Code(row.Condition), (int)row.Position, row.First == 1, value, place, (int)(row.Took ?? -1), row.At));
        }
    }

    // By the index of coverage: a task is answered where it has a judgement, and in the same transaction.
    private Task<long> Answered(Session session) => session.Count(
        "SELECT count(*) FROM judging_tasks WHERE round_id IN (SELECT id FROM judging_rounds WHERE use_case_id = @useCase) AND state = 'Answered'", new { useCase });

    private static UInt128 Number(string id) => UInt128.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private sealed record RoundEntry(string Id, string Kind, string Levels, long Choices);

    private sealed record Row(
        string Id, string Round, string Seat, long Unit, string Shown, string Condition, long Position, string OfGroup, long First, string? Value, long? Took, long At, long Received);
}
