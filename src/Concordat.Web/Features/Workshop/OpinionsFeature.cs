using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>Opinion groups on the proposals as they stand: what they share, what divides them, where they lie. Groups are drawn, never people.</summary>
public static class OpinionsFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.Get(WorkshopFeature.Path + "/opinions", AccessRule.Reader, ShowAsync);

    private static async Task<IResult> ShowAsync(Caller caller, Database database, OpinionPictures pictures, CancellationToken cancellationToken)
    {
        UseCaseRow useCase = caller.InUseCase;
        (OpinionPicture? picture, long at) = await pictures.Current(useCase, cancellationToken);
        return await database.Read(async session => View.Of<OpinionsPage>(new
        {
            Caller = caller,
            Proposals = (await WorkshopStore.Proposals(session, useCase.Id)).ToImmutableDictionary(proposal => proposal.Id, StringComparer.Ordinal),
            Opinions = picture,
            DrawnAt = at,
            Own = caller.HasVoice ? await OpinionPictures.PlaceOf(session, useCase.Id, caller.InSeat.Id) : null,
        }), cancellationToken);
    }
}
