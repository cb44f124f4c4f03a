using Concordat.Web.Access;
using Concordat.Web.Frame;

namespace Concordat.Web.Features.Desk;

/// <summary>Who answers in a way that cannot be about what was asked: shown to the steward and the auditor, under the export's pseudonyms, with the tests and what they may get wrong.</summary>
public static class RatersFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.Get(DeskFeature.Path + "/raters", AccessRule.Overseer, ShowAsync);

    private static async Task<IResult> ShowAsync(Caller caller, DeskWatch watch, CancellationToken cancellationToken) =>
        View.Of<RatersPage>(new { Caller = caller, Report = await watch.Conduct(caller.InUseCase, cancellationToken) });
}
