using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Partner;

/// <summary>How large the laboratory of partners is run.</summary>
/// <param name="Features">Steps and games of the log-linear player.</param>
/// <param name="Model">Steps and games of the language model.</param>
/// <param name="FeatureGames">Games of an evaluation of the log-linear player, with each partner and with none.</param>
/// <param name="ModelGames">The same for the language model.</param>
/// <param name="ImitationSteps">Steps in which the language model learns to play like the reference.</param>
/// <param name="ImitationGames">Games in each of them.</param>
internal sealed record PartnerScale((int Steps, int Games, int PairGames) Features, (int Steps, int Games, int PairSteps, int PairGames) Model, int FeatureGames, int ModelGames, int ImitationSteps, int ImitationGames)
{
    public static PartnerScale Of(LaboratoryScale scale) => scale == LaboratoryScale.Full
        ? new PartnerScale((150, 48, 768), (250, 16, 50, 512), 3000, 400, 250, 32)
        : new PartnerScale((60, 16, 128), (8, 4, 4, 24), 300, 30, 40, 12);
}
