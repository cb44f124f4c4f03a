using System.Collections.Concurrent;
using System.Diagnostics;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>The desk's figures, computed once for each change however many look on.</summary>
/// <remarks>
/// Whether anything changed is asked by a few reads whose cost does not grow with what is stored. Figures under a stream of answers are not computed anew before ten times as long has
/// passed as computing them took, so that looking on never takes more than a tenth of a processor.
/// </remarks>
internal sealed class DeskWatch(Database database)
{
    private const int ShareOfTime = 10;

    private static readonly TimeSpan s_forgetAfter = TimeSpan.FromHours(12), s_checkAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    /// <summary>The figures, at most so old where somebody else has just asked; with an age of zero they are of now.</summary>
    public async Task<DeskState> Now(UseCaseRow useCase, TimeSpan mostAge, CancellationToken cancellationToken)
    {
        Watched watched = Of(useCase.Id);
        return watched.Recent(mostAge) ?? await watched.Alone(async () => watched.Recent(mostAge) ?? await Look(watched, useCase), cancellationToken);
    }

    /// <summary>Who answers in a way that cannot be about what was asked, computed once for each change.</summary>
    public Task<ConductReport> Conduct(UseCaseRow useCase, CancellationToken cancellationToken)
    {
        Watched watched = Of(useCase.Id);
        return watched.Alone(async () =>
        {
            await Look(watched, useCase);
            byte[] key = await ExportedJudgements.Key(database, useCase.Id, CancellationToken.None);
            return watched.Conduct ??= await database.Read(session => LedgerConduct.Test(session, useCase.Id, watched.Ledger, watched.Absent, key), CancellationToken.None);
        }, cancellationToken);
    }

    private Watched Of(string useCase)
    {
        foreach ((string other, Watched idle) in _watched)
        {
            if (idle.IsIdle(s_forgetAfter))
                _watched.TryRemove(other, out _);
        }

        return _watched.GetOrAdd(useCase, id => new Watched(id));
    }

    // Not cancelled with the request that happened to ask: others wait for the same figures, and a ledger half read would have to be thrown away.
    private Task<DeskState> Look(Watched watched, UseCaseRow useCase) => database.Read(async session =>
    {
        long started = Stopwatch.GetTimestamp();
        DeskMark mark = await DeskMark.Read(session, useCase);
        if (watched.State is not { } state || mark != watched.Mark || Stopwatch.GetElapsedTime(watched.Checked) > s_checkAfter)
        {
            await watched.Ledger.Refresh(session);
            watched.Absent = await Absent(session, useCase.Id, watched.Ledger);
            state = new DeskState(await DeskStore.Rounds(session, useCase, watched.Ledger, watched.Absent), await DeskStore.Jobs(session, useCase.Id));
            watched.Conduct = null;
            (watched.Mark, watched.Checked) = (mark, Stopwatch.GetTimestamp());
        }
        else
        {
            ImmutableArray<AuditJob> jobs = await DeskStore.Jobs(session, useCase.Id);
            if (!jobs.SequenceEqual(state.Jobs))
                state = new DeskState(state.Rounds, jobs);
        }

        watched.Keep(state, Stopwatch.GetElapsedTime(started) * ShareOfTime);
        return state;
    }, CancellationToken.None);

    // Whoever withdrew their consent counts nowhere from then on.
    private static async Task<bool[]> Absent(Session session, string useCase, DeskLedger ledger)
    {
        var absent = new bool[ledger.Seats.Count];
        foreach (string seat in await session.All<string>("SELECT id FROM seats WHERE use_case_id = @useCase AND takes_part = 0", new { useCase }))
        {
            if (ledger.Seats.TryCode(seat, out int code))
                absent[code] = true;
        }

        return absent;
    }

    private sealed class Watched(string useCase)
    {
        private readonly Lock _gate = new();
        private Task _last = Task.CompletedTask;
        private long _kept, _asked = Stopwatch.GetTimestamp();
        private TimeSpan _rest;

        public DeskLedger Ledger { get; } = new(useCase);

        public bool[] Absent { get; set; } = [];

        public DeskState? State { get; private set; }

        public DeskMark? Mark { get; set; }

        public ConductReport? Conduct { get; set; }

        public long Checked { get; set; }

        public bool IsIdle(TimeSpan after) => Stopwatch.GetElapsedTime(Volatile.Read(ref _asked)) > after;

        public DeskState? Recent(TimeSpan mostAge)
        {
            TimeSpan age = Stopwatch.GetElapsedTime(Volatile.Read(ref _kept));
            return mostAge > TimeSpan.Zero && (age < mostAge || age < _rest) ? State : null;
        }

        public void Keep(DeskState state, TimeSpan rest)
        {
            (State, _rest) = (state, rest);
            Volatile.Write(ref _kept, Stopwatch.GetTimestamp());
        }

        /// <summary>Works when all that was asked for before is done. Who stops waiting stops no work: others may wait for the same.</summary>
        public Task<T> Alone<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        {
            Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
            lock (_gate)
            {
                Task<T> mine = After(_last, work);
                _last = mine;
                return mine.WaitAsync(cancellationToken);
            }
        }

        private static async Task<T> After<T>(Task before, Func<Task<T>> work)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            return await work();
        }
    }
}
