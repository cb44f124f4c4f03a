using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>The steward's desk: how rounds fill, whether people agree, the audits that were asked for. It is read again by loading it, and kept up to date while it is open.</summary>
public static class DeskFeature
{
    internal const string Path = Endpoints.InUseCase + "/desk";

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Overseer, (Caller caller, Database database, DeskWatch watch, TimeProvider clock, CancellationToken cancellationToken) => Show(caller, Form.Empty, database, watch, clock, cancellationToken));
        routes.Get(Path + "/live", AccessRule.Overseer, LiveAsync);
    }

    internal static async Task<IResult> Show(Caller caller, Form form, Database database, DeskWatch watch, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        DeskState state = await watch.Now(caller.InUseCase, TimeSpan.Zero, cancellationToken);
        return await database.Read(async session =>
        {
            ImmutableArray<CharterVersion> versions = await WorkshopStore.Versions(session, useCase);
            return View.Of<DeskPage>(new
            {
                Caller = caller,
                Form = form,
                state.Rounds,
                state.Jobs,
                Runs = await DeskStore.Runs(session, useCase),
                Imports = await DeskStore.Imports(session, useCase),
                Charter = versions.IsEmpty ? "" : CharterText.Of(caller.InUseCase, versions[^1].Number, versions[^1].Standards, await WorkshopStore.Communities(session, useCase)),
                Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            }, form);
        }, cancellationToken);
    }

    private static IResult LiveAsync(Caller caller, HttpContext context, DeskWatch watch, LiveStreams streams) =>
        streams.Follow(context, "figures", async cancellationToken => (await watch.Now(caller.InUseCase, s_fresh, cancellationToken)).Texts);
}
