namespace Concordat.Models.Segments.Judges;

/// <summary>What a turn of the agent is declared to be worth.</summary>
/// <param name="Goal">For the goal; negative where it loses.</param>
/// <param name="Warmth">For warmth.</param>
public readonly record struct TurnPoints(double Goal, double Warmth)
{
    public static TurnPoints operator +(TurnPoints left, TurnPoints right) => new(left.Goal + right.Goal, left.Warmth + right.Warmth);

    public static TurnPoints Add(TurnPoints left, TurnPoints right) => left + right;
}
