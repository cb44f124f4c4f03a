namespace Concordat.Models.Decoding.Sweep;

/// <summary>One number of a sweep.</summary>
/// <param name="Measure">What it is.</param>
/// <param name="Scope">Of what: measure, system, α.</param>
/// <param name="Items">Questions behind it.</param>
/// <param name="NeedsDirect">Whether it compares with a directly tuned model.</param>
internal sealed record SweepSlot(string Measure, ImmutableArray<ScopeEntry> Scope, int Items, bool NeedsDirect);
