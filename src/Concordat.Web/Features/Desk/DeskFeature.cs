using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Concordat.Web.Access;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>The steward's desk: how rounds fill, whether people agree, the audits that were asked for. It is read again by loading it, and kept up to date while it is open.</summary>
public static class DeskFeature
{
    internal const string Path = Endpoints.InUseCase + "/desk";

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    // A stream ends now and then and is opened again by the browser: who lost their seat does not look on for long.
    private const int LooksBeforeEnd = 60;

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

    private static IResult LiveAsync(Caller caller, HttpContext context, DeskWatch watch, IHostApplicationLifetime life, CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
            return Results.StatusCode(StatusCodes.Status406NotAcceptable);
        return TypedResults.ServerSentEvents(Follow(caller.InUseCase, watch, life.ApplicationStopping, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<string>> Follow(UseCaseRow useCase, DeskWatch watch, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string last = "";
        for (int look = 0; look < LooksBeforeEnd && !stopping.IsCancellationRequested; look++)
        {
            string texts = (await watch.Now(useCase, s_look * 0.75, cancellationToken)).Texts;
            if (texts != last)
                yield return new SseItem<string>(texts, "figures") { ReconnectionInterval = s_look };
            last = texts;
            await Task.WhenAny(Task.Delay(s_look, cancellationToken), Task.Delay(Timeout.InfiniteTimeSpan, stopping));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
