using System.Globalization;
using System.Text;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Asking for an audit, and publishing the run that it made.</summary>
public static class AuditsFeature
{
    private const int LongestCharter = 200_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post(DeskFeature.Path + "/audits", AccessRule.Steward, AskAsync);
        routes.Post(DeskFeature.Path + "/runs/{run}/publish", AccessRule.Steward, PublishAsync);
    }

    private static async Task<IResult> AskAsync(Caller caller, Form form, Database database, TimeProvider clock, IServiceProvider parts, CancellationToken cancellationToken)
    {
        string charter = form.Text("charter", "The charter", LongestCharter, 10) + "\n", system = form.Text("system", "The system version", 120);
        long seed = form.Whole("seed", "The seed", 0, long.MaxValue), replicates = form.Whole("replicates", "The number of replicates", 200, 10_000);
        if (!DateOnly.TryParseExact(form.Typed("date").Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            form.Fault("date", "The day is written as 2026-05-01.");
        int standards = form.HasFaults ? 0 : Review(charter, date, caller.InUseCase, form);
        if (form.HasFaults)
            return await DeskFeature.Show(caller, form, database, clock, cancellationToken);
        await database.Write(session => session.Execute(
            """
            INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, asked_at)
            VALUES (@Id, @UseCase, @charter, @system, @Day, @seed, @replicates, 'Waiting', @standards, @Now)
            """,
            new { Id = Chance.Id(), UseCase = caller.InUseCase.Id, charter, system, Day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), seed, replicates, standards, Now = Moment.Of(clock) }), cancellationToken);
        parts.GetService<AuditWorker>()?.Wake();
        return View.Done($"/use-cases/{caller.InUseCase.Id}/desk", Notice.AuditAsked);
    }

    // What the audit would refuse is told now, with its place in the text that was typed.
    private static int Review(string charter, DateOnly date, UseCaseRow useCase, Form form)
    {
        try
        {
            EffectiveCharter effective = CharterComposition.Compose([CharterReader.Parse("charter.yaml", Encoding.UTF8.GetBytes(charter), [.. Catalog.Audits.Select(audit => audit.Description)])], ImmutableSortedDictionary<string, string>.Empty);
            if (effective.Expires < date)
                form.Fault("charter", $"This charter expired on {effective.Expires:yyyy-MM-dd}.");
            if (effective.MinimumCell < useCase.MinimumCell)
                form.Fault("charter", $"The charter shows groups from {effective.MinimumCell} people on; this use case promised its people {useCase.MinimumCell}.");
            return effective.Standards.Length;
        }
        catch (InputDataException exception)
        {
            form.Fault("charter", AuditWorker.Told(exception));
            return 0;
        }
    }

    private static async Task<IResult> PublishAsync(Caller caller, string run, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        bool isFound = await database.Write(async session =>
        {
            DeskStore.RunEntry? entry = await session.One<DeskStore.RunEntry>(
                "SELECT id, sha256, system_version, speaks_for, received_at, published_at FROM audit_runs WHERE use_case_id = @useCase AND id = @run", new { useCase, run });
            // Published once: the record says it once, whoever presses twice.
            if (entry is null || await session.Execute("UPDATE audit_runs SET published_at = @Now WHERE id = @run AND published_at IS NULL", new { run, Now = Moment.Of(clock) }) == 0)
                return entry is not null;
            await RecordBook.AppendOpen(session, clock, useCase, "publication", new { run = entry.Id, entry.Sha256, entry.SystemVersion, entry.SpeaksFor });
            return true;
        }, cancellationToken);
        return isFound ? View.Done($"/use-cases/{useCase}/desk", Notice.Published) : Results.NotFound();
    }
}
