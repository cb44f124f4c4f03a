using System.Globalization;
using System.Text;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Asking for an audit. The run that it makes comes in as every run does, and is published like them.</summary>
public static class AuditsFeature
{
    private const int LongestCharter = 200_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.Post(DeskFeature.Path + "/audits", AccessRule.Steward,
        async (Caller caller, Form form, Database database, DeskWatch watch, TimeProvider clock, IServiceProvider parts, CancellationToken cancellationToken) =>
            await (await Ask(caller, form, database, clock, parts, cancellationToken))
                .ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/desk", Notice.AuditAsked), form, () => DeskFeature.Show(caller, form, database, watch, clock, cancellationToken)));

    /// <summary>Asks for an audit, which waits for its turn.</summary>
    /// <returns>The job's id.</returns>
    internal static async Task<Outcome<string>> Ask(Caller caller, Form form, Database database, TimeProvider clock, IServiceProvider parts, CancellationToken cancellationToken)
    {
        string charter = form.Text("charter", "The charter", LongestCharter, 10) + "\n", system = form.Text("system", "The system version", 120);
        long seed = form.Whole("seed", "The seed", 0, long.MaxValue), replicates = form.Whole("replicates", "The number of replicates", 200, 10_000);
        if (!DateOnly.TryParseExact(form.Typed("date").Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            form.Fault("date", "The day is written as 2026-05-01.");
        // It stands in a command of the export, on a line of its own.
        if (system.AsSpan().IndexOfAny('\n', '\t') >= 0)
            form.Fault("system", "The system version is one line.");
        int standards = form.HasFaults ? 0 : Review(charter, date, caller.InUseCase, form);
        if (form.HasFaults)
            return Outcome<string>.Faulty;
        string id = Chance.Id();
        await database.Write(session => session.Execute(
            """
            INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, asked_at)
            VALUES (@id, @UseCase, @charter, @system, @Day, @seed, @replicates, 'Waiting', @standards, @Now)
            """,
            new { id, UseCase = caller.InUseCase.Id, charter, system, Day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), seed, replicates, standards, Now = Moment.Of(clock) }), cancellationToken);
        parts.GetService<AuditWorker>()?.Wake();
        return Outcome<string>.Done(id);
    }

    // What the audit would refuse is told now, with its place in the text that was typed.
    private static int Review(string charter, DateOnly date, UseCaseRow useCase, Form form)
    {
        try
        {
            EffectiveCharter effective = CharterComposition.Compose([CharterReader.Parse("charter.yaml", Encoding.UTF8.GetBytes(charter), [.. Catalog.Audits.Select(audit => audit.Description)])], ImmutableSortedDictionary<string, string>.Empty);
            if (effective.Id != useCase.Id)
                form.Fault("charter", $"This is the charter of {effective.Id}; it must be that of {useCase.Id}.");
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
}
