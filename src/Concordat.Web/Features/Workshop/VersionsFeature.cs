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
        if (await File(caller.InUseCase, null, database, cancellationToken) is not { } text)
            return Results.NotFound();
        context.Response.Headers.ContentDisposition = "attachment; filename=\"charter.yaml\"";
        return Results.Text(text, "application/yaml", Encoding.UTF8);
    }

    /// <summary>A ratified version as a charter file, the latest where no number is given; null where there is none.</summary>
    internal static Task<string?> File(UseCaseRow useCase, long? number, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        (await WorkshopStore.Versions(session, useCase.Id)).LastOrDefault(version => number is null || version.Number == number) is { } version
            ? CharterText.Of(useCase, version.Number, version.Standards, await WorkshopStore.Communities(session, useCase.Id))
            : null, cancellationToken);
}
