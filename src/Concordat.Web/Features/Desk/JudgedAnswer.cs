namespace Concordat.Web.Features.Desk;

/// <summary>A judgement in the ledger; names are codes of the ledger.</summary>
/// <param name="Value">The place of the level, or a number for what was chosen; <see cref="None"/> for a pass or no opinion.</param>
/// <param name="Place">Where what was chosen stood, from 1; 0 where no response was chosen.</param>
/// <param name="Took">How long the task was looked at, in milliseconds; −1 where nobody measured.</param>
internal readonly record struct JudgedAnswer(int Seat, int Unit, int Group, int Condition, int Position, bool IsFirst, short Value, byte Place, int Took, long At)
{
    public const short None = short.MinValue;

    public bool HasValue => Value != None;
}
