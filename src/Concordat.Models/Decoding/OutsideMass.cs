namespace Concordat.Models.Decoding;

/// <summary>What endpoints did not tell: they list some tokens, and only those that all of them list can be mixed.</summary>
/// <param name="PerToken">At each token the greatest probability, over the models that speak for tokens, outside what could be mixed.</param>
/// <param name="Fallbacks">Tokens drawn from the base alone because that was above the threshold.</param>
public sealed record OutsideMass(ImmutableArray<double> PerToken, int Fallbacks)
{
    public double Total => PerToken.Sum();

    public double Mean => PerToken.IsEmpty ? 0 : Total / PerToken.Length;
}
