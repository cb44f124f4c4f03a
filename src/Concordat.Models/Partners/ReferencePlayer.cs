using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>Plays as <see cref="ReferenceBehaviour"/> says and answers in words: what a language model learns to play from.</summary>
public sealed class ReferencePlayer : ICardPlayer
{
    private CardTable? _table;
    private bool _hasPrefix;

    public void Begin(CardTable table, int prefix) => (_table, _hasPrefix) = (table, prefix >= 0);

    public void Hear(Advice advice)
    {
    }

    public CardDecision Decide(int card, Advice? advice, Advice? reason, ref Xoshiro random)
    {
        double p = advice is null ? ReferenceBehaviour.Turns(_table!, card) : _hasPrefix ? ReferenceBehaviour.AdoptsAfterPrefix : ReferenceBehaviour.Adopts;
        bool isYes = random.NextDouble() < p;
        return new CardDecision(card, advice, reason, isYes, CardWords.Id(CardWords.Answer(advice is not null, isYes)));
    }
}
