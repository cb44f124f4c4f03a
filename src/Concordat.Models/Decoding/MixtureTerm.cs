namespace Concordat.Models.Decoding;

/// <summary>A model whose logits are taken with a weight.</summary>
/// <param name="Member">Its place among the members.</param>
/// <param name="Weight">The weight; negative to steer away from it.</param>
public readonly record struct MixtureTerm(int Member, double Weight);
