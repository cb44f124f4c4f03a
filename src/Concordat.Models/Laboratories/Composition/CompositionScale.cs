using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>How large a run is.</summary>
/// <param name="Shares">Shares of the first group in the panel.</param>
/// <param name="Raters">In each panel; the shares of them are whole numbers.</param>
/// <param name="Each">Comparisons of a rater.</param>
/// <param name="Width">Of the language model's stream.</param>
/// <param name="Layers">Of the language model.</param>
/// <param name="BaseSteps">Steps in which the language model learns to answer at random.</param>
/// <param name="Steps">Steps of DPO.</param>
internal sealed record CompositionScale(ImmutableArray<double> Shares, int Raters, int Each, int Width, int Layers, int BaseSteps, int Steps)
{
    public static CompositionScale Of(LaboratoryScale scale) => scale == LaboratoryScale.Full
        ? new([.1, .25, .5, .75, .9], 240, 25, 32, 2, 200, 400)
        : new([.1, .5, .9], 120, 20, 16, 1, 100, 120);

    /// <summary>The place of the panel in which both groups are as many.</summary>
    public int Even => Shares.IndexOf(.5);
}
