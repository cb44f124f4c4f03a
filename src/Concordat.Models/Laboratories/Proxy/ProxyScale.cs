using Concordat.Laboratories;

namespace Concordat.Models.Laboratories.Proxy;

/// <summary>How large a run is.</summary>
/// <param name="Places">Of the almanac; half of them are tuned on.</param>
/// <param name="Lines">Of the text.</param>
/// <param name="Large">Width and layers of the large model, and steps on the text.</param>
/// <param name="Small">The same of the small one.</param>
/// <param name="TuningSteps">Steps of supervised tuning.</param>
/// <param name="Alphas">To try.</param>
internal sealed record ProxyScale(
    int Places, int Lines, (int Width, int Layers, int Steps) Large, (int Width, int Layers, int Steps) Small, int TuningSteps, ImmutableArray<double> Alphas)
{
    public static ProxyScale Of(LaboratoryScale scale) => scale == LaboratoryScale.Full
        ? new(24, 6000, (64, 2, 3000), (32, 2, 1500), 150, [0, .25, .5, .75, 1, 1.5, 2])
        : new(6, 1500, (32, 2, 350), (24, 2, 250), 50, [0, .5, 1]);
}
