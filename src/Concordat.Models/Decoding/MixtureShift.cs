namespace Concordat.Models.Decoding;

/// <summary>What tuning changed, taken from a pair of models: α·(expert − anti-expert).</summary>
/// <param name="Expert">Place of the tuned model among the members.</param>
/// <param name="Anti">Place of the same model before tuning.</param>
/// <param name="Alpha">How much of it; 0 none, 1 all, negative the other way.</param>
public readonly record struct MixtureShift(int Expert, int Anti, double Alpha);
