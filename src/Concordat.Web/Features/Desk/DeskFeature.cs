using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>The steward's desk: how rounds fill, whether people agree, the audits that were asked for. It is read again by loading it, and kept up to date while it is open.</summary>
public static class DeskFeature
{
    internal const string Path = Endpoints.InUseCase + "/desk";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Overseer, (Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) => Show(caller, Form.Empty, database, clock, cancellationToken));
        routes.Get(Path + "/live", AccessRule.Overseer, LiveAsync);
    }

    internal static Task<IResult> Show(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        string useCase = caller.InUseCase.Id;
        ImmutableArray<CharterVersion> versions = await WorkshopStore.Versions(session, useCase);
        return View.Of<DeskPage>(new
        {
            Caller = caller,
            Form = form,
            Rounds = await DeskStore.Rounds(session, caller.InUseCase),
            Jobs = await DeskStore.Jobs(session, useCase),
            Runs = await DeskStore.Runs(session, useCase),
            Imports = await DeskStore.Imports(session, useCase),
            Charter = versions.IsEmpty ? "" : CharterText.Of(caller.InUseCase, versions[^1].Number, versions[^1].Standards, await WorkshopStore.Communities(session, useCase)),
            Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
        }, form);
    }, cancellationToken);

    private static IResult LiveAsync(Caller caller, HttpContext context, Database database, LiveStreams streams) =>
        streams.Follow(context, "figures", cancellationToken => database.Read(session => Figures(session, caller.InUseCase), cancellationToken));

    private static async Task<string> Figures(Session session, UseCaseRow useCase)
    {
        ImmutableArray<RoundFigures> rounds = await DeskStore.Rounds(session, useCase);
        ImmutableArray<AuditJob> jobs = await DeskStore.Jobs(session, useCase.Id);
        return JsonSerializer.Serialize(new SortedDictionary<string, string>(
            rounds.SelectMany(round => round.Texts()).Concat(jobs.Select(job => KeyValuePair.Create($"job-{job.Id}", DeskStore.Text(job)))).ToDictionary(), StringComparer.Ordinal));
    }
}
