using Concordat.Web.Api;
using Concordat.Web.Features.Describing;
using Concordat.Web.Features.Desk;
using Concordat.Web.Features.Joining;
using Concordat.Web.Features.Judging;
using Concordat.Web.Features.People;
using Concordat.Web.Features.Reading;
using Concordat.Web.Features.Record;
using Concordat.Web.Features.UseCases;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;

namespace Concordat.Web.Features;

/// <summary>The one explicit list of features.</summary>
internal static class FeatureList
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Asset.Map(routes);
        HomeFeature.Map(routes);
        SigningIn.Map(routes);
        PasskeyFeature.Map(routes);
        FirstSteward.Map(routes);
        RecoveryFeature.Map(routes);
        AccountFeature.Map(routes);
        UseCaseFeature.Map(routes);
        InvitationFeature.Map(routes);
        JoinFeature.Map(routes);
        DescriptionFeature.Map(routes);
        ConsentFeature.Map(routes);
        WorkshopFeature.Map(routes);
        RatifyFeature.Map(routes);
        VersionsFeature.Map(routes);
        OpinionsFeature.Map(routes);
        DraftsFeature.Map(routes);
        ProposalFeature.Map(routes);
        WordingsFeature.Map(routes);
        JudgingFeature.Map(routes);
        MaterialFeature.Map(routes);
        DeskFeature.Map(routes);
        AuditsFeature.Map(routes);
        ExchangeFeature.Map(routes);
        RatersFeature.Map(routes);
        ReadingFeature.Map(routes);
        RecordFeature.Map(routes);
        TokensFeature.Map(routes);
        ApiFeature.Map(routes);
    }
}
