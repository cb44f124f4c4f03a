using Concordat.Charters;
using Concordat.Evidence.Store;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Runs the audits that wait, one after the other, in the background of each server.</summary>
internal sealed class AuditWorker(Database database, ServeOptions options, ILogger<AuditWorker> log) : BackgroundService
{
    private const int RenewalsInALease = 10;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly AuditQueue _queue = new(database, options.Clock, options.AuditLease);
    private readonly string _holder = Chance.Id();
    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Lets it look at once; another server finds out by itself.</summary>
    public void Wake() => _asked.Release();

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    /// <summary>Makes the run that a job asks for, as the command line would from the export.</summary>
    /// <exception cref="InputDataException">Evidence or charter have faults.</exception>
    internal static async Task<Run> Audit(Database database, ServeOptions options, AuditJob job, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        UseCaseRow useCase = await database.Read(session => session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases WHERE id = @UseCaseId", new { job.UseCaseId }), cancellationToken)
            ?? throw new InvalidOperationException("a job names a use case that is not there");
        using WorkFolder folder = WorkFolder.Make(options);
        EvidenceExport export = await ExportedJudgements.Write(database, useCase, folder.Path, cancellationToken);
        if (export.IsEmpty)
            throw new InputDataException("evidence", 0, 0, "no evidence", "judgements that people gave, or evidence that was imported");
        return await Task.Run(() =>
        {
            StoredEvidence stored = EvidenceStore.Open(export.Make(cancellationToken), cancellationToken);
            string charter = Path.Combine(folder.Path, job.CharterFile);
            File.WriteAllText(charter, job.Charter);
            EffectiveCharter effective = CharterComposition.Compose(CharterReader.Read([charter]), ImmutableSortedDictionary<string, string>.Empty);
            return Auditor.Audit(effective, stored.Evidence, stored.About, new AuditorOptions(job.SystemVersion, job.Date, (ulong)job.Seed, (int)job.Replicates), progress, cancellationToken);
        }, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WorkFolder.Sweep(options);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await _queue.Take(_holder, stoppingToken) is { } job)
                    await Work(job, stoppingToken);
                else
                    await _asked.WaitAsync(s_look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (System.Data.Common.DbException exception)
            {
                // The store may be away for a while; what runs keeps its lease or loses it.
                log.LogWarning("Audits wait for the store: {Reason}", exception.GetType().Name);
                await Task.Delay(s_look, stoppingToken);
            }
        }
    }

    private async Task Work(AuditJob job, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var begun = new Begun();
        Task<Run> audit = Audit(database, options, job, begun, lost.Token);
        try
        {
            while (await Task.WhenAny(audit, Task.Delay(options.AuditLease / RenewalsInALease, stopping)) != audit)
            {
                stopping.ThrowIfCancellationRequested();
                if (!await Renewed(job, begun.Standards, stopping))
                    await lost.CancelAsync();
            }

            Run run = await audit;
            await Kept(() => _queue.Finish(job, _holder, run, RunJson.ToBytes(run)), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await lost.CancelAsync();
            await _queue.GiveBack(job.Id, _holder);
            throw;
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("Another server has taken audit {Job} over", job.Id);
        }
        catch (InputDataException exception)
        {
            await Kept(() => _queue.Fail(job.Id, _holder, Told(exception)), stopping);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException or InvalidDataException or KeyNotFoundException or ArithmeticException)
        {
            log.LogError(exception, "Audit {Job} failed", job.Id);
            await Kept(() => _queue.Fail(job.Id, _holder, exception is ArgumentException ? exception.Message : "It ended with a fault of the program, which is in the server's log."), stopping);
        }
    }

    // While the store is away nobody else can take the audit over either: it goes on, and whether it is still held is asked again.
    private async Task<bool> Renewed(AuditJob job, int begun, CancellationToken stopping)
    {
        try
        {
            return await _queue.Renew(job.Id, _holder, begun, stopping);
        }
        catch (System.Data.Common.DbException exception)
        {
            log.LogWarning("Audit {Job} goes on without the store: {Reason}", job.Id, exception.GetType().Name);
            return true;
        }
    }

    // What took minutes to compute is not thrown away because the store is away for a moment. What is written names the holder, so that doing it twice does nothing the second time.
    private async Task Kept(Func<Task> write, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (System.Data.Common.DbException exception)
            {
                log.LogWarning("The end of an audit waits for the store: {Reason}", exception.GetType().Name);
                await Task.Delay(s_look, stopping);
            }
        }
    }

    /// <summary>Faults in sentences, without the folder that the work was done in.</summary>
    internal static string Told(InputDataException exception) => string.Join('\n', exception.Faults.Take(20).Select(fault =>
        $"{Path.GetFileName(fault.File)}{(fault.Line > 0 ? $", line {fault.Line}" : "")}: {fault.Found}; expected {fault.Expected}"));

    private sealed class Begun : IProgress<string>
    {
        private int _standards;

        public int Standards => Volatile.Read(ref _standards);

        public void Report(string value) => Interlocked.Increment(ref _standards);
    }
}
