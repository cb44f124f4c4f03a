using System.Globalization;
using Concordat.Charters.Experts;
using Concordat.Models.Lm;

namespace Concordat.Models.Decoding;

/// <summary>Everything that decides what is drawn, besides prompt and sample.</summary>
/// <param name="System">What evidence calls the system.</param>
/// <param name="Method"><c>proxy-tuning</c>, <c>contrastive</c>, <c>mod</c>, <c>per-context</c> or <c>base</c>.</param>
/// <param name="Members">The members, in the mixture's order.</param>
/// <param name="Mixture">The mixture.</param>
/// <param name="Decoder">Draws from it.</param>
public sealed record DecodingSetup(string System, string Method, ImmutableArray<DecodingMember> Members, LogitMixture Mixture, IMixtureDecoder Decoder)
{
    public SamplingOptions Sampling { get; init; } = new();

    public int MaxTokens { get; init; } = 64;

    /// <summary>Each text has a seed of its own, which follows from this one, the item and the sample: the same for every mixture.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the effective charter of the context picked; null where the members were named.</summary>
    public ExpertChoice? Choice { get; init; }

    /// <summary>The threshold of a decoder over endpoints; null in process.</summary>
    public double? FallbackAbove { get; init; }

    /// <summary>The sum of logits in words.</summary>
    public string Formula => Mixture.Formula([.. Members.Select(member => member.Name)]);

    /// <summary>What a record's key follows from.</summary>
    internal string Identity => string.Join('\0', new[]
    {
        System, Method, Formula, string.Join('\n', Members), Shown(Sampling.Temperature), Shown(Sampling.TopP), Shown(Sampling.MinP), Shown(Sampling.TopK), Shown(MaxTokens),
        Seed.ToString(CultureInfo.InvariantCulture), FallbackAbove is { } above ? Shown(above) : "", Choice?.CharterHash ?? "", Choice?.MapSha256 ?? "",
        Choice is null ? "" : string.Join(',', Choice.Context.Select(pair => $"{pair.Key}={pair.Value}")),
    });

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
