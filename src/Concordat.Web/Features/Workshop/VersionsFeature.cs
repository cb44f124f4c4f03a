using System.Text;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>The charter's versions, what changed between two, each community's own list beside the merged one, and the charter as a file.</summary>
public static class VersionsFeature
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(WorkshopFeature.Path + "/versions", AccessRule.Reader, (Caller caller, long? from, long? to, Database database, CancellationToken cancellationToken) => database.Read(async session =>
            View.Of<VersionsPage>(new { Caller = caller, Versions = await WorkshopStore.Versions(session, caller.InUseCase.Id), From = from, To = to }), cancellationToken));
        routes.Get(WorkshopFeature.Path + "/communities", AccessRule.Reader, (Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
            View.Of<OwnLists>(new { Caller = caller, Proposals = await WorkshopStore.Proposals(session, caller.InUseCase.Id), Versions = await WorkshopStore.Versions(session, caller.InUseCase.Id) }), cancellationToken));
        routes.Get(WorkshopFeature.Path + "/charter.yaml", AccessRule.Reader, FileAsync);
    }

    private static async Task<IResult> FileAsync(Caller caller, HttpContext context, Database database, CancellationToken cancellationToken)
    {
        (ImmutableArray<CharterVersion> versions, ImmutableArray<CommunityRow> communities) = await database.Read(async session =>
            (await WorkshopStore.Versions(session, caller.InUseCase.Id), await WorkshopStore.Communities(session, caller.InUseCase.Id)), cancellationToken);
        if (versions.IsEmpty)
            return Results.NotFound();
        context.Response.Headers.ContentDisposition = "attachment; filename=\"charter.yaml\"";
        return Results.Text(CharterText.Of(caller.InUseCase, versions[^1].Number, versions[^1].Standards, communities), "application/yaml", Encoding.UTF8);
    }
}
