using Concordat.Models.Policies;

namespace Concordat.Models.Partners;

/// <summary>A player who follows a policy that can be trained.</summary>
public interface ILearningPlayer : ICardPlayer
{
    IPolicy Policy { get; }

    /// <summary>The tokens of a game with the player's decisions as turns.</summary>
    /// <param name="game">The game.</param>
    /// <param name="prefix">The counterfactual prefix to put before it, or −1 for none, whatever stood there when it was played.</param>
    TokenSequence Sequence(CardGame game, int prefix);

    /// <summary>Moves along the gradient that the policy holds, downhill in the loss, and clears it.</summary>
    void Step(double learningRate);

    /// <summary>KL(π(·|s) ‖ π(·|s^CF)) in nats, for each decision on advice of a game.</summary>
    double[] Divergences(CardGame game, int prefix);

    /// <summary>A player of its own that starts where this one is, which becomes the reference.</summary>
    ILearningPlayer Copy();
}
