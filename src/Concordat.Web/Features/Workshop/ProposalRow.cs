using Concordat.Charters;

namespace Concordat.Web.Features.Workshop;

/// <summary>A proposal as stored.</summary>
public sealed record ProposalRow(
    string Id, string Standard, CharterLevel Level, string Statement, string Reason, long Removes, string Community, string? SeatId, Writer Writer, string? Amends, ProposalState State, long CreatedAt)
{
    public const string Columns = "id, standard, level, statement, reason, removes, community, seat_id, writer, amends, state, created_at";

    public bool IsRemoval => Removes == 1;

    /// <summary>Whether people may vote on it, object and amend.</summary>
    public bool IsOnTheTable => State == ProposalState.Open && Writer == Writer.Person;
}
