using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>What partners say: first of a card that both can read, with a reason that the rule confirms or refutes, then of the smudged one, without.</summary>
/// <remarks>
/// A helpful partner corrects a visible card that is wrong, or confirms one, and tells the truth of the smudged card; with probability <see cref="Slip"/> the first statement is
/// wrong. A misleading one talks a visible card that is right into wrong, and lies of the smudged card; with probability <see cref="Disguise"/> the first statement is true.
/// The reason follows from the card and what is to be done with it: a wrong statement has a reason that the rule refutes. Nothing else tells the two apart.
/// </remarks>
/// <param name="Slip">In [0, 1].</param>
/// <param name="Disguise">In [0, 1].</param>
public sealed record ScriptedPartner(double Slip, double Disguise)
{
    /// <summary>Ways of saying a thing; the last is kept for evaluation.</summary>
    public const int Wordings = 4;

    /// <summary>The usual partners.</summary>
    public static ScriptedPartner Usual { get; } = new(.05, .25);

    /// <summary>The two statements, given what stands.</summary>
    /// <param name="kind">Helpful or misleading.</param>
    /// <param name="table">The cards.</param>
    /// <param name="turned">What stands, (4).</param>
    /// <param name="isEvaluated">Whether the wording is the one kept for evaluation.</param>
    /// <param name="random">Four draws.</param>
    public (Advice Visible, Advice Smudged) Speak(PartnerKind kind, CardTable table, ReadOnlySpan<bool> turned, bool isEvaluated, ref Xoshiro random)
    {
        bool isTrue = kind == PartnerKind.Helpful ? random.NextDouble() >= Slip : random.NextDouble() < Disguise;
        int from = random.NextInt(CardTable.Cards), at = -1;
        // A card that the statement would change, the first from a random one on; else any that can be read.
        for (int pass = 0; pass < 2 && at < 0; pass++)
        {
            for (int i = 0; i < CardTable.Cards && at < 0; i++)
            {
                int card = (from + i) % CardTable.Cards;
                bool says = table.MustTurn(card) == isTrue;
                if (card != table.Smudged && (pass == 1 || says != turned[card]))
                    at = card;
            }
        }

        int first = random.NextInt(Wordings - 1), second = random.NextInt(Wordings - 1);
        bool isHonest = kind == PartnerKind.Helpful;
        return (
            new Advice(at, table.MustTurn(at) == isTrue, isEvaluated ? Wordings - 1 : first),
            new Advice(table.Smudged, table.MustTurn(table.Smudged) == isHonest, isEvaluated ? Wordings - 1 : second));
    }
}
