using System.Globalization;

namespace Concordat.Models.Decoding.Sweep;

/// <summary>What is measured: base, proxy at an α, expert alone, directly tuned model.</summary>
internal sealed record SweepSystem(string Name, double? Alpha, LogitMixture Mixture)
{
    /// <summary>Its part of a finding's scope.</summary>
    public ImmutableArray<ScopeEntry> Scope => Alpha is { } alpha
        ? [new ScopeEntry("system", Name), new ScopeEntry("alpha", alpha.ToString("R", CultureInfo.InvariantCulture))]
        : [new ScopeEntry("system", Name), new ScopeEntry("alpha", "–")];
}
