using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Curation;

/// <summary>How large a run is.</summary>
/// <param name="Places">Of the almanac.</param>
/// <param name="Pool">Uncurated examples.</param>
/// <param name="Size">Curated examples.</param>
/// <param name="Width">Of the model, which has two layers.</param>
/// <param name="BaseSteps">Steps on the text.</param>
/// <param name="Steps">Steps on each set of examples, 32 examples each; at full scale as many as take in the whole pool once.</param>
internal sealed record CurationScale(int Places, int Pool, int Size, int Width, int BaseSteps, int Steps)
{
    public const int Batch = 32;

    public static CurationScale Of(LaboratoryScale scale) => scale == LaboratoryScale.Full
        ? new(24, 20_000, 1000, 64, 3000, 625)
        : new(6, 1200, 60, 32, 350, 50);
}
