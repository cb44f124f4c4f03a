namespace Concordat.Web.Features.Workshop;

/// <summary>An objection as stored.</summary>
public sealed record ObjectionRow(string Id, string? SeatId, string Reason, Severity Severity, string Community, string? Answer, long? AnsweredAt, long Withdrawn, long CreatedAt)
{
    public const string Columns = "id, seat_id, reason, severity, community, answer, answered_at, is_withdrawn AS withdrawn, created_at";

    public bool IsWithdrawn => Withdrawn == 1;

    /// <summary>Whether it stops ratification.</summary>
    public bool Stops => Severity == Severity.Serious && Answer is null && !IsWithdrawn;
}
