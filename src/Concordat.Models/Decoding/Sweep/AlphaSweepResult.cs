using Concordat.Audits.Figures;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>What a sweep over α found.</summary>
/// <param name="Options">How it was made.</param>
/// <param name="Measures">The measures, in the file's order.</param>
/// <param name="Findings">Each with its measure, system and α in its scope.</param>
/// <param name="Figures">What a report draws.</param>
public sealed record AlphaSweepResult(AlphaSweepOptions Options, ImmutableArray<SweepMeasure> Measures, ImmutableArray<Finding> Findings, ImmutableArray<Figure> Figures)
{
    /// <summary>Accuracy, or nats a token.</summary>
    public const string Value = "decode.value";

    /// <summary>The value minus the base's.</summary>
    public const string Change = "decode.change";

    /// <summary>The value minus that of the directly tuned model.</summary>
    public const string OverDirect = "decode.over-direct";

    /// <summary>Mean over target measures of (v(α) − v(base)) / (v(direct) − v(base)).</summary>
    public const string MeanOfRatios = "decode.gap-closed-mean-of-ratios";

    /// <summary>Over target measures in shares, Σ(v(α) − v(base)) / Σ(v(direct) − v(base)).</summary>
    public const string RatioOfMeans = "decode.gap-closed-ratio-of-means";
}
