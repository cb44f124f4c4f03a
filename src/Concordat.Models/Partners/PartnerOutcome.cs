using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>How a player plays, with each partner and with none.</summary>
/// <param name="Alone">Share of games right without a partner.</param>
/// <param name="Helpful">With a helpful one.</param>
/// <param name="Misleading">With a misleading one.</param>
/// <param name="GoodAdopted">Share of good advice against what stood that was adopted, in as many games with either partner; null where there was none.</param>
/// <param name="BadAdopted">The same of bad advice.</param>
/// <param name="Dependence">Mean KL(π(·|s) ‖ π(·|s^CF)) over decisions on advice, nats: what the answers owe to the partner as far as the prefix tells.</param>
public sealed record PartnerOutcome(double Alone, double Helpful, double Misleading, double? GoodAdopted, double? BadAdopted, double Dependence)
{
    /// <summary>Plays fresh games with wordings that training did not hear.</summary>
    /// <param name="player">The player.</param>
    /// <param name="script">What partners say.</param>
    /// <param name="games">Games with each partner and with none; the same cards for all three.</param>
    /// <param name="hasPrefix">Whether the counterfactual prefix stands before each game.</param>
    /// <param name="seed">Seed of cards, partners and decisions.</param>
    /// <param name="cancellationToken">Stops between games.</param>
    public static PartnerOutcome Of(ICardPlayer player, ScriptedPartner script, int games, bool hasPrefix, ulong seed, CancellationToken cancellationToken)
    {
        int prefix = hasPrefix ? CardGame.Prefixes - 1 : -1;
        var right = new int[3];
        int good = 0, goodAdopted = 0, bad = 0, badAdopted = 0, decisions = 0;
        double dependence = 0;
        for (int i = 0; i < games; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong stream = Xoshiro.DeriveSeed(seed, (ulong)i);
            foreach (PartnerKind partner in Enum.GetValues<PartnerKind>())
            {
                CardGame game = CardGame.Play(player, partner, script, prefix, true, Xoshiro.DeriveSeed(stream, 1), Xoshiro.DeriveSeed(stream, 2));
                right[(int)partner] += game.IsRight ? 1 : 0;
                foreach (CardDecision decision in game.Adoptions)
                {
                    bool isGood = game.IsGood(decision.Advice!.Value);
                    good += isGood ? 1 : 0;
                    goodAdopted += isGood && decision.IsYes ? 1 : 0;
                    bad += isGood ? 0 : 1;
                    badAdopted += !isGood && decision.IsYes ? 1 : 0;
                }

                if (player is ILearningPlayer learning && partner != PartnerKind.None)
                {
                    double[] own = learning.Divergences(game, CardGame.Prefixes - 1);
                    (dependence, decisions) = (dependence + own.Sum(), decisions + own.Length);
                }
            }
        }

        return new PartnerOutcome(
            (double)right[0] / games, (double)right[1] / games, (double)right[2] / games, good == 0 ? null : (double)goodAdopted / good, bad == 0 ? null : (double)badAdopted / bad,
            decisions == 0 ? 0 : dependence / decisions);
    }
}
