using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>Plays the card game.</summary>
public interface ICardPlayer
{
    /// <summary>Sees the cards, and before them perhaps the counterfactual prefix.</summary>
    void Begin(CardTable table, int prefix);

    /// <summary>Hears what the partner says.</summary>
    void Hear(Advice advice);

    /// <summary>Decides on a card: turn it or not, or, on advice, adopt it or keep what stands.</summary>
    CardDecision Decide(int card, Advice? advice, Advice? reason, ref Xoshiro random);
}
